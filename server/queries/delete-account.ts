// The end of an account: its row goes, and with it every row that is its owner's.
import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '#db/connection.ts'
import { mirrors, users } from '#db/schema/schema.ts'
import { fieldError, notFound } from '#server/errors.ts'
import { type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'
import { MIRROR_CHANGED } from './system/mirror-status.ts'

/** What a guest, who has no username, confirms with. */
export const GUEST = 'guest'

/**
 * Deletes a user, their mirrors, files, transfers and host links. Work that is under way on them stops, since its leases are gone.
 * @param confirm the username in whichever case, or `guest` for a guest
 * @returns the mirrors, of which storage may still hold something
 * @throws {AppError} BAD_REQUEST when `confirm` is neither
 */
export async function deleteAccount(db: Transaction, owner: OwnerId, confirm: string): Promise<MirrorId[]> {
  // No mirror can be added while this row is held.
  const [user] = await db.select({ username: users.username }).from(users).where(eq(users.id, owner)).for('update')
  if (!user) throw notFound('account')
  const expected = user.username ?? GUEST
  if (confirm.toLowerCase() !== expected.toLowerCase())
    throw fieldError('BAD_REQUEST', 'confirm', `Type “${expected}” to confirm.`)
  // A settlement of a transfer holds its mirror's row, so none is in the middle when the rows go.
  const rows = await db
    .select({ id: mirrors.id })
    .from(mirrors)
    .where(eq(mirrors.ownerId, owner))
    .orderBy(mirrors.id)
    .for('update')
  // Who looks at one of them learns that it is gone.
  await db.execute(sql`select pg_notify(${MIRROR_CHANGED}, id::text) from ${mirrors} where owner_id = ${owner}`)
  await db.delete(users).where(eq(users.id, owner))
  return rows.map(({ id }) => mirrorIdSchema.parse(id))
}
