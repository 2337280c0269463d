// Programs that carry an API token and no cookie.
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import superjson from 'superjson'
import type { AppRouter } from '#server/routers/root.ts'

/** @param headers what it sends beside the token */
export const programAt = (url: string, token: string, headers: Record<string, string> = {}) =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${url}/api/trpc`,
        transformer: superjson,
        headers: { authorization: `Bearer ${token}`, ...headers },
      }),
    ],
  })
