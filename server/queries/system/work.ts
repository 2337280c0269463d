// What there is to do for a file, and taking it: each claim carries a lease that every later write has to show.
import { and, eq, inArray, lte, or, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, mirrors, transfers } from '#db/schema/schema.ts'
import type { FileStatus } from '#db/schema/states.ts'
import {
  type FileId,
  fileIdSchema,
  type HostId,
  hostIdSchema,
  type Lease,
  type MirrorId,
  mirrorIdSchema,
  type TransferId,
  transferIdSchema,
} from '#server/ids.ts'
import { leaseEnd, newLease } from './lease.ts'
import { localCopy } from './sources.ts'

export type WorkFile = {
  id: FileId
  mirrorId: MirrorId
  mirrorName: string
  name: string
  type: string
  size: number
  status: FileStatus
  etag: string | null
  sha256: string | null
  md5: string | null
  blake3: string | null
  hasLocalCopy: boolean
}

/** A file with what its transfers need to know of it, or null when it is gone. */
export async function readWorkFile(db: Executor, id: FileId): Promise<WorkFile | null> {
  const [row] = await db
    .select({
      mirrorId: files.mirrorId,
      mirrorName: mirrors.name,
      name: files.name,
      type: files.type,
      size: files.size,
      status: files.status,
      etag: files.etag,
      sha256: files.sha256,
      md5: files.md5,
      blake3: files.blake3,
      hasLocalCopy: localCopy,
    })
    .from(files)
    .innerJoin(mirrors, eq(mirrors.id, files.mirrorId))
    .where(eq(files.id, id))
  return row ? { ...row, id, mirrorId: mirrorIdSchema.parse(row.mirrorId) } : null
}

/** Queued and its time has come, or left behind by a worker that is dead. */
const isDue = or(
  and(eq(transfers.status, 'queued'), lte(transfers.nextTryAt, sql`now()`)),
  and(eq(transfers.status, 'running'), lte(transfers.leaseExpiresAt, sql`now()`)),
)

/** The hosts that a file can be sent to now. */
export async function listDueHosts(db: Executor, fileId: FileId): Promise<HostId[]> {
  const rows = await db
    .select({ host: transfers.host })
    .from(transfers)
    .where(and(eq(transfers.fileId, fileId), isDue))
    .orderBy(transfers.host)
  return rows.map(({ host }) => hostIdSchema.parse(host))
}

export type ClaimedTransfer = {
  id: TransferId
  host: HostId
  /** Tries since the owner asked, this one included. */
  attempt: number
  inDoubt: boolean
  unknownEnds: number
  firstStartedAt: Date
}

export type Claim = { lease: Lease; transfers: ClaimedTransfer[] }

/**
 * Takes what is due of a file for these hosts. One left behind by a dead worker is in doubt: that worker may have sent all
 * of it.
 */
export async function claimTransfers(db: Executor, fileId: FileId, hosts: readonly HostId[]): Promise<Claim> {
  const lease = newLease()
  if (hosts.length === 0) return { lease, transfers: [] }
  const rows = await db
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
    .where(and(eq(transfers.fileId, fileId), inArray(transfers.host, [...hosts]), isDue))
    .returning({
      id: transfers.id,
      host: transfers.host,
      attempt: transfers.attempt,
      inDoubt: transfers.inDoubt,
      unknownEnds: transfers.unknownEnds,
      firstStartedAt: transfers.firstStartedAt,
    })
  return {
    lease,
    transfers: rows.map((row) => ({
      ...row,
      id: transferIdSchema.parse(row.id),
      host: hostIdSchema.parse(row.host),
      firstStartedAt: row.firstStartedAt ?? new Date(),
    })),
  }
}

/**
 * Files with something to do that has been due for longer than `graceSeconds`: what wakes a worker may have been lost, the
 * rows are not.
 */
export async function listOverdueFiles(db: Executor, graceSeconds: number): Promise<FileId[]> {
  const since = sql`now() - make_interval(secs => ${graceSeconds})`
  const rows = await db
    .selectDistinct({ fileId: transfers.fileId })
    .from(transfers)
    .innerJoin(files, eq(files.id, transfers.fileId))
    .where(
      and(
        inArray(files.status, ['staged', 'released']),
        or(
          and(eq(transfers.status, 'queued'), lte(transfers.nextTryAt, since)),
          and(eq(transfers.status, 'running'), lte(transfers.leaseExpiresAt, since)),
        ),
      ),
    )
    .limit(500)
  return rows.map(({ fileId }) => fileIdSchema.parse(fileId))
}
