// How long it takes until nothing waits for a dead worker any more.
import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'

const LOOK_MS = 250

/**
 * Milliseconds from now until every transfer that is running is over, or has another lease, or went back to the queue.
 * Those of an instance that lives are among them; they are over before the lease of a dead one is.
 * @returns null when nothing is running
 */
export async function untilTakenOver(sql: postgres.Sql, over: AbortSignal): Promise<number | null> {
  const from = performance.now()
  const held = await sql<{ lease: string }[]>`select distinct lease::text from transfers where lease is not null`
  if (held.length === 0) return null
  const leases = held.map(({ lease }) => lease)
  while (!over.aborted) {
    const [left] = await sql`select count(*)::int as count from transfers where lease::text in ${sql(leases)}`
    if (left?.['count'] === 0) break
    await sleep(LOOK_MS)
  }
  return performance.now() - from
}
