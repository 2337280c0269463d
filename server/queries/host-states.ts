// Where mirrors stand at each of their hosts: the transfers of a host summed up by the database.
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, hostHealth, hostLinks, transfers } from '#db/schema/schema.ts'
import type { GroupState, LinkState, TransferStatus } from '#db/schema/states.ts'
import { type HostId, hostIdSchema, type MirrorId, mirrorIdSchema } from '#server/ids.ts'
import { type HostPause, isPaused, toPause } from './host-pauses.ts'

export type HostState = {
  mirrorId: MirrorId
  host: HostId
  /** Transfers by where they stand. */
  count: Record<TransferStatus, number>
  /** Bytes of the transfers that are done or may still be, and how many of those the host has. */
  wanted: { bytes: number; sent: number }
  /** The same of all transfers, whatever became of them. */
  all: { bytes: number; sent: number }
  /** The sentence of the failure that came last. */
  failure: string | null
  /** The sentence of a failed try that is made again, and when. */
  setback: string | null
  retryAt: Date | null
  /** The first file that the host has, in the mirror's order; a dead one where there is no other. */
  firstUrl: string | null
  /** When it was told last of each copy whether it is there: of these times the earliest. */
  checkedAt: Date | null
  /** Copies that it has said to have taken, by its last word on them; those whose time is over, so that we took them away, are dead. */
  copies: Record<LinkState, number>
  groupState: GroupState | null
  groupUrl: string | null
  /** Since the host has failed for several, nothing goes to it for now. */
  pause: HostPause | null
}

const is = (...statuses: TransferStatus[]) => inArray(transfers.status, statuses)
const counted = (status: TransferStatus) => sql<number>`count(*) filter (where ${is(status)})`.mapWith(Number)
const summed = (bytes: ReturnType<typeof sql>, of: ReturnType<typeof is>) =>
  sql<number>`coalesce(sum(${bytes}) filter (where ${of}), 0)`.mapWith(Number)

const copiesThat = (are: ReturnType<typeof sql>) =>
  sql<number>`count(*) filter (where ${is('done')} and ${are})`.mapWith(Number)

const size = sql`${files.size}`
const arrived = sql`case when ${is('done')} then ${files.size} else least(${transfers.bytesSent}, ${files.size}) end`
/** What an earlier try sent is sent again, so it does not count while the next one waits. */
const arrivedNow = sql`case when ${is('queued')} then 0 else ${arrived} end`
const wanted = is('queued', 'running', 'done')
const any = sql`true`

const columns = {
  mirrorId: transfers.mirrorId,
  host: transfers.host,
  queued: counted('queued'),
  running: counted('running'),
  done: counted('done'),
  failed: counted('failed'),
  cancelled: counted('cancelled'),
  wantedBytes: summed(size, wanted),
  wantedSent: summed(arrivedNow, wanted),
  allBytes: summed(size, any),
  allSent: summed(arrived, any),
  failure: sql<string | null>`(array_agg(${transfers.error} order by ${transfers.finishedAt} desc nulls last)
    filter (where ${is('failed')} and ${transfers.error} is not null))[1]`,
  setback: sql<string | null>`(array_agg(${transfers.error} order by ${transfers.nextTryAt})
    filter (where ${is('queued')} and ${transfers.error} is not null))[1]`,
  retryAt:
    sql<Date | null>`min(${transfers.nextTryAt}) filter (where ${is('queued')} and ${transfers.attempt} > 0)`.mapWith(
      transfers.nextTryAt,
    ),
  firstUrl: sql<
    string | null
  >`(array_agg(${transfers.url} order by (${transfers.linkState} = 'dead') is true, ${files.position})
    filter (where ${is('done')} and ${transfers.removedAt} is null))[1]`,
  checkedAt: sql<Date | null>`min(${transfers.checkedAt}) filter (where ${is('done')})`.mapWith(transfers.checkedAt),
  alive: copiesThat(sql`${transfers.removedAt} is null and ${transfers.linkState} = 'alive'`),
  dead: copiesThat(sql`(${transfers.removedAt} is not null or ${transfers.linkState} = 'dead')`),
  unknown: copiesThat(sql`${transfers.removedAt} is null and ${transfers.linkState} = 'unknown'`),
  groupState: hostLinks.groupState,
  groupUrl: hostLinks.groupUrl,
  pauseSentence: hostHealth.sentence,
  pausedUntil: hostHealth.pausedUntil,
}

/** One entry for each of these mirrors and each host that it was sent to; files that were given up count nowhere. */
export async function listHostStates(db: Executor, ids: readonly MirrorId[]): Promise<HostState[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select(columns)
    .from(transfers)
    .innerJoin(files, eq(files.id, transfers.fileId))
    .leftJoin(hostLinks, and(eq(hostLinks.mirrorId, transfers.mirrorId), eq(hostLinks.host, transfers.host)))
    .leftJoin(hostHealth, and(eq(hostHealth.host, transfers.host), isPaused))
    .where(and(inArray(transfers.mirrorId, [...ids]), ne(files.status, 'aborted')))
    .groupBy(
      transfers.mirrorId,
      transfers.host,
      hostLinks.groupState,
      hostLinks.groupUrl,
      hostHealth.sentence,
      hostHealth.pausedUntil,
    )
    .orderBy(asc(transfers.mirrorId), asc(transfers.host))
  return rows.map(({ queued, running, done, failed, cancelled, alive, dead, unknown, ...row }) => ({
    mirrorId: mirrorIdSchema.parse(row.mirrorId),
    host: hostIdSchema.parse(row.host),
    count: { queued, running, done, failed, cancelled },
    wanted: { bytes: row.wantedBytes, sent: row.wantedSent },
    all: { bytes: row.allBytes, sent: row.allSent },
    failure: row.failure,
    setback: row.setback,
    retryAt: row.retryAt,
    firstUrl: row.firstUrl,
    checkedAt: row.checkedAt,
    copies: { alive, dead, unknown },
    groupState: row.groupState,
    groupUrl: row.groupUrl,
    pause: toPause(row.pauseSentence, row.pausedUntil),
  }))
}
