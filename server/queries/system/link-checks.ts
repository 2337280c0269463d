// Copies whose hosts are to be asked whether they still have them: who is due, taking them, and writing down what was said.
import { and, eq, gt, inArray, isNotNull, isNull, lte, notInArray, sql } from 'drizzle-orm'
import type { Database, Executor } from '#db/connection.ts'
import { hostHealth, hostLinks, transfers } from '#db/schema/schema.ts'
import type { LinkState } from '#db/schema/states.ts'
import {
  type HostAccountId,
  hostAccountIdSchema,
  type HostId,
  hostIdSchema,
  type MirrorId,
  mirrorIdSchema,
  type TransferId,
  transferIdSchema,
} from '#server/ids.ts'
import { notifyChanged } from './mirror-status.ts'

/** Minutes after which a copy that was taken and never answered for is due again: whoever took it has died. */
const TAKEN_MINUTES = 15
/** Rows of hosts that nobody can ask that one look puts off. */
const MOST_PUT_OFF = 5_000

export type DueCopy = {
  id: TransferId
  mirrorId: MirrorId
  host: HostId
  copy: { id: string; url: string; extra?: Record<string, string> }
  /** The owner's own account there that it lies in; null for the operator's. */
  accountId: HostAccountId | null
  /** The last word on it; null before the first. */
  linkState: LinkState | null
  /** Milliseconds since the host took it, and since there was a definite word on it, which the first of them is. */
  ageMs: number
  silentMs: number
}

const isDue = lte(transfers.nextCheckAt, sql`now()`)
const isThere = and(eq(transfers.status, 'done'), isNull(transfers.removedAt), isNotNull(transfers.hostFileId))
const msSince = (time: typeof transfers.finishedAt | typeof transfers.checkedAt) =>
  sql<number>`coalesce(extract(epoch from now() - ${time}) * 1000, 0)`.mapWith(Number)

/** The tables are named in full: drizzle leaves the name away in what an update returns. */
const accountId = sql<string | null>`(select link.account_id from ${hostLinks} link
  where link.mirror_id = ${transfers}.mirror_id and link.host = ${transfers}.host)`

type Asking = {
  hosts: readonly HostId[]
  /** Copies that one look takes of each host. */
  mostPerHost: number
}

/**
 * Takes what is due of these hosts, of each those that have waited longest. Nobody else comes by them until they are
 * answered for, given back, or `TAKEN_MINUTES` over.
 */
export async function takeDueCopies(db: Database, { hosts, mostPerHost }: Asking): Promise<DueCopy[]> {
  if (hosts.length === 0) return []
  const places = db
    .select({
      id: transfers.id,
      place: sql<number>`row_number() over (partition by ${transfers.host} order by ${transfers.nextCheckAt})`.as(
        'place',
      ),
    })
    .from(transfers)
    .where(and(isDue, isThere, inArray(transfers.host, [...hosts])))
    .as('places')
  // What another instance is taking at this moment is left to it, and is not due any more once it has.
  const taken = db
    .select({ id: transfers.id })
    .from(transfers)
    .innerJoin(places, eq(places.id, transfers.id))
    .where(and(isDue, lte(places.place, mostPerHost)))
    .for('update', { of: transfers, skipLocked: true })
  const rows = await db
    .update(transfers)
    .set({ nextCheckAt: sql`now() + make_interval(mins => ${TAKEN_MINUTES})` })
    .where(inArray(transfers.id, taken))
    .returning({
      id: transfers.id,
      mirrorId: transfers.mirrorId,
      host: transfers.host,
      hostFileId: transfers.hostFileId,
      url: transfers.url,
      extra: transfers.hostExtra,
      accountId,
      linkState: transfers.linkState,
      ageMs: msSince(transfers.finishedAt),
      silentMs: msSince(transfers.checkedAt),
    })
  return rows.flatMap(({ id, mirrorId, host, hostFileId, url, extra, accountId: account, ...known }) =>
    hostFileId === null || url === null
      ? []
      : [
          {
            ...known,
            id: transferIdSchema.parse(id),
            mirrorId: mirrorIdSchema.parse(mirrorId),
            host: hostIdSchema.parse(host),
            accountId: account === null ? null : hostAccountIdSchema.parse(account),
            copy: { id: hostFileId, url, ...(extra && { extra }) },
          },
        ],
  )
}

/** Gives back what was taken and not asked about, so that the next look takes it first. */
export async function giveBackCopies(db: Executor, ids: readonly TransferId[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .update(transfers)
    .set({ nextCheckAt: sql`now()` })
    .where(and(inArray(transfers.id, [...ids]), isNotNull(transfers.nextCheckAt)))
}

/**
 * Puts off what is due of hosts that cannot be asked: for good where they never tell (`silent`), for a day where they are not
 * ready now.
 * @param askable hosts that can be asked, now or after their pause
 */
export async function putOffOthers(
  db: Executor,
  { askable, silent }: { askable: readonly HostId[]; silent: readonly HostId[] },
): Promise<void> {
  const some = db
    .select({ id: transfers.id })
    .from(transfers)
    .where(and(isDue, notInArray(transfers.host, [...askable])))
    .limit(MOST_PUT_OFF)
  const never = silent.length > 0 ? inArray(transfers.host, [...silent]) : sql`false`
  await db
    .update(transfers)
    .set({ nextCheckAt: sql`case when ${never} then null else now() + interval '1 day' end` })
    .where(inArray(transfers.id, some))
}

export type Word = {
  /** What the host said now. */
  said: LinkState
  /** What is known of the copy by that. */
  linkState: LinkState
  /** When it is asked again, in milliseconds from now. */
  againMs: number
}

/** Writes down what a host said of a copy, unless it is gone meanwhile, and tells the pages that show it what is new. */
export async function writeWord(
  database: Database,
  { id, mirrorId, linkState: before }: Pick<DueCopy, 'id' | 'mirrorId' | 'linkState'>,
  { said, linkState, againMs }: Word,
): Promise<void> {
  await database.transaction(async (db) => {
    const rows = await db
      .update(transfers)
      .set({
        linkState,
        nextCheckAt: sql`now() + make_interval(secs => ${againMs / 1000})`,
        ...(said !== 'unknown' && { checkedAt: sql`now()` }),
      })
      .where(and(eq(transfers.id, id), isThere))
      .returning({ id: transfers.id })
    if (rows.length > 0 && linkState !== before) await notifyChanged(db, mirrorId)
  })
}

/** Hosts whose pause lasts. One that is over may be the last that is heard of them until somebody sends a file, so they are asked again. */
export async function listPausedHosts(db: Executor): Promise<Set<HostId>> {
  const rows = await db.select({ host: hostHealth.host }).from(hostHealth).where(gt(hostHealth.pausedUntil, sql`now()`))
  return new Set(rows.map(({ host }) => hostIdSchema.parse(host)))
}
