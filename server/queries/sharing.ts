// How the owner of a mirror shares it: with a password or without, and until when.
import type { Executor, Transaction } from '#db/connection.ts'
import { mirrors } from '#db/schema/schema.ts'
import { notFound } from '#server/errors.ts'
import type { MirrorId, OwnerId } from '#server/ids.ts'
import { notifyChanged } from '#server/queries/system/mirror-status.ts'
import { isOwn } from './standing.ts'

export type Sharing = { hasPassword: boolean; expiresAt: Date | null }

const columns = { passwordHash: mirrors.passwordHash, expiresAt: mirrors.expiresAt }

function toSharing(row: { passwordHash: string | null; expiresAt: Date | null } | undefined): Sharing {
  if (!row) throw notFound('mirror')
  return { hasPassword: row.passwordHash !== null, expiresAt: row.expiresAt }
}

/** @throws {AppError} NOT_FOUND when it is missing or somebody else's */
export async function getSharing(db: Executor, owner: OwnerId, id: MirrorId): Promise<Sharing> {
  const [row] = await db.select(columns).from(mirrors).where(isOwn(owner, id))
  return toSharing(row)
}

/** Null takes a password or an end away; what is not given stays. */
export type SharingChange = { passwordHash?: string | null | undefined; expiresAt?: Date | null | undefined }

/**
 * Writes down how it is shared from now on, and has whoever looks at it look again.
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export async function setSharing(
  db: Transaction,
  owner: OwnerId,
  { id, ...change }: { id: MirrorId } & SharingChange,
): Promise<Sharing> {
  const [row] = await db.update(mirrors).set(change).where(isOwn(owner, id)).returning(columns)
  const sharing = toSharing(row)
  await notifyChanged(db, id)
  return sharing
}
