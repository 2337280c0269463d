// The ends of an attempt, each a transaction that changes nothing unless the attempt still holds its lease.
import { and, eq, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from '#db/connection.ts'
import { files, hostLinks, transfers } from '#db/schema/schema.ts'
import type { Verification } from '#db/schema/states.ts'
import type { FileId, HostId, Lease, MirrorId, TransferId } from '#server/ids.ts'
import { listWanted } from './groups.ts'
import { lockMirrorRow, refreshMirror } from './mirror-status.ts'

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

export type FileDigests = { sha256: string; md5?: string; blake3?: string }

/** What follows from a settlement, for the same transaction: objects to delete and a list to make. */
export type Consequences = { released: FileId[]; listWanted: boolean }

type Change = PgUpdateSetSource<typeof transfers>

async function settle(db: Transaction, { transferId, lease, mirrorId }: Attempt, change: Change): Promise<boolean> {
  // The mirror's row first, as everyone who changes its transfers does: no two settlements can wait for each other.
  if (!(await lockMirrorRow(db, mirrorId))) return false
  const rows = await db
    .update(transfers)
    .set({ ...change, lease: null, leaseExpiresAt: null })
    .where(and(eq(transfers.id, transferId), eq(transfers.lease, lease)))
    .returning({ id: transfers.id })
  return rows.length > 0
}

type Settled = (db: Transaction, consequences: Consequences) => Promise<void>

/** The host has the file. @returns whether this attempt still counted */
export function settleDone(
  database: Database,
  attempt: Attempt,
  end: { copy: StoredCopy; digests: FileDigests; size: number; listsAfter: boolean; then: Settled },
): Promise<boolean> {
  const { copy, digests, size, listsAfter, then } = end
  return database.transaction(async (db) => {
    const counted = await settle(db, attempt, {
      status: 'done',
      bytesSent: size,
      url: copy.url,
      hostFileId: copy.id,
      hostExtra: copy.extra,
      verified: copy.verified,
      expiresAt: copy.expiresAt,
      checkedAt: sql`now()`,
      finishedAt: sql`now()`,
      inDoubt: false,
      unknownEnds: 0,
      error: null,
    })
    if (!counted) return false
    await keepDigests(db, attempt.fileId, digests)
    if (copy.groupUrl !== null) await keepGroupUrl(db, attempt, copy.groupUrl)
    await follow(db, attempt, { listsAfter, then })
    return true
  })
}

/** The transfer is over without a copy. @returns whether this attempt still counted */
export function settleFailed(
  database: Database,
  attempt: Attempt,
  end: { error: string; inDoubt: boolean; listsAfter: boolean; then: Settled },
): Promise<boolean> {
  const { error, inDoubt, listsAfter, then } = end
  return database.transaction(async (db) => {
    const counted = await settle(db, attempt, { status: 'failed', error, inDoubt, finishedAt: sql`now()` })
    if (counted) await follow(db, attempt, { listsAfter, then })
    return counted
  })
}

/** The transfer goes back to the queue. `counts`: whether this try is one of those that a transfer has. */
export function settleAgain(
  database: Database,
  attempt: Attempt,
  end: { error: string | null; delayMs: number; inDoubt: boolean; unknownEnds: number; counts: boolean; then: Settled },
): Promise<boolean> {
  const { error, delayMs, inDoubt, unknownEnds, counts, then } = end
  return database.transaction(async (db) => {
    const counted = await settle(db, attempt, {
      status: 'queued',
      error,
      inDoubt,
      unknownEnds,
      bytesSent: 0,
      nextTryAt: sql`now() + make_interval(secs => ${delayMs / 1000})`,
      ...(!counts && { attempt: sql`greatest(0, ${transfers.attempt} - 1)` }),
    })
    if (counted) await then(db, { released: await refreshMirror(db, attempt.mirrorId), listWanted: false })
    return counted
  })
}

async function follow(
  db: Transaction,
  { mirrorId, host }: Attempt,
  { listsAfter, then }: { listsAfter: boolean; then: Settled },
): Promise<void> {
  const isWanted = listsAfter && (await wantList(db, mirrorId, host))
  await then(db, { released: await refreshMirror(db, mirrorId), listWanted: isWanted })
}

async function keepDigests(db: Transaction, id: FileId, digests: FileDigests): Promise<void> {
  const first = (column: typeof files.sha256 | typeof files.md5 | typeof files.blake3, value: string | undefined) =>
    sql`coalesce(${column}, ${value ?? null})`
  await db
    .update(files)
    .set({
      sha256: first(files.sha256, digests.sha256),
      md5: first(files.md5, digests.md5),
      blake3: first(files.blake3, digests.blake3),
    })
    .where(eq(files.id, id))
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

/** A list is due when nothing more is on its way to the host and two files or more are there. */
async function wantList(db: Transaction, mirrorId: MirrorId, host: HostId): Promise<boolean> {
  const rows = await db
    .update(hostLinks)
    .set(listWanted)
    .where(
      and(
        eq(hostLinks.mirrorId, mirrorId),
        eq(hostLinks.host, host),
        sql`(select count(*) filter (where status in ('queued', 'running')) = 0 and count(*) filter (where status = 'done') >= 2
          from ${transfers} where mirror_id = ${mirrorId} and host = ${host})`,
      ),
    )
    .returning({ host: hostLinks.host })
  return rows.length > 0
}
