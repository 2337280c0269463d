// The typed client of the product's own calls.
import { createTRPCReact } from '@trpc/react-query'
import type { AppRouter, RouterInputs, RouterOutputs } from '#server/routers/root.ts'

export const trpc = createTRPCReact<AppRouter>()

export type TrpcClient = ReturnType<typeof trpc.createClient>
export type { RouterInputs, RouterOutputs }
