// Users as rows: guests are made here, sessions are checked against here.
import { eq } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { users } from '#db/schema/schema.ts'
import { type UserId, userIdSchema } from '#server/ids.ts'

/** Makes a user without a name or password, as the first upload of a visitor does. */
export async function createGuest(db: Executor): Promise<UserId> {
  const [row] = await db.insert(users).values({}).returning({ id: users.id })
  return userIdSchema.parse(row?.id)
}

/** Whether this user is still there: a session can outlive its account. */
export async function userExists(db: Executor, id: UserId): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).where(eq(users.id, id))
  return rows.length > 0
}

/** Writes down until when the user's newest session token is good. */
export async function setNextRenewal(db: Executor, id: UserId, nextRenewal: Date): Promise<void> {
  await db.update(users).set({ nextRenewal }).where(eq(users.id, id))
}
