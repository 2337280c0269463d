// next-auth's configuration: who can sign in, how long a session lives, and where its log goes.
import type { NextAuthOptions } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import CredentialsProvider from 'next-auth/providers/credentials'
import { database } from '#db/connection.ts'
import { env } from '#server/env.ts'
import { userIdSchema } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { createGuest } from '#server/queries/users.ts'
import { issueSession, userOf } from './session.ts'
import { decodeToken, isDueForRenewal, readSessionToken, SESSION_SECONDS, usesSecureCookies } from './session-token.ts'

/** next-auth puts the message of an error into an address, so it gets none of the database's. */
async function authorizeGuest(): Promise<{ id: string }> {
  try {
    return { id: await createGuest(database()) }
  } catch (err) {
    log.error({ err }, 'a guest could not be made')
    throw new Error('A guest session could not be made.')
  }
}

/** next-auth would issue a new token at each look at the session; one that is not due is kept. */
async function encodeSession(headers: Headers, token: JWT): Promise<string> {
  const current = isDueForRenewal(token) ? null : await readSessionToken(headers)
  return current?.value ?? (await issueSession(userIdSchema.parse(token.sub), token)).value
}

async function decodeSession(value: string): Promise<JWT | null> {
  const token = await decodeToken(value)
  return (await userOf(token)) === null ? null : token
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

/** Built at each request, since the visitor's protocol decides about the cookies. */
export const authOptions = (headers: Headers): NextAuthOptions => ({
  secret: env().AUTH_SECRET.reveal(),
  useSecureCookies: usesSecureCookies(headers),
  session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
  jwt: {
    maxAge: SESSION_SECONDS,
    encode: ({ token }) => encodeSession(headers, token ?? {}),
    decode: ({ token }) => decodeSession(token ?? ''),
  },
  logger,
  providers: [CredentialsProvider({ id: 'guest', name: 'Guest', credentials: {}, authorize: authorizeGuest })],
})
