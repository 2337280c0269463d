// The mirrors of one owner, newest first, a page at a time.
import { and, desc, eq, ilike, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, mirrors } from '#db/schema/schema.ts'
import type { MirrorStatus } from '#db/schema/states.ts'
import { type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'

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

const micros = sql<string>`(extract(epoch from ${mirrors.uploadedAt}) * 1000000)::bigint::text`

const isAfter = ({ micros, id }: HistoryPlace): SQL =>
  sql`(${mirrors.uploadedAt}, ${mirrors.id}) < (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::uuid)`

/** `%` and `_` stand for themselves in what a person looks for. */
const containing = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

const matches = (db: Executor, search: string) =>
  or(
    ilike(mirrors.name, containing(search)),
    inArray(
      mirrors.id,
      db
        .select({ id: files.mirrorId })
        .from(files)
        .where(and(eq(files.mirrorId, mirrors.id), ilike(files.name, containing(search)), ne(files.status, 'aborted'))),
    ),
  )

/** @returns at most `limit` mirrors, and where the next page begins, or null when this is the last */
export async function listHistory(
  db: Executor,
  owner: OwnerId,
  { after, limit, search, status }: HistoryQuery,
): Promise<{ mirrors: HistoryMirror[]; next: HistoryPlace | null }> {
  const rows = await db
    .select({
      id: mirrors.id,
      name: mirrors.name,
      uploadedAt: mirrors.uploadedAt,
      durationMs: mirrors.durationMs,
      status: mirrors.status,
      micros,
    })
    .from(mirrors)
    .where(
      and(
        eq(mirrors.ownerId, owner),
        after && isAfter(after),
        status && eq(mirrors.status, status),
        search === undefined ? undefined : matches(db, search),
      ),
    )
    .orderBy(desc(mirrors.uploadedAt), desc(mirrors.id))
    .limit(limit + 1)
  const page = rows
    .slice(0, limit)
    .map(({ micros, ...row }) => ({ micros, row: { ...row, id: mirrorIdSchema.parse(row.id) } }))
  const sums = await sumFiles(
    db,
    page.map(({ row }) => row.id),
  )
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    mirrors: page.map(({ row }) => ({ ...row, ...(sums.get(row.id) ?? { fileCount: 0, bytes: 0 }) })),
    next: last ? { micros: last.micros, id: last.row.id } : null,
  }
}

/** Files that were not given up, and their bytes, by mirror. */
async function sumFiles(db: Executor, ids: MirrorId[]): Promise<Map<string, { fileCount: number; bytes: number }>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({
      id: files.mirrorId,
      fileCount: sql<number>`count(*)`.mapWith(Number),
      bytes: sql<number>`coalesce(sum(${files.size}), 0)`.mapWith(Number),
    })
    .from(files)
    .where(and(inArray(files.mirrorId, ids), ne(files.status, 'aborted')))
    .groupBy(files.mirrorId)
  return new Map(rows.map(({ id, ...sums }) => [id, sums]))
}
