// Finding mirrors by a part of a name, in their order, in a time that depends little on how many there are and how many fit.
import { and, like, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { mirrors } from '#db/schema/schema.ts'
import { placedColumns } from './history-columns.ts'
import type { Order } from './history-order.ts'
import { hasTrigram, searchable, withoutSeams } from './search-text.ts'

/** Mirrors that are looked at one by one, the first in the order, before the trigram index is asked. */
const NEAR = 500
/** The same when one of the near ones fits, since the index would then give thousands. */
const FAR = 10_000

/** `scope`: whose, of what status and from where on. */
type Search = { scope: SQL | undefined; order: Order; search: string; most: number }

/** The `most` first that fit. The bounds were measured: docs/decisions/011-history-search.md. */
export async function searchRows(db: Executor, { scope, order, search, most }: Search) {
  const encoded = searchable(search)
  // One or two Latin letters or figures, which stand in most names.
  if (!hasTrigram(encoded))
    return sorted(db, { where: and(scope, like(mirrors.searchText, `%${encoded}%`)), order, by: order.by, most })
  const looked = { scope, order, encoded, most }
  const [near, more] = await Promise.all([
    among(db, { ...looked, within: NEAR }),
    areMore(db, { scope, order, within: NEAR }),
  ])
  if (near.length === most || !more) return near
  const far = near.length > 0 ? await among(db, { ...looked, within: FAR }) : []
  if (far.length === most) return far
  // The driver sends each statement with its values, so that it is planned for this text and this owner.
  const fits = and(
    like(mirrors.searchText, `%${withoutSeams(encoded)}%`),
    sql`strpos(${mirrors.searchText}, ${encoded}) > 0`,
  )
  return sorted(db, { where: and(scope, fits), order, by: order.withoutIndex, most })
}

type Among = Omit<Search, 'search'> & { encoded: string; within: number }

/** Those that fit among the first `within`; the look ends with the last one that is wanted. */
function among(db: Executor, { scope, order, encoded, within, most }: Among) {
  const { direction } = order
  const first = db
    .select({ ...placedColumns(order), by: order.by.as('by'), searchText: mirrors.searchText })
    .from(mirrors)
    .where(scope)
    .orderBy(direction(order.by), direction(mirrors.id))
    .limit(within)
    .as('first')
  const { id, name, uploadedAt, durationMs, status, key } = first
  return db
    .select({ id, name, uploadedAt, durationMs, status, key })
    .from(first)
    .where(like(first.searchText, `%${encoded}%`))
    .orderBy(direction(first.by), direction(id))
    .limit(most)
}

type Beyond = Pick<Search, 'scope' | 'order'> & { within: number }

/** Whether there are mirrors beyond the first `within`. */
async function areMore(db: Executor, { scope, order: { by, direction }, within }: Beyond): Promise<boolean> {
  const rows = await db
    .select({ id: mirrors.id })
    .from(mirrors)
    .where(scope)
    .orderBy(direction(by), direction(mirrors.id))
    .offset(within)
    .limit(1)
  return rows.length > 0
}

type Sorted = { where: SQL | undefined; order: Order; by: SQLWrapper; most: number }

const sorted = (db: Executor, { where, order, by, most }: Sorted) =>
  db
    .select(placedColumns(order))
    .from(mirrors)
    .where(where)
    .orderBy(order.direction(by), order.direction(mirrors.id))
    .limit(most)
