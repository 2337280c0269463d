// The end of an account: its row goes, and with it every row that is its owner's.
import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '#db/connection.ts'
import { mirrors, users } from '#db/schema/schema.ts'
import { fieldError, notFound } from '#server/errors.ts'
import { type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'
import { MIRROR_CHANGED } from './system/mirror-status.ts'

/** What a guest, who has no username, confirms with. */
export const GUEST = 'guest'

export type HeldMirror = {
  id: MirrorId
  /** It was deleted, with its copies at hosts, and only waits for the time in which that could be taken back. */
  copiesGo: boolean
}

/**
 * Holds a user with all their mirrors until the transaction ends: no mirror is added, and none changes.
 * @param confirm the username in whichever case, or `guest` for a guest
 * @throws {AppError} BAD_REQUEST when `confirm` is neither
 */
export async function holdAccount(db: Transaction, owner: OwnerId, confirm: string): Promise<HeldMirror[]> {
  // No mirror can be added while this row is held.
  const [user] = await db.select({ username: users.username }).from(users).where(eq(users.id, owner)).for('update')
  if (!user) throw notFound('account')
  const expected = user.username ?? GUEST
  if (confirm.toLowerCase() !== expected.toLowerCase())
    throw fieldError('BAD_REQUEST', 'confirm', `Type “${expected}” to confirm.`)
  // A settlement of a transfer holds its mirror's row, so none is in the middle when the rows go.
  const rows = await db
    .select({ id: mirrors.id, deleteAt: mirrors.deleteAt, fromHosts: mirrors.deleteFromHosts })
    .from(mirrors)
    .where(eq(mirrors.ownerId, owner))
    .orderBy(mirrors.id)
    .for('update')
  return rows.map(({ id, deleteAt, fromHosts }) => ({
    id: mirrorIdSchema.parse(id),
    copiesGo: deleteAt !== null && fromHosts,
  }))
}

/** Deletes a user that is held, their mirrors, files, transfers and host links. Work on them stops, since its leases are gone. */
export async function deleteAccount(db: Transaction, owner: OwnerId): Promise<void> {
  // Who looks at one of them learns that it is gone.
  await db.execute(sql`select pg_notify(${MIRROR_CHANGED}, id::text) from ${mirrors} where owner_id = ${owner}`)
  await db.delete(users).where(eq(users.id, owner))
}
