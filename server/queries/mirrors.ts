// Mirrors as their owner handles them.
import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#db/connection.ts'
import { files, mirrors } from '#db/schema/schema.ts'
import { notFound } from '#server/errors.ts'
import { fileIdSchema, type FileId, type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'

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
  const rows = await db
    .insert(files)
    .values(
      input.files.map(({ name, size, type, path, partSize }, position) => ({
        mirrorId: id,
        position,
        name,
        size,
        partSize,
        ...(type !== undefined && { type }),
        ...(path !== undefined && { path }),
      })),
    )
    .returning({ id: files.id, name: files.name, size: files.size, position: files.position })
  const inOrder = rows.toSorted((one, other) => one.position - other.position)
  return { id, files: inOrder.map(({ id, name, size }) => ({ id: fileIdSchema.parse(id), name, size })) }
}

/**
 * Holds a mirror of this owner against changes by others until the transaction ends.
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export async function lockMirror(db: Transaction, owner: OwnerId, id: MirrorId) {
  const [row] = await db
    .select({ status: mirrors.status })
    .from(mirrors)
    .where(and(eq(mirrors.id, id), eq(mirrors.ownerId, owner)))
    .for('update')
  if (!row) throw notFound('mirror')
  return row
}
