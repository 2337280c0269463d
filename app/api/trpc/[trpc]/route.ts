// All calls, by HTTP: queries and subscriptions with GET, mutations with POST.
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { appRouter } from '#server/routers/root.ts'
import { createContext } from '#server/trpc/context.ts'
import { errorHeaders, logFailure } from '#server/trpc/error-formatter.ts'
import { withLimitedBody } from '#server/trpc/limited-body.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

const handle = (request: Request): Promise<Response> =>
  fetchRequestHandler({
    endpoint: '/api/trpc',
    req: withLimitedBody(request),
    router: appRouter,
    createContext: ({ resHeaders }) =>
      createContext({ headers: request.headers, setCookie: (cookie) => resHeaders.set('set-cookie', cookie) }),
    responseMeta: ({ errors }) => {
      const headers = errorHeaders(errors)
      headers.set('cache-control', 'no-store')
      return { headers }
    },
    onError: logFailure,
  })

export { handle as GET, handle as POST }
