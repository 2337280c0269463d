// How hosts have done of late, by our own transfers to them.
import { and, desc, gt, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { hostErrors, transfers } from '#db/schema/schema.ts'
import { type HostId, hostIdSchema } from '#server/ids.ts'

/** Days that count. */
const DAYS = 7
/**
 * Transfers that count at most, over all hosts, the newest first: what bounds the question, whose rows the index
 * `transfers_finished` gives in this order. It takes the same then, however many there are in all.
 */
const MOST_TRANSFERS = 20_000

export type HostRecord = {
  /** Transfers that ended at the host, with a copy or without; those that never began, or were cancelled, do not count. */
  transfers: number
  /** How many of them ended with a copy, from 0 to 1. */
  successRate: number | null
  /** Half of the copies came faster, from the claim of the transfer to the host's word that all is there. */
  medianBytesPerSecond: number | null
}

export async function readHostRecords(db: Executor): Promise<Map<HostId, HostRecord>> {
  const recent = db
    .select({
      host: transfers.host,
      isDone: sql<boolean>`${transfers.status} = 'done'`.as('is_done'),
      rate: sql<number>`${transfers.bytesSent} / greatest(0.001, extract(epoch from ${transfers.finishedAt} - ${transfers.startedAt}))`.as(
        'rate',
      ),
    })
    .from(transfers)
    .where(
      and(
        isNotNull(transfers.finishedAt),
        gt(transfers.finishedAt, sql`now() - make_interval(days => ${DAYS})`),
        inArray(transfers.status, ['done', 'failed']),
        isNotNull(transfers.startedAt),
      ),
    )
    .orderBy(desc(transfers.finishedAt))
    .limit(MOST_TRANSFERS)
    .as('recent')
  const rows = await db
    .select({
      host: recent.host,
      transfers: sql<number>`count(*)`.mapWith(Number),
      successRate: sql<number>`avg(case when ${recent.isDone} then 1 else 0 end)`.mapWith(Number),
      median: sql<
        number | null
      >`percentile_cont(0.5) within group (order by ${recent.rate}) filter (where ${recent.isDone})`,
    })
    .from(recent)
    .groupBy(recent.host)
  return new Map(
    rows.map(({ host, median, ...counted }) => [
      hostIdSchema.parse(host),
      { ...counted, medianBytesPerSecond: median === null ? null : Math.round(Number(median)) },
    ]),
  )
}

export type PastError = { kind: string; sentence: string; at: Date }

/** What went wrong last at each host; the sentence is read after the host's name. */
export async function listPastErrors(db: Executor): Promise<Map<HostId, PastError>> {
  const rows = await db.select().from(hostErrors)
  return new Map(
    rows.map(({ host, kind, sentence, failedAt }) => [hostIdSchema.parse(host), { kind, sentence, at: failedAt }]),
  )
}
