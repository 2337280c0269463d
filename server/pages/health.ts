// Whether the parts that this instance cannot work without answer.
import { setTimeout as sleep } from 'node:timers/promises'
import { database } from '#db/connection.ts'
import { pingQueue } from '#server/jobs/queue-health.ts'
import { log } from '#server/log.ts'
import { pingDatabase } from '#server/queries/ping.ts'
import { pingStorage } from '#server/storage/bucket.ts'

/** Whoever asks waits no longer than this, in milliseconds. */
const PATIENCE_MS = 3_000

const partNames = ['database', 'storage', 'queue'] as const
export type Part = (typeof partNames)[number]

/** The queue lies in the database, so it is down with it. */
const pings: Record<Part, (over: AbortSignal) => Promise<void>> = {
  database: () => pingDatabase(database()),
  storage: pingStorage,
  queue: pingQueue,
}

async function answers(part: Part): Promise<boolean> {
  const over = new AbortController()
  const late = sleep(PATIENCE_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`no answer within ${PATIENCE_MS} ms`)
  })
  try {
    await Promise.race([pings[part](over.signal), late])
    return true
  } catch (err) {
    log.warn({ err, part }, 'a part does not answer')
    return false
  } finally {
    late.catch(() => undefined)
    over.abort()
  }
}

/** The parts that do not answer; none when all is well. */
export async function findDown(): Promise<Part[]> {
  const up = await Promise.all(partNames.map(answers))
  return partNames.filter((_, index) => up[index] !== true)
}
