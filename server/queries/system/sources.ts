// Where the bytes of a mirror's files can still be read from: staging, or the copy that the host `local` keeps.
import { and, eq, ne, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import type { FileStatus } from '#db/schema/states.ts'
import { files, transfers } from '#db/schema/schema.ts'
import { type FileId, fileIdSchema, type MirrorId } from '#server/ids.ts'

export type FileSource = {
  id: FileId
  name: string
  type: string
  size: number
  status: FileStatus
  hasLocalCopy: boolean
}

/**
 * The row is `done` for as long as the copy is kept. The outer column is named in full: drizzle leaves the table's name away
 * where a query has one table, and `id` would be the transfer's.
 */
export const localCopy = sql<boolean>`exists (
  select 1 from ${transfers} t where t.file_id = ${files}.id and t.host = 'local'
  and t.status = 'done' and (t.expires_at is null or t.expires_at > now() + interval '1 hour'))`

/** Every file of a mirror that its owner did not give up. */
export async function listSources(db: Executor, id: MirrorId): Promise<FileSource[]> {
  const rows = await db
    .select({
      id: files.id,
      name: files.name,
      type: files.type,
      size: files.size,
      status: files.status,
      hasLocalCopy: localCopy,
    })
    .from(files)
    .where(and(eq(files.mirrorId, id), ne(files.status, 'aborted')))
    .orderBy(files.position)
  return rows.map((row) => ({ ...row, id: fileIdSchema.parse(row.id) }))
}

/** Whether nothing is left that a new transfer could read. */
export const sourceless = ({ status, hasLocalCopy }: FileSource): boolean =>
  status !== 'uploading' && status !== 'staged' && !hasLocalCopy
