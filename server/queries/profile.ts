// What an account says of its owner.
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { users } from '#db/schema/schema.ts'
import { fieldError } from '#server/errors.ts'
import type { OwnerId } from '#server/ids.ts'
import { unlessTaken } from './taken.ts'

/** What is given is set, null takes it away, and what is left out stays. */
export type ProfileChange = {
  username?: string | undefined
  firstName?: string | null | undefined
  lastName?: string | null | undefined
  email?: string | null | undefined
  phone?: string | null | undefined
}

/** @throws {AppError} CONFLICT when a name is somebody else's, or a guest, who has no username, is to get another one */
export async function updateProfile(db: Executor, owner: OwnerId, change: ProfileChange): Promise<void> {
  const mayChange = change.username === undefined ? undefined : isNotNull(users.username)
  const rows = await unlessTaken(() =>
    db
      .update(users)
      .set(change)
      .where(and(eq(users.id, owner), mayChange))
      .returning({ id: users.id }),
  )
  if (rows.length === 0) throw fieldError('CONFLICT', 'username', 'A guest gets a username by making an account.')
}
