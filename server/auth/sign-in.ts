// The two ways to a session: as a new guest, and with a username and a password.
import type { User } from 'next-auth'
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { clientAddress } from '#server/client-address.ts'
import { adoptGuest } from '#server/queries/adopt-guest.ts'
import { findCredentials } from '#server/queries/credentials.ts'
import { createGuest } from '#server/queries/users.ts'
import { isPassword } from './password.ts'
import { countPasswordTry, countTry, forgivePasswordTry } from './rate-limits.ts'
import { getSession } from './session.ts'

declare module 'next-auth' {
  interface User {
    /** What the tokens of this user's sessions have to say. */
    generation: number
  }
}

/** @throws {AppError} TOO_MANY_REQUESTS */
export async function signInAsGuest(headers: Headers): Promise<User> {
  await countTry('guest', clientAddress(headers))
  return { id: await createGuest(database()), generation: 0 }
}

const credentialsSchema = z.object({ username: z.string().trim(), password: z.string() })

/**
 * Takes a guest's mirrors along: whoever worked in this browser without a name is the one who now gives it.
 * @returns null when name and password do not belong together, whichever is wrong
 * @throws {AppError} TOO_MANY_REQUESTS
 */
export async function signInWithPassword(headers: Headers, typed: unknown): Promise<User | null> {
  const { data } = credentialsSchema.safeParse(typed)
  if (!data) return null
  const { username, password } = data
  const one = { username, address: clientAddress(headers) }
  await countPasswordTry(one)
  const account = await findCredentials(database(), username)
  const isRight = await isPassword(password, account?.passwordHash ?? null)
  if (!account || !isRight) return null
  await forgivePasswordTry(one)
  const before = await getSession(headers)
  if (before) await database().transaction((tx) => adoptGuest(tx, before.owner, account.id))
  return { id: account.id, generation: account.generation }
}
