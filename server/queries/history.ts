// The mirrors of one owner, a page at a time.
import { and, eq, exists, inArray, ne, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, hostLinks, mirrors } from '#db/schema/schema.ts'
import type { MirrorStatus } from '#db/schema/states.ts'
import { type HostId, type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'
import { mirrorColumns, placedColumns } from './history-columns.ts'
import { type HistoryPlace, type HistorySort, orders } from './history-order.ts'
import { searchRows } from './history-search.ts'
import { isOwn, ownedBy } from './standing.ts'

export type HistoryQuery = {
  sort: HistorySort
  after: HistoryPlace | undefined
  limit: number
  search: string | undefined
  status: MirrorStatus | undefined
  /** Those that were sent there, whatever became of it. */
  host: HostId | undefined
  /** These alone. */
  ids: readonly MirrorId[] | undefined
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

const wentTo = (db: Executor, host: HostId) =>
  exists(
    db
      .select({ host: hostLinks.host })
      .from(hostLinks)
      .where(and(eq(hostLinks.mirrorId, mirrors.id), eq(hostLinks.host, host))),
  )

/**
 * @returns at most `limit` mirrors, and where the next page begins, or null when this is the last. With `search`, those whose
 * name or one of whose files' names has it in it, whatever the case
 */
export async function listHistory(
  db: Executor,
  owner: OwnerId,
  { sort, after, limit, search, status, host, ids }: HistoryQuery,
): Promise<{ mirrors: HistoryMirror[]; next: HistoryPlace | null }> {
  const order = orders[sort]
  const scope = and(
    ownedBy(owner),
    after && order.after(after),
    status && eq(mirrors.status, status),
    host && wentTo(db, host),
    ids && inArray(mirrors.id, [...ids]),
  )
  const rows =
    search === undefined
      ? await db
          .select(placedColumns(order))
          .from(mirrors)
          .where(scope)
          .orderBy(order.direction(order.by), order.direction(mirrors.id))
          .limit(limit + 1)
      : await searchRows(db, { scope, order, search, most: limit + 1 })
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    mirrors: await withSums(db, page),
    next: last ? { key: last.key, id: mirrorIdSchema.parse(last.id) } : null,
  }
}

/** One mirror as the list has it, or null when it is missing or somebody else's. */
export async function findInHistory(db: Executor, owner: OwnerId, id: MirrorId): Promise<HistoryMirror | null> {
  const rows = await db.select(mirrorColumns).from(mirrors).where(isOwn(owner, id))
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
