// Which objects in storage are still needed.
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, mirrors, transfers } from '#db/schema/schema.ts'
import { type FileId, fileIdSchema, type MirrorId } from '#server/ids.ts'

/** Whether the mirror has not been deleted. */
export async function mirrorExists(db: Executor, id: MirrorId): Promise<boolean> {
  const rows = await db.select({ id: mirrors.id }).from(mirrors).where(eq(mirrors.id, id))
  return rows.length > 0
}

/** Those of these files that are on their way into staging, or wait there to be sent: their object, or the upload of it, is needed. */
export async function listNeededStaging(
  db: Executor,
  ids: readonly FileId[],
): Promise<Map<FileId, { uploadId: string | null }>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: files.id, uploadId: files.uploadId })
    .from(files)
    .where(and(inArray(files.id, [...ids]), inArray(files.status, ['uploading', 'staged'])))
  return new Map(rows.map(({ id, uploadId }) => [fileIdSchema.parse(id), { uploadId }]))
}

/** Those of these files of which `local` keeps a copy, or is about to. */
export async function listNeededCopies(db: Executor, ids: readonly FileId[]): Promise<Set<FileId>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .select({ id: transfers.fileId })
    .from(transfers)
    .where(
      and(
        inArray(transfers.fileId, [...ids]),
        eq(transfers.host, 'local'),
        inArray(transfers.status, ['queued', 'running', 'done']),
        isNull(transfers.removedAt),
      ),
    )
  return new Set(rows.map(({ id }) => fileIdSchema.parse(id)))
}
