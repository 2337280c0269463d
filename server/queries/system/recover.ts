// What a dead instance left behind in a database that was its alone.
import { eq, inArray, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { hostLinks, transfers } from '#db/schema/schema.ts'

/**
 * Ends all leases at once, and what the queue knows of signs of life, so that the work goes on without waiting for them to
 * run out. Only for a database of our own data folder: its lock has just proven that whoever held them is dead.
 */
export async function endLeases(db: Executor): Promise<void> {
  const longAgo = sql`now() - interval '1 minute'`
  await db.update(transfers).set({ leaseExpiresAt: longAgo }).where(eq(transfers.status, 'running'))
  await db
    .update(hostLinks)
    .set({ groupLeaseExpiresAt: longAgo })
    .where(inArray(hostLinks.groupState, ['making', 'saving']))
  // The queue takes such a job back by itself at its next look, some seconds later.
  await db.execute(sql`update pgboss.job set heartbeat_on = now() - interval '1 day' where state = 'active'`)
}
