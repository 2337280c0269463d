// How hosts do, for all instances: failures in a row, the pause that follows, and the end of it.
import { and, eq, gt, inArray, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Executor, Transaction } from '#db/connection.ts'
import { files, hostHealth, mirrors, transfers } from '#db/schema/schema.ts'
import { type FileId, fileIdSchema, type HostId, type TransferId, type UserId, userIdSchema } from '#server/ids.ts'
import { leaseEnd } from './lease.ts'
import { MIRROR_CHANGED } from './mirror-status.ts'

/** Different transfers that have to have failed before it counts as the host's fault. */
const MOST_TRANSFERS = 3
/** Minutes after which an earlier failure no longer is of the same row. */
const FORGOTTEN_MINUTES = 10
/** Mirrors whose pages are told at once, and files that are woken at once; the rest is found by the next look at what is overdue. */
const MOST_AT_ONCE = 500

export type HostHealth = {
  failures: number
  /** The failures are of as many different transfers as it takes. */
  hasFailedOften: boolean
  isPaused: boolean
  pauses: number
}

type Failure = { host: HostId; transferId: TransferId; sentence: string }

/** Counts a failure. The row is held until the transaction ends, so that what follows from it is decided once. */
export async function countFailure(db: Transaction, { host, transferId, sentence }: Failure): Promise<HostHealth> {
  const isOld = sql`(${hostHealth.pauses} = 0 and ${hostHealth.failedAt} < now() - make_interval(mins => ${FORGOTTEN_MINUTES}))`
  const one = sql`array[${transferId}::uuid]`
  const known = hostHealth.failedTransfers
  const enough = sql`cardinality(${known}) >= ${MOST_TRANSFERS}`
  const [row] = await db
    .insert(hostHealth)
    .values({ host, failures: 1, failedTransfers: [transferId], failedAt: sql`now()`, sentence })
    .onConflictDoUpdate({
      target: hostHealth.host,
      set: {
        failures: sql`case when ${isOld} then 1 else ${hostHealth.failures} + 1 end`,
        failedTransfers: sql`case when ${isOld} then ${one} when ${known} @> ${one} or ${enough} then ${known} else ${known} || ${one} end`,
        failedAt: sql`now()`,
        sentence,
      },
    })
    .returning({
      failures: hostHealth.failures,
      hasFailedOften: sql<boolean>`${enough}`,
      isPaused: sql<boolean>`coalesce(${hostHealth.pausedUntil} > now(), false)`,
      pauses: hostHealth.pauses,
    })
  if (!row) throw new Error('An upsert gives its row.')
  return row
}

/** Lets no transfer go to the host for a while; an end that was set before and is later stays. */
export async function pauseHost(db: Transaction, host: HostId, { ms, trips }: { ms: number; trips: boolean }) {
  await db
    .update(hostHealth)
    .set({
      pausedUntil: sql`greatest(${hostHealth.pausedUntil}, now() + make_interval(secs => ${ms / 1000}))`,
      ...(trips && { pauses: sql`${hostHealth.pauses} + 1`, probe: null, probeUntil: null }),
    })
    .where(eq(hostHealth.host, host))
}

/** The host works. @returns whether it had been paused, so that others wait for it */
export async function forgetFailures(db: Transaction, host: HostId): Promise<boolean> {
  const [row] = await db
    .delete(hostHealth)
    .where(eq(hostHealth.host, host))
    .returning({ pausedUntil: hostHealth.pausedUntil })
  return row !== undefined && row.pausedUntil !== null
}

/** The probe that goes to a host is under way, or has just been taken. */
const isProbed = sql`coalesce(${hostHealth.probeUntil} > now(), false) or exists (select 1 from ${transfers} probe
  where probe.id = ${hostHealth.probe} and probe.status = 'running' and probe.lease_expires_at > now())`

/** The pause that keeps a row of `transfers` from going to its host now. */
export const shutHost = (db: Executor) =>
  db
    .select({ host: hostHealth.host })
    .from(hostHealth)
    .where(
      and(
        eq(hostHealth.host, transfers.host),
        or(gt(hostHealth.pausedUntil, sql`now()`), and(gt(hostHealth.pauses, 0), isProbed)),
      ),
    )

/** A pause that keeps a row of `transfers` from its host, were it not the probe. */
export const troubledHost = (db: Executor) =>
  db
    .select({ host: hostHealth.host })
    .from(hostHealth)
    .where(
      and(eq(hostHealth.host, transfers.host), or(gt(hostHealth.pausedUntil, sql`now()`), gt(hostHealth.pauses, 0))),
    )

/**
 * Takes the place of the probe at each host whose pause is over for one of these rows of `transfers`. Who comes at the same
 * moment waits for the row of the host, and finds the place taken.
 */
export const takeProbes = (db: Executor, candidates: SQL | undefined) =>
  db.$with('probes').as(
    db
      .update(hostHealth)
      .set({ probe: sql`${transfers.id}`, probeUntil: leaseEnd })
      .from(transfers)
      .where(
        and(
          candidates,
          eq(hostHealth.host, transfers.host),
          gt(hostHealth.pauses, 0),
          lte(hostHealth.pausedUntil, sql`now()`),
          sql`not (${isProbed})`,
        ),
      )
      .returning({ probe: hostHealth.probe }),
  )

export type WaitingFile = { fileId: FileId; owner: UserId }

/** A row of such a file, with its ids as what they are. */
export const toWaitingFile = ({ fileId, owner }: { fileId: string; owner: string }): WaitingFile => ({
  fileId: fileIdSchema.parse(fileId),
  owner: userIdSchema.parse(owner),
})

/**
 * Files whose time has come but for this host, those that have waited longest first.
 * @param after ends with what is due so many milliseconds from now
 */
export async function listWaitingFiles(
  db: Executor,
  {
    host,
    besides,
    afterMs,
    most = MOST_AT_ONCE,
  }: { host: HostId; besides: TransferId; afterMs: number; most?: number },
): Promise<WaitingFile[]> {
  const rows = await db
    .select({ fileId: transfers.fileId, owner: mirrors.ownerId })
    .from(transfers)
    .innerJoin(files, eq(files.id, transfers.fileId))
    .innerJoin(mirrors, eq(mirrors.id, transfers.mirrorId))
    .where(
      and(
        eq(transfers.host, host),
        eq(transfers.status, 'queued'),
        ne(transfers.id, besides),
        lte(transfers.nextTryAt, sql`now() + make_interval(secs => ${afterMs / 1000})`),
        inArray(files.status, ['staged', 'released']),
      ),
    )
    .orderBy(transfers.nextTryAt)
    .limit(most)
  return rows.map(toWaitingFile)
}

/** Tells the pages of mirrors that wait for a host to look again: how it does is a part of what they show. */
export async function tellWaitingMirrors(db: Transaction, host: HostId): Promise<void> {
  await db.execute(sql`
    select pg_notify(${MIRROR_CHANGED}, mirror_id::text) from (
      select distinct mirror_id from ${transfers} where host = ${host} and status = 'queued' limit ${MOST_AT_ONCE}
    ) as waiting`)
}
