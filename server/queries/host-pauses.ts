// The hosts that get no files for now, since they have failed, and how their pause is seen beside what waits for it.
import { and, gt, isNotNull, or, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { hostHealth } from '#db/schema/schema.ts'
import { type HostId, hostIdSchema } from '#server/ids.ts'

export type HostPause = {
  /** What went wrong, to be read after the host's name. */
  sentence: string
  /** When it is tried again; in the past while the one file is under way that tries it. */
  until: Date
}

/** Rows of hosts whose pause lasts, or that have yet to show that they work again. */
export const isPaused = and(
  isNotNull(hostHealth.pausedUntil),
  or(gt(hostHealth.pausedUntil, sql`now()`), gt(hostHealth.pauses, 0)),
)

/** A row of such a host as what people are told, or null where there is none. */
export const toPause = (sentence: string | null, until: Date | null): HostPause | null =>
  sentence === null || until === null ? null : { sentence, until }

export async function listPauses(db: Executor): Promise<Map<HostId, HostPause>> {
  const rows = await db
    .select({ host: hostHealth.host, sentence: hostHealth.sentence, until: hostHealth.pausedUntil })
    .from(hostHealth)
    .where(isPaused)
  return new Map(
    rows.flatMap(({ host, sentence, until }) => {
      const pause = toPause(sentence, until)
      return pause ? [[hostIdSchema.parse(host), pause]] : []
    }),
  )
}
