// Finding mirrors by a part of a name, newest first, in a time that depends little on how many there are and how many fit.
import { and, desc, like, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { mirrors } from '#db/schema/schema.ts'
import { placedColumns } from './history-columns.ts'
import { hasTrigram, searchable, withoutSeams } from './search-text.ts'

/** Mirrors that are looked at one by one, newest first, before the trigram index is asked. */
const NEAR = 500
/** The same when one of the near ones fits, since the index would then give thousands. */
const FAR = 10_000

/** `scope`: whose, of what status and from where on. */
type Search = { scope: SQL | undefined; search: string; most: number }

/** The `most` newest that fit. The bounds were measured: docs/decisions/011-history-search.md. */
export async function searchRows(db: Executor, { scope, search, most }: Search) {
  const encoded = searchable(search)
  // One or two Latin letters or figures, which stand in most names.
  if (!hasTrigram(encoded))
    return sorted(db, { where: and(scope, like(mirrors.searchText, `%${encoded}%`)), by: mirrors.uploadedAt, most })
  const [near, more] = await Promise.all([among(db, { scope, encoded, within: NEAR, most }), areMore(db, scope, NEAR)])
  if (near.length === most || !more) return near
  const far = near.length > 0 ? await among(db, { scope, encoded, within: FAR, most }) : []
  if (far.length === most) return far
  // The driver sends each statement with its values, so that it is planned for this text and this owner.
  const fits = and(
    like(mirrors.searchText, `%${withoutSeams(encoded)}%`),
    sql`strpos(${mirrors.searchText}, ${encoded}) > 0`,
  )
  return sorted(db, { where: and(scope, fits), by: noIndex, most })
}

const newestFirst = [desc(mirrors.uploadedAt), desc(mirrors.id)]

type Among = Omit<Search, 'search'> & { encoded: string; within: number }

/** Those that fit among the newest `within`; the look ends with the last one that is wanted. */
function among(db: Executor, { scope, encoded, within, most }: Among) {
  const newest = db
    .select({ ...placedColumns, searchText: mirrors.searchText })
    .from(mirrors)
    .where(scope)
    .orderBy(...newestFirst)
    .limit(within)
    .as('newest')
  const { id, name, uploadedAt, durationMs, status, micros } = newest
  return db
    .select({ id, name, uploadedAt, durationMs, status, micros })
    .from(newest)
    .where(like(newest.searchText, `%${encoded}%`))
    .orderBy(desc(uploadedAt), desc(id))
    .limit(most)
}

/** Whether there are mirrors beyond the newest `within`. */
async function areMore(db: Executor, scope: SQL | undefined, within: number): Promise<boolean> {
  const rows = await db
    .select({ id: mirrors.id })
    .from(mirrors)
    .where(scope)
    .orderBy(...newestFirst)
    .offset(within)
    .limit(1)
  return rows.length > 0
}

/** An order that no index has: the trigram index gives all that fit, instead of a walk along the newest. */
const noIndex = sql`${mirrors.uploadedAt} + interval '0'`

const sorted = (db: Executor, { where, by, most }: { where: SQL | undefined; by: SQLWrapper; most: number }) =>
  db.select(placedColumns).from(mirrors).where(where).orderBy(desc(by), desc(mirrors.id)).limit(most)
