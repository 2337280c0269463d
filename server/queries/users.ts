// Users as rows: guests are made here, sessions are checked against here.
import { and, count, eq, ne, sql, sum } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, mirrors, users } from '#db/schema/schema.ts'
import { notFound } from '#server/errors.ts'
import { type OwnerId, type UserId, userIdSchema } from '#server/ids.ts'
import { ownedBy } from './standing.ts'

/** Makes a user without a name or password, as the first upload of a visitor does. */
export async function createGuest(db: Executor): Promise<UserId> {
  const [row] = await db.insert(users).values({}).returning({ id: users.id })
  return userIdSchema.parse(row?.id)
}

/** The generation that a session of this user has to be of, or null when the user is gone: a session can outlive both. */
export async function findGeneration(db: Executor, id: UserId): Promise<number | null> {
  const [row] = await db.select({ generation: users.sessionGeneration }).from(users).where(eq(users.id, id))
  return row?.generation ?? null
}

/**
 * Ends every session that there is.
 * @returns the generation of the sessions from now on
 * @throws {AppError} NOT_FOUND when the user was deleted meanwhile
 */
export async function endSessions(db: Executor, owner: OwnerId): Promise<number> {
  const [row] = await db
    .update(users)
    .set({ sessionGeneration: sql`${users.sessionGeneration} + 1` })
    .where(eq(users.id, owner))
    .returning({ generation: users.sessionGeneration })
  if (!row) throw notFound('account')
  return row.generation
}

/** Writes down until when the user's newest session token is good. */
export async function setNextRenewal(db: Executor, id: UserId, nextRenewal: Date): Promise<void> {
  await db.update(users).set({ nextRenewal }).where(eq(users.id, id))
}

const profile = {
  username: users.username,
  firstName: users.firstName,
  lastName: users.lastName,
  email: users.email,
  phone: users.phone,
  memberSince: users.memberSince,
}

export type Profile = Pick<typeof users.$inferSelect, keyof typeof profile>
export type Usage = { mirrors: number; files: number; bytes: number }
export type Account = Profile & { usage: Usage }

/** A user with what is theirs, in mirrors, files that were not given up, and bytes of those. */
export async function getAccount(db: Executor, owner: OwnerId): Promise<Account | null> {
  const theirs = and(ownedBy(owner), ne(files.status, 'aborted'))
  const [[user], [made], [used]] = await Promise.all([
    db.select(profile).from(users).where(eq(users.id, owner)),
    db.select({ mirrors: count() }).from(mirrors).where(ownedBy(owner)),
    db
      .select({ files: count(), bytes: sum(files.size).mapWith(Number) })
      .from(files)
      .innerJoin(mirrors, eq(mirrors.id, files.mirrorId))
      .where(theirs),
  ])
  if (!user) return null
  return { ...user, usage: { mirrors: made?.mirrors ?? 0, files: used?.files ?? 0, bytes: used?.bytes ?? 0 } }
}
