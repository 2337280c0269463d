// Usernames and password hashes: found to sign in, set by a guest who registers, changed by their owner.
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { users } from '#db/schema/schema.ts'
import { AppError } from '#server/errors.ts'
import { type OwnerId, type UserId, userIdSchema } from '#server/ids.ts'
import { unlessTaken } from './taken.ts'

export type Credentials = { id: UserId; username: string; passwordHash: string; generation: number }

const columns = {
  id: users.id,
  username: users.username,
  passwordHash: users.passwordHash,
  generation: users.sessionGeneration,
}

type Row = { id: string; username: string | null; passwordHash: string | null; generation: number }

/** A guest has neither name nor password. */
function toCredentials(row: Row | undefined): Credentials | null {
  if (!row || row.username === null || row.passwordHash === null) return null
  return { ...row, id: userIdSchema.parse(row.id), username: row.username, passwordHash: row.passwordHash }
}

/** The account of a username, whatever its case, or null where there is none. */
export async function findCredentials(db: Executor, username: string): Promise<Credentials | null> {
  const [row] = await db.select(columns).from(users).where(sql`lower(${users.username}) = lower(${username})`)
  return toCredentials(row)
}

/** The owner's own, or null for a guest. */
export async function getCredentials(db: Executor, owner: OwnerId): Promise<Credentials | null> {
  const [row] = await db.select(columns).from(users).where(eq(users.id, owner))
  return toCredentials(row)
}

/** Each session of before is over. */
const nextGeneration = sql`${users.sessionGeneration} + 1`

/**
 * Gives a guest a name and a password; what is theirs stays theirs.
 * @returns the generation of the sessions from now on
 * @throws {AppError} CONFLICT when this is no guest, or somebody else has the username or e-mail address
 */
export async function registerGuest(
  db: Executor,
  owner: OwnerId,
  names: { username: string; email: string | undefined; passwordHash: string },
): Promise<number> {
  const { username, email, passwordHash } = names
  const [row] = await unlessTaken(() =>
    db
      .update(users)
      .set({
        username,
        passwordHash,
        sessionGeneration: nextGeneration,
        ...(email !== undefined && { email }),
      })
      .where(and(eq(users.id, owner), isNull(users.username)))
      .returning({ generation: users.sessionGeneration }),
  )
  if (!row) throw new AppError('CONFLICT', 'You have an account already.')
  return row.generation
}

/**
 * Puts a new hash in the place of the one that was just proven.
 * @returns the generation of the sessions from now on
 * @throws {AppError} CONFLICT when another call has changed it since
 */
export async function changePasswordHash(
  db: Executor,
  owner: OwnerId,
  { from, to }: { from: string; to: string },
): Promise<number> {
  const [row] = await db
    .update(users)
    .set({ passwordHash: to, sessionGeneration: nextGeneration })
    .where(and(eq(users.id, owner), eq(users.passwordHash, from)))
    .returning({ generation: users.sessionGeneration })
  if (!row) throw new AppError('CONFLICT', 'The password has just been changed from elsewhere.')
  return row.generation
}
