// Finding mirrors by a part of a name, newest first, in a time that depends neither on how many there are nor on how many fit.
import { and, desc, like, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { mirrors } from '#db/schema/schema.ts'
import { placedColumns } from './history-columns.ts'
import { hasTrigram, searchable } from './search-text.ts'

/** Mirrors that are looked at one by one, newest first, before the trigram index is asked: what half of them fit is there. */
const NEAR = 500
/** The same when so many of those fit that the index would give thousands. */
const FAR = 8_000
/** As many of the near ones make a page likely among the far. */
const PROMISING = 2

/** `scope`: whose, of what status and from where on. */
type Search = { scope: SQL | undefined; search: string; most: number }

/** The `most` newest that fit. The bounds were measured: docs/decisions/011-history-search.md. */
export async function searchRows(db: Executor, { scope, search, most }: Search) {
  const encoded = searchable(search)
  const fits = like(mirrors.searchText, `%${encoded}%`)
  const where = and(scope, fits)
  // One or two Latin letters or figures, which stand in most names.
  if (!hasTrigram(encoded)) return sorted(db, { where, by: mirrors.uploadedAt, most })
  for (const within of [NEAR, FAR]) {
    const { rows, complete } = await among(db, { scope, encoded, within, most })
    if (complete) return rows
    if (rows.length < PROMISING) break
  }
  return sorted(db, { where, by: noIndex, most })
}

/** Those that fit among the newest `within`; complete when there are enough of them, or none further on. */
async function among(
  db: Executor,
  { scope, encoded, within, most }: { scope: SQL | undefined; encoded: string; within: number; most: number },
) {
  const newest = db.$with('newest').as(
    db
      .select({ ...placedColumns, searchText: mirrors.searchText })
      .from(mirrors)
      .where(scope)
      .orderBy(desc(mirrors.uploadedAt), desc(mirrors.id))
      .limit(within),
  )
  const { id, name, uploadedAt, durationMs, status, micros } = newest
  const found = await db
    .with(newest)
    .select({
      row: { id, name, uploadedAt, durationMs, status, micros },
      looked: sql<number>`(select count(*) from ${newest})`.mapWith(Number),
    })
    .from(newest)
    .where(like(newest.searchText, `%${encoded}%`))
    .orderBy(desc(uploadedAt), desc(id))
    .limit(most)
  const rows = found.map(({ row }) => row)
  return { rows, complete: rows.length === most || found.some(({ looked }) => looked < within) }
}

/** An order that no index has: the trigram index gives all that fit, instead of a walk along the newest. */
const noIndex = sql`${mirrors.uploadedAt} + interval '0'`

const sorted = (db: Executor, { where, by, most }: { where: SQL | undefined; by: SQLWrapper; most: number }) =>
  db.select(placedColumns).from(mirrors).where(where).orderBy(desc(by), desc(mirrors.id)).limit(most)
