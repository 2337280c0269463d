// A worker's sign of life for all of its transfers: renews their leases, writes down their bytes, learns what it lost.
import { sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { type Lease, type MirrorId, type TransferId, transferIdSchema } from '#server/ids.ts'
import { leaseEnd } from './lease.ts'
import { MIRROR_CHANGED, MOST_TOLD } from './mirror-status.ts'

export type Beat = {
  id: TransferId
  mirrorId: MirrorId
  lease: Lease
  bytes: number
  /** Whether its pages have not been told of these bytes yet. */
  moved: boolean
}

/**
 * Renews these leases and tells who listens to their mirrors, in one statement. It waits for nobody: what somebody else
 * is changing at this moment is left to the next beat.
 * @returns those that still hold their lease; the others were cancelled, deleted or taken over
 */
export async function beat(db: Executor, beats: readonly Beat[]): Promise<Set<TransferId>> {
  if (beats.length === 0) return new Set()
  const moved = [...new Set(beats.filter(({ moved: has }) => has).map(({ mirrorId }) => mirrorId))]
  const notices: string[] = []
  for (let from = 0; from < moved.length; from += MOST_TOLD) notices.push(moved.slice(from, from + MOST_TOLD).join())
  const kept = await db.execute<{ id: string }>(sql`
    with beats as (
      select * from jsonb_to_recordset(${JSON.stringify(beats)}::jsonb) as beat (id uuid, lease uuid, bytes bigint)
    ), free as (
      select t.id from transfers t join beats on beats.id = t.id and beats.lease = t.lease for update of t skip locked
    ), renewed as (
      update transfers t set bytes_sent = beats.bytes, lease_expires_at = ${leaseEnd}
      from beats where t.id = beats.id and t.id in (select id from free)
    ), told as (
      select pg_notify(${MIRROR_CHANGED}, notice) from jsonb_array_elements_text(${JSON.stringify(notices)}::jsonb) as notice
    )
    select t.id from transfers t join beats on beats.id = t.id and beats.lease = t.lease
    where (select count(*) from told) >= 0`)
  return new Set(kept.map(({ id }) => transferIdSchema.parse(id)))
}
