// The orders that the history can stand in: each walks along an index of its own, and a page goes on behind where the last one ended.
import { asc, desc, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { mirrors } from '#db/schema/schema.ts'
import type { MirrorId } from '#server/ids.ts'

export const historySorts = ['newest', 'oldest', 'name', 'largest'] as const
export type HistorySort = (typeof historySorts)[number]

/** Where a page ends: what the order goes by, as text, and the mirror's id. */
export type HistoryPlace = { key: string; id: MirrorId }

export type Order = {
  /** What is sorted by. */
  by: SQL
  /** The same where no index is to be walked along, so that all that fit are looked up first. */
  withoutIndex: SQL
  /** The same as the text of a place. */
  key: SQL<string>
  direction: (column: SQLWrapper) => SQL
  after(place: HistoryPlace): SQL
}

/** In microseconds, since a `Date` would round them. */
const micros = sql<string>`(extract(epoch from ${mirrors.uploadedAt}) * 1000000)::bigint::text`
const atMicros = (key: string) => sql`timestamptz 'epoch' + ${key}::bigint * interval '1 microsecond'`
const time = { by: sql`${mirrors.uploadedAt}`, withoutIndex: sql`${mirrors.uploadedAt} + interval '0'`, key: micros }
/** Whatever the case of its letters. */
const name = sql<string>`lower(${mirrors.name})`

export const orders: Record<HistorySort, Order> = {
  newest: {
    ...time,
    direction: desc,
    after: ({ key, id }) => sql`(${mirrors.uploadedAt}, ${mirrors.id}) < (${atMicros(key)}, ${id}::uuid)`,
  },
  oldest: {
    ...time,
    direction: asc,
    after: ({ key, id }) => sql`(${mirrors.uploadedAt}, ${mirrors.id}) > (${atMicros(key)}, ${id}::uuid)`,
  },
  name: {
    by: name,
    withoutIndex: sql`${name} || ''`,
    key: name,
    direction: asc,
    after: ({ key, id }) => sql`(${name}, ${mirrors.id}) > (${key}, ${id}::uuid)`,
  },
  largest: {
    by: sql`${mirrors.bytes}`,
    withoutIndex: sql`${mirrors.bytes} + 0`,
    key: sql<string>`${mirrors.bytes}::text`,
    direction: desc,
    after: ({ key, id }) => sql`(${mirrors.bytes}, ${mirrors.id}) < (${key}::bigint, ${id}::uuid)`,
  },
}
