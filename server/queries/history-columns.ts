// What is read of a mirror for the history.
import { sql } from 'drizzle-orm'
import { mirrors } from '#db/schema/schema.ts'

export const mirrorColumns = {
  id: mirrors.id,
  name: mirrors.name,
  uploadedAt: mirrors.uploadedAt,
  durationMs: mirrors.durationMs,
  status: mirrors.status,
}

/** With the place in the order; in microseconds, since a `Date` would round them. */
export const placedColumns = {
  ...mirrorColumns,
  micros: sql<string>`(extract(epoch from ${mirrors.uploadedAt}) * 1000000)::bigint::text`.as('micros'),
}
