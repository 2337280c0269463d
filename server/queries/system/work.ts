// What there is to do for a file, and taking it: each claim carries a lease that every later write has to show.
import { and, eq, inArray, isNull, lte, notExists, or, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, hostHealth, hostLinks, mirrors, transfers } from '#db/schema/schema.ts'
import type { FileStatus, MirrorStatus } from '#db/schema/states.ts'
import {
  type FileId,
  type HostAccountId,
  hostAccountIdSchema,
  type HostId,
  hostIdSchema,
  type Lease,
  type MirrorId,
  mirrorIdSchema,
  type TransferId,
  transferIdSchema,
  type UserId,
  userIdSchema,
} from '#server/ids.ts'
import { shutHost, takeProbes, troubledHost, type WaitingFile, toWaitingFile } from './host-health.ts'
import { leaseEnd, newLease } from './lease.ts'
import { localCopy } from './sources.ts'

export type WorkFile = {
  id: FileId
  owner: UserId
  mirrorId: MirrorId
  mirrorName: string
  mirrorStatus: MirrorStatus
  name: string
  type: string
  size: number
  status: FileStatus
  etag: string | null
  sha256: string | null
  md5: string | null
  sha1: string | null
  blake3: string | null
  hasLocalCopy: boolean
}

/** A file with what its transfers need to know of it, or null when it is gone. */
export async function readWorkFile(db: Executor, id: FileId): Promise<WorkFile | null> {
  const [row] = await db
    .select({
      owner: mirrors.ownerId,
      mirrorId: files.mirrorId,
      mirrorName: mirrors.name,
      mirrorStatus: mirrors.status,
      name: files.name,
      type: files.type,
      size: files.size,
      status: files.status,
      etag: files.etag,
      sha256: files.sha256,
      md5: files.md5,
      sha1: files.sha1,
      blake3: files.blake3,
      hasLocalCopy: localCopy,
    })
    .from(files)
    .innerJoin(mirrors, eq(mirrors.id, files.mirrorId))
    .where(eq(files.id, id))
  return row ? { ...row, id, owner: userIdSchema.parse(row.owner), mirrorId: mirrorIdSchema.parse(row.mirrorId) } : null
}

/** Nothing is begun of a mirror that was deleted, which may yet be brought back. */
const isWanted = sql`not exists (select 1 from ${mirrors} where ${mirrors}.id = ${transfers.mirrorId} and ${mirrors}.delete_at is not null)`

/** Queued and its time has come, or left behind by a worker that is dead. */
const isDue = and(
  or(
    and(eq(transfers.status, 'queued'), lte(transfers.nextTryAt, sql`now()`)),
    and(eq(transfers.status, 'running'), lte(transfers.leaseExpiresAt, sql`now()`)),
  ),
  isWanted,
)

/** The hosts that a file can be sent to now; not those that are paused. */
export async function listDueHosts(db: Executor, fileId: FileId): Promise<HostId[]> {
  const rows = await db
    .select({ host: transfers.host })
    .from(transfers)
    .where(and(eq(transfers.fileId, fileId), isDue, notExists(shutHost(db))))
    .orderBy(transfers.host)
  return rows.map(({ host }) => hostIdSchema.parse(host))
}

export type ClaimedTransfer = {
  id: TransferId
  host: HostId
  /** The owner's own account that it goes to; null for the operator's. */
  accountId: HostAccountId | null
  /** Tries since the owner asked, this one included. */
  attempt: number
  inDoubt: boolean
  unknownEnds: number
  firstStartedAt: Date
  /** Milliseconds since it could have been done: since its owner asked for it, or since the file arrived. */
  waitedMs: number
  /** The host has failed before, and this is the one transfer that is to show whether it works again. */
  isProbe: boolean
  /** The host has failed since it last worked, so that a success is to be written down. */
  isHostFailing: boolean
}

export type Claim = { lease: Lease; transfers: ClaimedTransfer[] }

/** The tables are named in full: drizzle leaves the name away in what an update returns. */
const ofTheHost = {
  accountId: sql<string | null>`(select account_id from ${hostLinks}
    where ${hostLinks}.mirror_id = ${transfers}.mirror_id and ${hostLinks}.host = ${transfers}.host)`,
  waitedMs: sql`extract(epoch from now() - greatest(${transfers}.wanted_at,
    (select staged_at from ${files} where ${files}.id = ${transfers}.file_id))) * 1000`.mapWith(Number),
  isProbe: sql<boolean>`${transfers}.id in (select probe from probes)`,
  isHostFailing: sql<boolean>`exists (select 1 from ${hostHealth} where ${hostHealth}.host = ${transfers}.host)`,
}

/**
 * Takes what is due of a file for these hosts, but for those that are paused. One left behind by a dead worker is in doubt: that worker may have sent all
 * of it.
 */
export async function claimTransfers(db: Executor, fileId: FileId, hosts: readonly HostId[]): Promise<Claim> {
  const lease = newLease()
  if (hosts.length === 0) return { lease, transfers: [] }
  const wanted = and(eq(transfers.fileId, fileId), inArray(transfers.host, [...hosts]), isDue)
  const probes = takeProbes(db, wanted)
  const isOpen = or(notExists(troubledHost(db)), sql`${transfers.id} in (select probe from probes)`)
  const rows = await db
    .with(probes)
    .update(transfers)
    .set({
      status: 'running',
      lease,
      leaseExpiresAt: leaseEnd,
      attempt: sql`${transfers.attempt} + 1`,
      inDoubt: sql`${transfers.inDoubt} or ${transfers.status} = 'running'`,
      bytesSent: 0,
      error: null,
      firstStartedAt: sql`coalesce(${transfers.firstStartedAt}, now())`,
      startedAt: sql`now()`,
    })
    .where(and(wanted, isOpen))
    .returning({
      id: transfers.id,
      host: transfers.host,
      attempt: transfers.attempt,
      inDoubt: transfers.inDoubt,
      unknownEnds: transfers.unknownEnds,
      firstStartedAt: transfers.firstStartedAt,
      ...ofTheHost,
    })
  return {
    lease,
    transfers: rows.map((row) => ({
      ...row,
      id: transferIdSchema.parse(row.id),
      host: hostIdSchema.parse(row.host),
      accountId: hostAccountIdSchema.nullable().parse(row.accountId),
      firstStartedAt: row.firstStartedAt ?? new Date(),
    })),
  }
}

/**
 * Files with something to do that has been due for longer than `graceSeconds`: what wakes a worker may have been lost, the
 * rows are not.
 */
export async function listOverdueFiles(db: Executor, graceSeconds: number): Promise<WaitingFile[]> {
  const since = sql`now() - make_interval(secs => ${graceSeconds})`
  const rows = await db
    .selectDistinct({ fileId: transfers.fileId, owner: mirrors.ownerId })
    .from(transfers)
    .innerJoin(files, eq(files.id, transfers.fileId))
    .innerJoin(mirrors, eq(mirrors.id, transfers.mirrorId))
    .where(
      and(
        inArray(files.status, ['staged', 'released']),
        isNull(mirrors.deleteAt),
        or(
          and(eq(transfers.status, 'queued'), lte(transfers.nextTryAt, since)),
          and(eq(transfers.status, 'running'), lte(transfers.leaseExpiresAt, since)),
        ),
        notExists(shutHost(db)),
      ),
    )
    .limit(500)
  return rows.map(toWaitingFile)
}
