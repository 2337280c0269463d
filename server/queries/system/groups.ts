// The group of a mirror at a host as a row: made once, by whoever holds its lease, however many files wait for it.
import { and, eq, lte, or, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { hostLinks } from '#db/schema/schema.ts'
import type { GroupState } from '#db/schema/states.ts'
import { type HostAccountId, hostAccountIdSchema, type HostId, type Lease, type MirrorId } from '#server/ids.ts'
import { leaseEnd, newLease } from './lease.ts'

export type GroupKey = { mirrorId: MirrorId; host: HostId }
export type KnownGroup = { id: string; url: string | null; extra?: Record<string, string> }
export type GroupRow = { state: GroupState; group: KnownGroup | null }

const at = ({ mirrorId, host }: GroupKey) => and(eq(hostLinks.mirrorId, mirrorId), eq(hostLinks.host, host))

const groupOf = (row: Pick<typeof hostLinks.$inferSelect, 'groupId' | 'groupUrl' | 'groupExtra'>): KnownGroup | null =>
  row.groupId === null ? null : { id: row.groupId, url: row.groupUrl, ...(row.groupExtra && { extra: row.groupExtra }) }

/** The group as it stands, or null when the mirror is gone. */
export async function readGroup(db: Executor, key: GroupKey): Promise<GroupRow | null> {
  const [row] = await db.select().from(hostLinks).where(at(key))
  return row ? { state: row.groupState, group: groupOf(row) } : null
}

export type GroupClaim = {
  lease: Lease
  /** What is known of the group from earlier; an id for a list that is to be changed. */
  group: KnownGroup | null
  /** From 2 on, an earlier try may have made the group although nobody heard of it. */
  tries: number
  /** The owner's own account that the mirror goes to; null for the operator's. */
  accountId: HostAccountId | null
}

type Step = { from: 'none' | 'wanted'; to: 'making' | 'saving' }

async function claim(db: Executor, key: GroupKey, { from, to }: Step): Promise<GroupClaim | null> {
  const lease = newLease()
  const isFree = or(
    eq(hostLinks.groupState, from),
    and(eq(hostLinks.groupState, to), lte(hostLinks.groupLeaseExpiresAt, sql`now()`)),
  )
  const [row] = await db
    .update(hostLinks)
    .set({
      groupState: to,
      groupLease: lease,
      groupLeaseExpiresAt: leaseEnd,
      groupTries: sql`${hostLinks.groupTries} + 1`,
    })
    .where(and(at(key), isFree))
    .returning()
  if (!row) return null
  const accountId = hostAccountIdSchema.nullable().parse(row.accountId)
  return { lease, group: groupOf(row), tries: row.groupTries, accountId }
}

/** Takes the making of a group that comes before its files, or gives null when somebody else has it. */
export const claimGroup = (db: Executor, key: GroupKey): Promise<GroupClaim | null> =>
  claim(db, key, { from: 'none', to: 'making' })

/** The same for a list that comes after them. */
export const claimList = (db: Executor, key: GroupKey): Promise<GroupClaim | null> =>
  claim(db, key, { from: 'wanted', to: 'saving' })

/** A group's row as the holder of its lease names it. */
export type Held = GroupKey & { lease: Lease }

/**
 * A list that is to be made anew, with all of its tries. One stays counted where any was made, since it may have left a list
 * that nobody heard of.
 */
export const listWanted = {
  groupState: 'wanted' as const,
  groupLease: null,
  groupLeaseExpiresAt: null,
  groupTries: sql`least(${hostLinks.groupTries}, 1)`,
}

const held = (key: Held) => and(at(key), eq(hostLinks.groupLease, key.lease))
const free = { groupLease: null, groupLeaseExpiresAt: null }

/**
 * The group is there. Its id is kept even when the lease is lost, since a group that exists must not be made again; the
 * first one that was kept stays.
 * @returns the group that is the mirror's, or null when the mirror is gone
 */
export async function keepGroup(db: Executor, key: Held, { id, url, extra }: KnownGroup): Promise<KnownGroup | null> {
  const mine = sql`${hostLinks.groupLease} = ${key.lease}`
  const [row] = await db
    .update(hostLinks)
    .set({
      groupId: sql`coalesce(${hostLinks.groupId}, ${id})`,
      groupUrl: sql`case when coalesce(${hostLinks.groupId}, ${id}) = ${id} then coalesce(${url}, ${hostLinks.groupUrl}) else ${hostLinks.groupUrl} end`,
      ...(extra && { groupExtra: sql`coalesce(${hostLinks.groupExtra}, ${JSON.stringify(extra)}::jsonb)` }),
      groupState: sql`case when ${mine} then 'made' else ${hostLinks.groupState} end`,
      groupLease: sql`case when ${mine} then null else ${hostLinks.groupLease} end`,
      groupLeaseExpiresAt: sql`case when ${mine} then null else ${hostLinks.groupLeaseExpiresAt} end`,
    })
    .where(at(key))
    .returning()
  return row ? groupOf(row) : null
}

/** Gives the making back: to be tried again (`none`, `wanted`), or given up (`failed`); unless the lease is lost. */
export async function releaseGroup(db: Executor, key: Held, state: 'none' | 'wanted' | 'failed'): Promise<void> {
  await db
    .update(hostLinks)
    .set({ ...free, groupState: state })
    .where(held(key))
}

/** A sign of life of who makes the group. */
export async function renewGroupLease(db: Executor, key: Held): Promise<void> {
  await db.update(hostLinks).set({ groupLeaseExpiresAt: leaseEnd }).where(held(key))
}
