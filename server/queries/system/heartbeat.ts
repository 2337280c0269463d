// A worker's sign of life for the transfers of one file: renews their lease, writes down their bytes, learns what it lost.
import { sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { type Lease, type MirrorId, type TransferId, transferIdSchema } from '#server/ids.ts'
import { MIRROR_CHANGED } from './mirror-status.ts'
import { leaseEnd } from './lease.ts'

export type Beat = { id: TransferId; bytesSent: number }

/**
 * Renews the lease of these transfers and tells who listens to the mirror, in one statement.
 * @param moved whether there is anything new to tell
 * @returns those that still hold the lease; the others were cancelled, deleted or taken over
 */
export async function beat(
  db: Executor,
  { mirrorId, lease, moved }: { mirrorId: MirrorId; lease: Lease; moved: boolean },
  beats: readonly Beat[],
): Promise<Set<TransferId>> {
  if (beats.length === 0) return new Set()
  const rows = sql.join(
    beats.map(({ id, bytesSent }) => sql`(${id}::uuid, ${bytesSent}::bigint)`),
    sql`, `,
  )
  const told = moved ? sql`, (select pg_notify(${MIRROR_CHANGED}, ${mirrorId}))` : sql``
  const kept = await db.execute<{ id: string }>(sql`
    with beats (id, bytes_sent) as (values ${rows}), renewed as (
      update transfers t set bytes_sent = beats.bytes_sent, lease_expires_at = ${leaseEnd}
      from beats where t.id = beats.id and t.lease = ${lease} returning t.id
    ) select id ${told} from renewed`)
  return new Set(kept.map(({ id }) => transferIdSchema.parse(id)))
}
