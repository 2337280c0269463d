// next-auth's configuration: who can sign in, how long a session lives, and where its log goes.
import type { NextAuthOptions, User } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import CredentialsProvider from 'next-auth/providers/credentials'
import { env } from '#server/env.ts'
import { log } from '#server/log.ts'
import { SIGN_IN_PAGE } from './refused-sign-in.ts'
import { bearerOf, findBearer, issueSession } from './session.ts'
import { decodeToken, isDueForRenewal, readSessionToken, SESSION_SECONDS, usesSecureCookies } from './session-token.ts'
import { signInAsGuest, signInWithPassword } from './sign-in.ts'

/** next-auth would issue a new token at each look at the session; one that is not due is kept. */
async function encodeSession(headers: Headers, token: JWT): Promise<string> {
  const current = isDueForRenewal(token) ? null : await readSessionToken(headers)
  return current?.value ?? (await issueSession(bearerOf(token))).value
}

async function decodeSession(value: string): Promise<JWT | null> {
  const token = await decodeToken(value)
  return (await findBearer(token)) === null ? null : token
}

/** A cookie that is no longer good is everyday life; all else that next-auth reports is not. */
const logger: NonNullable<NextAuthOptions['logger']> = {
  error: (code, metadata) => {
    const err: unknown = metadata instanceof Error ? metadata : metadata.error
    if (code === 'JWT_SESSION_ERROR') log.debug({ err, code }, 'a session cookie was not taken')
    else log.error({ err, code }, 'next-auth reports an error')
  },
  warn: (code) => log.warn({ code }, 'next-auth warns'),
  debug: (code) => log.debug({ code }, 'next-auth'),
}

export type AuthRequest = {
  headers: Headers
  /** Told why nobody could be signed in, other than that the name or password was wrong. */
  onRefused: (refusal: unknown) => void
}

/** Built at each request, since the visitor's protocol decides about the cookies. */
export function authOptions({ headers, onRefused }: AuthRequest): NextAuthOptions {
  /** next-auth puts the message of an error into an address, so it gets none of ours. */
  const guarded = (signIn: () => Promise<User | null>) =>
    signIn().catch((refusal: unknown) => {
      onRefused(refusal)
      return null
    })
  return {
    secret: env().AUTH_SECRET.reveal(),
    useSecureCookies: usesSecureCookies(headers),
    pages: { signIn: SIGN_IN_PAGE, error: SIGN_IN_PAGE },
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    jwt: {
      maxAge: SESSION_SECONDS,
      encode: ({ token }) => encodeSession(headers, token ?? {}),
      decode: ({ token }) => decodeSession(token ?? ''),
    },
    callbacks: {
      jwt: ({ token, user, trigger }) => (trigger === 'signIn' ? { sub: user.id, generation: user.generation } : token),
    },
    logger,
    providers: [
      CredentialsProvider({
        id: 'guest',
        name: 'Guest',
        credentials: {},
        authorize: () => guarded(() => signInAsGuest(headers)),
      }),
      CredentialsProvider({
        id: 'password',
        name: 'Password',
        credentials: { username: { type: 'text' }, password: { type: 'password' } },
        authorize: (typed) => guarded(() => signInWithPassword(headers, typed)),
      }),
    ],
  }
}
