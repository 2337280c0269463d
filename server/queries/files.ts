// Files of a mirror as their owner handles them while they are uploaded.
import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Executor, Transaction } from '#db/connection.ts'
import { files, mirrors } from '#db/schema/schema.ts'
import { notFound } from '#server/errors.ts'
import { type FileId, fileIdSchema, type HostId, type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'
import { isOwn, ownedBy } from './standing.ts'
import { abandonFiles, staged } from './system/file-ends.ts'

export type OwnedFile = Omit<typeof files.$inferSelect, 'id' | 'mirrorId'> & { id: FileId; mirrorId: MirrorId }

const select = (db: Executor, owner: OwnerId, id: FileId) =>
  db
    .select(getTableColumns(files))
    .from(files)
    .innerJoin(mirrors, eq(mirrors.id, files.mirrorId))
    .where(and(eq(files.id, id), ownedBy(owner)))

const own = (row: typeof files.$inferSelect | undefined): OwnedFile => {
  if (!row) throw notFound('file')
  return { ...row, id: fileIdSchema.parse(row.id), mirrorId: mirrorIdSchema.parse(row.mirrorId) }
}

/** The condition of every write: this file, and of a mirror of this owner. */
const owned = (db: Executor, owner: OwnerId, id: FileId) =>
  and(eq(files.id, id), inArray(files.mirrorId, db.select({ id: mirrors.id }).from(mirrors).where(ownedBy(owner))))

/**
 * One file of a mirror of this owner.
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export const getFile = async (db: Executor, owner: OwnerId, id: FileId): Promise<OwnedFile> =>
  own((await select(db, owner, id))[0])

/** The same, with its mirror held against changes by others until the transaction ends. */
export async function lockFile(db: Transaction, owner: OwnerId, id: FileId): Promise<OwnedFile> {
  await select(db, owner, id).for('update', { of: mirrors })
  // Read once more: who waited for the mirror was given its file as it was before the wait.
  return own((await select(db, owner, id))[0])
}

/**
 * Remembers the multipart upload of a file, unless another call was first.
 * @returns the upload that holds
 */
export async function keepUploadId(
  db: Executor,
  owner: OwnerId,
  { id, uploadId }: { id: FileId; uploadId: string },
): Promise<string> {
  const [row] = await db
    .update(files)
    .set({ uploadId: sql`coalesce(${files.uploadId}, ${uploadId})` })
    .where(owned(db, owner, id))
    .returning({ uploadId: files.uploadId })
  if (!row?.uploadId) throw notFound('file')
  return row.uploadId
}

/** The file is in staging, whole: `etag` is what every later read has to match. */
export async function markStaged(
  db: Transaction,
  owner: OwnerId,
  { id, etag }: { id: FileId; etag: string },
): Promise<void> {
  await db
    .update(files)
    .set(staged(etag))
    .where(owned(db, owner, id))
}

/**
 * The owner gave the upload up: the file goes nowhere, and its mirror is not found by its name any more.
 * @returns the hosts that waited for it
 */
export async function markAborted(db: Transaction, owner: OwnerId, id: FileId): Promise<HostId[]> {
  return (await abandonFiles(db, owned(db, owner, id))).hosts
}

export type ListedFile = Pick<OwnedFile, 'id' | 'name' | 'path' | 'size' | 'sha256' | 'md5'> & { uploadedAt: Date }

/**
 * The files of a mirror of this owner in their order, without those that were given up. `uploadedAt` is when a file was whole in
 * staging; until then, when its mirror was made.
 * @throws {AppError} NOT_FOUND when the mirror is missing or somebody else's
 */
export async function listFiles(db: Executor, owner: OwnerId, id: MirrorId): Promise<ListedFile[]> {
  const rows = await db
    .select({
      id: files.id,
      name: files.name,
      path: files.path,
      size: files.size,
      status: files.status,
      stagedAt: files.stagedAt,
      madeAt: mirrors.uploadedAt,
      sha256: files.sha256,
      md5: files.md5,
    })
    .from(mirrors)
    .leftJoin(files, eq(files.mirrorId, mirrors.id))
    .where(isOwn(owner, id))
    .orderBy(asc(files.position))
  if (rows.length === 0) throw notFound('mirror')
  return rows.flatMap(({ id, name, path, size, status, stagedAt, madeAt, sha256, md5 }) =>
    id === null || name === null || size === null || status === 'aborted'
      ? []
      : [{ id: fileIdSchema.parse(id), name, path, size, uploadedAt: stagedAt ?? madeAt, sha256, md5 }],
  )
}

export type ListedUpload = Pick<OwnedFile, 'id' | 'mirrorId' | 'status' | 'size' | 'uploadId'>

/**
 * How far each file of a mirror of this owner is on its way into staging, in their order.
 * @throws {AppError} NOT_FOUND when the mirror is missing or somebody else's
 */
export async function listUploads(db: Executor, owner: OwnerId, id: MirrorId): Promise<ListedUpload[]> {
  const rows = await db
    .select({ id: files.id, status: files.status, size: files.size, uploadId: files.uploadId })
    .from(files)
    .innerJoin(mirrors, eq(mirrors.id, files.mirrorId))
    .where(isOwn(owner, id))
    .orderBy(asc(files.position))
  if (rows.length === 0) throw notFound('mirror')
  return rows.map((row) => ({ ...row, id: fileIdSchema.parse(row.id), mirrorId: id }))
}

export type FileToSend = { id: FileId; name: string; size: number; type: string }

/**
 * The files of a mirror of this owner that were not given up, as hosts judge them.
 * @throws {AppError} NOT_FOUND when the mirror is missing or somebody else's
 */
export async function listFilesToSend(db: Executor, owner: OwnerId, id: MirrorId): Promise<FileToSend[]> {
  const rows = await db
    .select({ id: files.id, name: files.name, size: files.size, type: files.type, status: files.status })
    .from(mirrors)
    .innerJoin(files, eq(files.mirrorId, mirrors.id))
    .where(isOwn(owner, id))
    .orderBy(asc(files.position))
  // A mirror has a file at least.
  if (rows.length === 0) throw notFound('mirror')
  return rows
    .filter(({ status }) => status !== 'aborted')
    .map(({ name, size, type, ...row }) => ({ id: fileIdSchema.parse(row.id), name, size, type }))
}
