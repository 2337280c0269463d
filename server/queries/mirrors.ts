// Mirrors as their owner handles them.
import { and, eq } from 'drizzle-orm'
import type { Executor, Transaction } from '#db/connection.ts'
import { files, mirrors } from '#db/schema/schema.ts'
import { AppError, notFound } from '#server/errors.ts'
import { fileIdSchema, type FileId, type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'
import { notifyChanged, refreshMirror } from '#server/queries/system/mirror-status.ts'
import { searchTextOf } from './search-text.ts'
import { inSlices } from './slices.ts'
import { writeSearchText } from './write-search-text.ts'

export type NewFile = {
  name: string
  size: number
  type: string | undefined
  path: string | undefined
  partSize: number | null
}
export type CreatedMirror = { id: MirrorId; files: { id: FileId; name: string; size: number }[] }

/** Makes a mirror and its files, none of them uploaded yet, in the order given. */
export async function createMirror(
  db: Transaction,
  owner: OwnerId,
  input: { name: string; files: NewFile[] },
): Promise<CreatedMirror> {
  const searchText = searchTextOf(
    input.name,
    input.files.map(({ name }) => name),
  )
  const [mirror] = await db
    .insert(mirrors)
    .values({ ownerId: owner, name: input.name, searchText })
    .returning({ id: mirrors.id })
  const id = mirrorIdSchema.parse(mirror?.id)
  const values = input.files.map(({ name, size, type, path, partSize }, position) => ({
    mirrorId: id,
    position,
    name,
    size,
    partSize,
    ...(type !== undefined && { type }),
    ...(path !== undefined && { path }),
  }))
  const created: CreatedMirror['files'] = []
  for (const slice of inSlices(values)) {
    const rows = await db
      .insert(files)
      .values(slice)
      .returning({ id: files.id, name: files.name, size: files.size, position: files.position })
    const inOrder = rows.toSorted((one, other) => one.position - other.position)
    created.push(...inOrder.map(({ id, name, size }) => ({ id: fileIdSchema.parse(id), name, size })))
  }
  return { id, files: created }
}

const own = (owner: OwnerId, id: MirrorId) => and(eq(mirrors.id, id), eq(mirrors.ownerId, owner))

/** Takes back a mirror that could not be made whole: nobody knows its address yet. */
export async function discardMirror(db: Executor, owner: OwnerId, id: MirrorId): Promise<void> {
  await db.delete(mirrors).where(own(owner, id))
}

/**
 * Holds a mirror of this owner against changes by others until the transaction ends.
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export async function lockMirror(db: Transaction, owner: OwnerId, id: MirrorId) {
  const [row] = await db.select({ status: mirrors.status }).from(mirrors).where(own(owner, id)).for('update')
  if (!row) throw notFound('mirror')
  return row
}

/**
 * The same, for what sends its files on.
 * @throws {AppError} NOT_FOUND as well, and CONFLICT when the operator took it down
 */
export async function lockForSending(db: Transaction, owner: OwnerId, id: MirrorId): Promise<void> {
  await lockMirror(db, owner, id)
  const [row] = await db.select({ takenDownAt: mirrors.takenDownAt }).from(mirrors).where(own(owner, id))
  if (row?.takenDownAt)
    throw new AppError('CONFLICT', 'This mirror was taken down, so its files are not sent any more.')
}

/**
 * Brings a mirror's status in line with what has just been changed of its files or transfers.
 * @returns the files whose staging is to be deleted
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export async function refreshOwnMirror(db: Transaction, owner: OwnerId, id: MirrorId): Promise<FileId[]> {
  await lockMirror(db, owner, id)
  return refreshMirror(db, id)
}

/**
 * Gives a mirror another name; what hosts call it stays.
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export async function renameMirror(
  db: Transaction,
  owner: OwnerId,
  { id, name }: { id: MirrorId; name: string },
): Promise<void> {
  const rows = await db.update(mirrors).set({ name }).where(own(owner, id)).returning({ id: mirrors.id })
  if (rows.length === 0) throw notFound('mirror')
  await writeSearchText(db, id)
}

/**
 * Deletes a mirror with its files, transfers and host links. Leases end with their rows, which is how workers learn of it, and
 * whoever watches the mirror is told.
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export async function deleteMirror(db: Transaction, owner: OwnerId, id: MirrorId): Promise<void> {
  const rows = await db.delete(mirrors).where(own(owner, id)).returning({ id: mirrors.id })
  if (rows.length === 0) throw notFound('mirror')
  await notifyChanged(db, id)
}
