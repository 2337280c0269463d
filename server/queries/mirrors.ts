// Mirrors as their owner handles them.
import { and, eq } from 'drizzle-orm'
import type { Executor, Transaction } from '#db/connection.ts'
import { files, mirrors } from '#db/schema/schema.ts'
import { notFound } from '#server/errors.ts'
import { fileIdSchema, type FileId, type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'
import { refreshMirror } from '#server/queries/system/mirror-status.ts'
import { inSlices } from './slices.ts'

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
  const [mirror] = await db.insert(mirrors).values({ ownerId: owner, name: input.name }).returning({ id: mirrors.id })
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
 * Brings a mirror's status in line with what has just been changed of its files or transfers.
 * @returns the files whose staging is to be deleted
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export async function refreshOwnMirror(db: Transaction, owner: OwnerId, id: MirrorId): Promise<FileId[]> {
  await lockMirror(db, owner, id)
  return refreshMirror(db, id)
}
