// How a file's way into staging ends, for whoever brings it there: it is there whole, or it is given up.
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#db/connection.ts'
import { files, transfers } from '#db/schema/schema.ts'
import { type FileId, fileIdSchema, type HostId, hostIdSchema, mirrorIdSchema } from '#server/ids.ts'
import { writeSearchText } from '../write-search-text.ts'

/** What the row of a file is set to that is in staging, whole: `etag` is what every later read has to match. */
export const staged = (etag: string) =>
  ({ status: 'staged', etag, stagedAt: sql`now()`, uploadId: null, sealedSource: null }) as const

export type Abandoned = { files: FileId[]; hosts: HostId[] }

/**
 * Gives files up: they go nowhere, and their mirrors are not found by their names any more.
 * @param which which files, as a condition
 * @param error what went wrong, in a sentence; null where somebody wanted it so
 * @returns them, and the hosts that waited for them
 */
export async function abandonFiles(
  db: Transaction,
  which: SQL | undefined,
  error: string | null = null,
): Promise<Abandoned> {
  const rows = await db
    .update(files)
    .set({ status: 'aborted', uploadId: null, sealedSource: null, fetchError: error })
    .where(which)
    .returning({ id: files.id, mirrorId: files.mirrorId })
  const ids = rows.map(({ id }) => fileIdSchema.parse(id))
  if (ids.length === 0) return { files: [], hosts: [] }
  for (const mirrorId of new Set(rows.map((row) => row.mirrorId)))
    await writeSearchText(db, mirrorIdSchema.parse(mirrorId))
  const ended = await db
    .update(transfers)
    .set({ status: 'cancelled', finishedAt: sql`now()` })
    .where(and(inArray(transfers.fileId, ids), eq(transfers.status, 'queued')))
    .returning({ host: transfers.host })
  return { files: ids, hosts: ended.map(({ host }) => hostIdSchema.parse(host)) }
}
