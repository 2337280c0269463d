// Who is asking: the owner of a request, proven by its cookie and still there.
import { database } from '#db/connection.ts'
import { type OwnerId, userIdSchema } from '#server/ids.ts'
import { setNextRenewal, userExists } from '#server/queries/users.ts'
import { isDueForRenewal, readSessionToken, renewSession } from './session-token.ts'

/** `renewal` is a Set-Cookie header to send along where the session's token is due for a new one. */
export type Session = { owner: OwnerId; renewal: string | null }

/** The session of a request, or null for a visitor. */
export async function getSession(headers: Headers): Promise<Session | null> {
  const session = await readSessionToken(headers)
  const user = userIdSchema.safeParse(session?.token.sub)
  if (!session || !user.success || !(await userExists(database(), user.data))) return null
  // The one place where a user becomes an owner: the cookie has just proven it.
  const owner = user.data as OwnerId
  if (!isDueForRenewal(session)) return { owner, renewal: null }
  const { cookie, expiresAt } = await renewSession(session)
  await setNextRenewal(database(), owner, expiresAt)
  return { owner, renewal: cookie }
}
