// Who is asking: the owner of a request, proven by its cookie and still there.
import type { JWT } from 'next-auth/jwt'
import { database } from '#db/connection.ts'
import { type OwnerId, type UserId, userIdSchema } from '#server/ids.ts'
import { setNextRenewal, userExists } from '#server/queries/users.ts'
import {
  type IssuedToken,
  isDueForRenewal,
  issueToken,
  readSessionToken,
  sessionCookie,
  usesSecureCookies,
} from './session-token.ts'

export type Session = {
  owner: OwnerId
  /** A Set-Cookie header with a new token where this one is due for it, else null. Ask only where it can be sent. */
  renew(): Promise<string | null>
}

/** The user that a token names, or null when the account is gone: a session can outlive it. */
export async function userOf(token: JWT | null): Promise<UserId | null> {
  const user = userIdSchema.safeParse(token?.sub)
  return user.success && (await userExists(database(), user.data)) ? user.data : null
}

/** The one place where a user becomes an owner: the cookie has just proven it. */
const ownerIdSchema = userIdSchema.brand<'OwnerId'>()

/** Issues a token to a user, and writes down until when it is good. */
export async function issueSession(user: UserId, token: JWT): Promise<IssuedToken> {
  const issued = await issueToken(token)
  await setNextRenewal(database(), user, issued.expiresAt)
  return issued
}

/** The session of a request, or null for a visitor. */
export async function getSession(headers: Headers): Promise<Session | null> {
  const session = await readSessionToken(headers)
  const user = await userOf(session?.token ?? null)
  if (!session || user === null) return null
  const owner = ownerIdSchema.parse(user)
  const renew = async () => {
    if (!isDueForRenewal(session.token)) return null
    return sessionCookie(await issueSession(owner, session.token), usesSecureCookies(headers))
  }
  return { owner, renew }
}
