// Whether work gets done: the queue's tables answer, and the worker of this instance looks into them.
import { inArray, sql } from 'drizzle-orm'
import { database } from '#db/connection.ts'
import { env } from '#server/env.ts'
import { processWide } from '#server/process-wide.ts'
import { jobNames } from './queue.ts'

/** Milliseconds without a look after which the worker counts as asleep; its rounds come every 5 s. */
const ASLEEP_MS = 30_000

const signs = () => processWide('worker-signs', () => ({ lookedAt: performance.now() }))

/** The worker has just looked at everything that waits. */
export function noteLook(): void {
  signs().lookedAt = performance.now()
}

/**
 * Resolves when the queue can take and give work.
 * @throws what the driver throws when it cannot, or an error that says what is missing
 */
export async function pingQueue(): Promise<void> {
  const names = inArray(sql`name`, [...jobNames])
  const [row] = await database().execute(
    sql`select count(*)::int as queues, exists (select from pgboss.job) as has_work from pgboss.queue where ${names}`,
  )
  if (row?.['queues'] !== jobNames.length) throw new Error('A queue is missing.')
  const silence = performance.now() - signs().lookedAt
  // Another instance does the work of one without a worker, which cannot tell whether there is one.
  if (env().MIRROR_WORKER === 'on' && silence > ASLEEP_MS)
    throw new Error(`The worker has not looked at the queue for ${Math.round(silence / 1000)} s.`)
}
