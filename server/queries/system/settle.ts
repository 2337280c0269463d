// How attempts end in the database: nothing changes unless the attempt still holds its lease.
import { and, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/connection.ts'
import { hostLinks, transfers } from '#db/schema/schema.ts'
import type { Verification } from '#db/schema/states.ts'
import { type FileId, type HostId, hostIdSchema, type Lease, type MirrorId, type TransferId } from '#server/ids.ts'
import { listWanted } from './groups.ts'
import { lockMirrorRow, refreshMirror } from './mirror-status.ts'
import { writeEnds } from './write-ends.ts'

/** Which attempt is being settled. */
export type Attempt = { transferId: TransferId; lease: Lease; mirrorId: MirrorId; fileId: FileId; host: HostId }

export type StoredCopy = {
  id: string
  url: string
  extra: Record<string, string> | null
  verified: Verification
  expiresAt: Date | null
  /** The address of the group, where only the upload's reply tells it. */
  groupUrl: string | null
}

export type FileDigests = { sha256: string; sha1?: string; md5?: string; blake3?: string }

/** The host has the file; the transfer is over without a copy; or it goes back to the queue. */
export type End =
  | { status: 'done'; copy: StoredCopy; digests: FileDigests; size: number }
  | { status: 'failed'; error: string; inDoubt: boolean }
  | {
      status: 'queued'
      error: string | null
      delayMs: number
      inDoubt: boolean
      unknownEnds: number
      /** Whether this try is one of those that a transfer has. */
      counts: boolean
    }

/** What follows from a settlement, for the same transaction: objects to delete and a list to make. */
export type Consequences = { released: FileId[]; listWanted: boolean }

export type Settlement = {
  attempt: Attempt
  end: End
  /** Whether the host makes a list of the files once they are all there. */
  listsAfter: boolean
  /** Puts what follows into the queue. */
  then: (db: Transaction, consequences: Consequences) => Promise<void>
}

/**
 * Settles attempts of one mirror in one transaction.
 * @returns for each of them whether it still counted
 */
export function settleTogether(
  database: Database,
  mirrorId: MirrorId,
  settlements: readonly Settlement[],
): Promise<boolean[]> {
  return database.transaction(async (db) => {
    // The mirror's row first, as everyone who changes its transfers does: no two settlements can wait for each other.
    if (!(await lockMirrorRow(db, mirrorId))) return settlements.map(() => false)
    const counted = await writeEnds(db, settlements)
    // By host, since what follows may hold the row of a host, and those of several are taken in one order everywhere.
    const valid = settlements
      .filter(({ attempt }) => counted.has(attempt.transferId))
      .toSorted((one, other) => one.attempt.host.localeCompare(other.attempt.host))
    for (const { attempt, end } of valid)
      if (end.status === 'done' && end.copy.groupUrl !== null) await keepGroupUrl(db, attempt, end.copy.groupUrl)
    const over = valid.filter(({ listsAfter, end }) => listsAfter && end.status !== 'queued')
    const hosts = over.map(({ attempt }) => attempt.host)
    const lists = await wantLists(db, mirrorId, { hosts, makesLists: () => true })
    let released = valid.length > 0 ? await refreshMirror(db, mirrorId) : []
    for (const { attempt, then } of valid) {
      await then(db, { released, listWanted: lists.delete(attempt.host) })
      released = []
    }
    return settlements.map(({ attempt }) => counted.has(attempt.transferId))
  })
}

async function keepGroupUrl(db: Transaction, { mirrorId, host }: Attempt, url: string): Promise<void> {
  await db
    .update(hostLinks)
    .set({ groupUrl: url })
    .where(
      and(
        eq(hostLinks.mirrorId, mirrorId),
        eq(hostLinks.host, host),
        eq(hostLinks.groupState, 'made'),
        sql`${hostLinks.groupUrl} is null`,
      ),
    )
}

/** Whether a host makes a list of files once they are all there, with an account of their owner's own or without. */
export type ListRule = (host: HostId, isOwn: boolean) => boolean

/** A list is due when nothing more is on its way to the host and two files or more are there. */
export async function wantLists(
  db: Transaction,
  mirrorId: MirrorId,
  { hosts, makesLists }: { hosts: readonly HostId[]; makesLists: ListRule },
): Promise<Set<HostId>> {
  const owners = hosts.filter((host) => makesLists(host, true))
  const operators = hosts.filter((host) => makesLists(host, false))
  if (owners.length + operators.length === 0) return new Set()
  const rows = await db
    .update(hostLinks)
    .set(listWanted)
    .where(
      and(
        eq(hostLinks.mirrorId, mirrorId),
        or(
          and(isNotNull(hostLinks.accountId), inArray(hostLinks.host, owners)),
          and(isNull(hostLinks.accountId), inArray(hostLinks.host, operators)),
        ),
        sql`(select count(*) filter (where t.status in ('queued', 'running')) = 0 and count(*) filter (where t.status = 'done') >= 2
          from ${transfers} t where t.mirror_id = ${mirrorId} and t.host = ${hostLinks}.host)`,
      ),
    )
    .returning({ host: hostLinks.host })
  return new Set(rows.map(({ host }) => hostIdSchema.parse(host)))
}
