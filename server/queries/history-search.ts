// Finding mirrors by a part of a name, newest first, in a time that depends little on how many there are and how many fit.
import { and, desc, like, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { mirrors } from '#db/schema/schema.ts'
import { placedColumns } from './history-columns.ts'
import { hasTrigram, searchable } from './search-text.ts'

/** Mirrors that are looked at one by one, newest first, before the trigram index is asked. */
const NEAR = 500
/** The same when so many of the near ones fit that the index would give thousands. */
const FAR = 10_000
/** As many of the near ones make a page likely among the far. */
const PROMISING = 2

/** `scope`: whose, of what status and from where on. */
type Search = { scope: SQL | undefined; search: string; most: number }

/** The `most` newest that fit. The bounds were measured: docs/decisions/011-history-search.md. */
export async function searchRows(db: Executor, { scope, search, most }: Search) {
  const encoded = searchable(search)
  const pattern = `%${encoded}%`
  const where = and(scope, like(mirrors.searchText, pattern))
  // One or two Latin letters or figures, which stand in most names.
  if (!hasTrigram(encoded)) return sorted(db, { where, by: mirrors.uploadedAt, most })
  for (const within of [NEAR, FAR]) {
    const rows = await among(db, { scope, pattern, within, most })
    if (rows.length === most) return rows
    if (rows.length < PROMISING) break
  }
  return sorted(db, { where, by: noIndex, most })
}

/** Those that fit among the newest `within`; the look ends with the last one that is wanted. */
function among(
  db: Executor,
  { scope, pattern, within, most }: Omit<Search, 'search'> & { pattern: string; within: number },
) {
  const newest = db
    .select({ ...placedColumns, searchText: mirrors.searchText })
    .from(mirrors)
    .where(scope)
    .orderBy(desc(mirrors.uploadedAt), desc(mirrors.id))
    .limit(within)
    .as('newest')
  const { id, name, uploadedAt, durationMs, status, micros } = newest
  return db
    .select({ id, name, uploadedAt, durationMs, status, micros })
    .from(newest)
    .where(like(newest.searchText, pattern))
    .orderBy(desc(uploadedAt), desc(id))
    .limit(most)
}

/** An order that no index has: the trigram index gives all that fit, instead of a walk along the newest. */
const noIndex = sql`${mirrors.uploadedAt} + interval '0'`

const sorted = (db: Executor, { where, by, most }: { where: SQL | undefined; by: SQLWrapper; most: number }) =>
  db.select(placedColumns).from(mirrors).where(where).orderBy(desc(by), desc(mirrors.id)).limit(most)
