// How much there is to do, of all owners and instances together.
import { eq } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { transfers } from '#db/schema/schema.ts'

/** Each of the two has an index of its rows alone, so that this costs nothing however many transfers are over. */
const statuses = ['queued', 'running'] as const

export async function countUnfinished(db: Executor): Promise<Record<(typeof statuses)[number], number>> {
  const [queued = 0, running = 0] = await Promise.all(
    statuses.map((status) => db.$count(transfers, eq(transfers.status, status))),
  )
  return { queued, running }
}
