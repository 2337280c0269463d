// The kinds of procedures: for anyone, for who has a session, and for who has it in a browser.
import { initTRPC } from '@trpc/server'
import superjson from 'superjson'
import { sentApiToken } from '#server/auth/api-tokens.ts'
import { AppError } from '#server/errors.ts'
import type { Context } from './context.ts'
import { formatError, toTrpcError } from './error-formatter.ts'
import { isSameOrigin } from './same-origin.ts'

/** Proxies cut a connection that says nothing for a minute; a client that hears nothing for this long connects anew. */
const PING_MS = 10_000
const CLIENT_PATIENCE_MS = 30_000

const trpc = initTRPC.context<Context>().create({
  transformer: superjson,
  errorFormatter: formatError,
  // No stack of calls in an answer, whatever NODE_ENV says.
  isDev: false,
  sse: {
    ping: { enabled: true, intervalMs: PING_MS },
    client: { reconnectAfterInactivityMs: CLIENT_PATIENCE_MS },
  },
})

export const { router, createCallerFactory } = trpc

const foreseenErrors = trpc.middleware(async ({ next }) => {
  const result = await next()
  if (!result.ok && result.error.cause instanceof AppError) throw toTrpcError(result.error.cause)
  return result
})

const ownPagesOnly = trpc.middleware(({ ctx, type, next }) => {
  // A browser adds cookies by itself, but no API token: who sends one means it, and no cookie is looked at beside it.
  const isProven = sentApiToken(ctx.headers) !== undefined
  if (type === 'mutation' && !isProven && !isSameOrigin(ctx.headers))
    throw new AppError('UNAUTHORIZED', 'This was asked for by another site.')
  return next()
})

const withOwner = trpc.middleware(async ({ ctx, next }) => {
  const session = await ctx.session()
  if (!session) throw new AppError('UNAUTHORIZED', 'There is no session: start as a guest or sign in.')
  return next({ ctx: { owner: session.owner, sessionEndsAt: session.by === 'cookie' ? session.endsAt : null } })
})

const withoutTokens = trpc.middleware(async ({ ctx, next }) => {
  if ((await ctx.session())?.by === 'token')
    throw new AppError('UNAUTHORIZED', 'An API token is not enough for this: sign in with a browser.')
  return next()
})

/** Anyone may call it, with or without a session. */
export const publicProcedure = trpc.procedure.use(foreseenErrors).use(ownPagesOnly)

/** `ctx.owner` is who calls, in a session that lasts until `ctx.sessionEndsAt` (null for an API token); without one it is UNAUTHORIZED. */
export const sessionProcedure = publicProcedure.use(withOwner)

/** The same in a browser alone: what keeps an account, or gives it away, is not to be had with an API token. */
export const browserProcedure = sessionProcedure.use(withoutTokens)
