// All calls of the product, and their types for its clients.
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createCallerFactory, router } from '#server/trpc/init.ts'
import { accountRouter } from './account/router.ts'
import { historyRouter } from './history/router.ts'
import { mirrorRouter } from './mirror/router.ts'

export const appRouter = router({
  account: accountRouter,
  history: historyRouter,
  mirror: mirrorRouter,
})

export const createCaller = createCallerFactory(appRouter)

export type AppRouter = typeof appRouter
export type RouterInputs = inferRouterInputs<AppRouter>
export type RouterOutputs = inferRouterOutputs<AppRouter>
