// The mirrors of one owner, newest first, a page at a time.
import { and, desc, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, mirrors } from '#db/schema/schema.ts'
import type { MirrorStatus } from '#db/schema/states.ts'
import { type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'
import { mirrorColumns, placedColumns } from './history-columns.ts'
import { searchRows } from './history-search.ts'

/** Where a page ends: the microseconds of a mirror's time, since a `Date` would round them, and its id. */
export type HistoryPlace = { micros: string; id: MirrorId }

export type HistoryQuery = {
  after: HistoryPlace | undefined
  limit: number
  search: string | undefined
  status: MirrorStatus | undefined
}

export type HistoryMirror = {
  id: MirrorId
  name: string
  uploadedAt: Date
  durationMs: number | null
  status: MirrorStatus
  fileCount: number
  bytes: number
}

const isAfter = ({ micros, id }: HistoryPlace): SQL =>
  sql`(${mirrors.uploadedAt}, ${mirrors.id}) < (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::uuid)`

/**
 * @returns at most `limit` mirrors, and where the next page begins, or null when this is the last. With `search`, those whose
 * name or one of whose files' names has it in it, whatever the case
 */
export async function listHistory(
  db: Executor,
  owner: OwnerId,
  { after, limit, search, status }: HistoryQuery,
): Promise<{ mirrors: HistoryMirror[]; next: HistoryPlace | null }> {
  const scope = and(eq(mirrors.ownerId, owner), after && isAfter(after), status && eq(mirrors.status, status))
  const rows =
    search === undefined
      ? await db
          .select(placedColumns)
          .from(mirrors)
          .where(scope)
          .orderBy(desc(mirrors.uploadedAt), desc(mirrors.id))
          .limit(limit + 1)
      : await searchRows(db, { scope, search, most: limit + 1 })
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    mirrors: await withSums(db, page),
    next: last ? { micros: last.micros, id: mirrorIdSchema.parse(last.id) } : null,
  }
}

/** One mirror as the list has it, or null when it is missing or somebody else's. */
export async function findInHistory(db: Executor, owner: OwnerId, id: MirrorId): Promise<HistoryMirror | null> {
  const rows = await db
    .select(mirrorColumns)
    .from(mirrors)
    .where(and(eq(mirrors.id, id), eq(mirrors.ownerId, owner)))
  return (await withSums(db, rows))[0] ?? null
}

type Row = Omit<HistoryMirror, 'id' | 'fileCount' | 'bytes'> & { id: string }

/** With their files that were not given up, and the bytes of those. */
async function withSums(db: Executor, rows: readonly Row[]): Promise<HistoryMirror[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const sums = await db
    .select({
      id: files.mirrorId,
      fileCount: sql<number>`count(*)`.mapWith(Number),
      bytes: sql<number>`coalesce(sum(${files.size}), 0)`.mapWith(Number),
    })
    .from(files)
    .where(and(inArray(files.mirrorId, ids), ne(files.status, 'aborted')))
    .groupBy(files.mirrorId)
  const byMirror = new Map(sums.map(({ id, ...sum }) => [id, sum]))
  return rows.map(({ id, name, uploadedAt, durationMs, status }) => ({
    id: mirrorIdSchema.parse(id),
    name,
    uploadedAt,
    durationMs,
    status,
    ...(byMirror.get(id) ?? { fileCount: 0, bytes: 0 }),
  }))
}
