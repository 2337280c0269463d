// Transfers as the owner of a mirror asks for them: begun, tried again, cancelled.
import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Executor, Transaction } from '#db/connection.ts'
import type { TransferStatus } from '#db/schema/states.ts'
import { files, hostLinks, mirrors, transfers } from '#db/schema/schema.ts'
import { AppError } from '#server/errors.ts'
import {
  type FileId,
  fileIdSchema,
  type HostAccountId,
  type HostId,
  hostIdSchema,
  type MirrorId,
  type OwnerId,
} from '#server/ids.ts'
import { listWanted } from '#server/queries/system/groups.ts'
import { type ListRule, wantLists } from '#server/queries/system/settle.ts'
import { type FileSource, listSources, sourceless } from '#server/queries/system/sources.ts'
import { lockForSending, lockMirror } from './mirrors.ts'
import { inSlices } from './slices.ts'
import { ownedBy } from './standing.ts'

/** A host as the start of transfers needs it. */
export type TargetHost = {
  id: HostId
  name: string
  maxFileSize: number | null
  /** Why the host would never take a file, to be read after its name, or null. */
  refuses(file: { name: string; size: number; type: string }): string | null
  /** The owner's own account there; null for the operator's. */
  accountId: HostAccountId | null
}

const gone = () =>
  new AppError(
    'CONFLICT',
    'The uploaded copy of these files is gone, so they cannot be sent to more hosts. Upload them again.',
  )

/** Why a host would never take a file, as a sentence, or null. */
function refusalOf(host: TargetHost, file: FileSource): string | null {
  const isTooLarge = host.maxFileSize !== null && file.size > host.maxFileSize
  const refusal = isTooLarge ? 'does not take files of this size.' : host.refuses(file)
  return refusal && `${host.name} ${refusal}`
}

/**
 * Adds a transfer for each file and each of these hosts that has none yet. Files still on their way up are included: their
 * transfers wait for them. Which account a mirror goes to at a host is settled by the first of these calls.
 * @returns the files whose new transfers can begin now
 * @throws {AppError} NOT_FOUND, or CONFLICT when a file has no copy left to read from
 */
export async function addTransfers(
  db: Transaction,
  owner: OwnerId,
  { id, hosts }: { id: MirrorId; hosts: TargetHost[] },
): Promise<FileId[]> {
  await lockForSending(db, owner, id)
  const sources = await listSources(db, id)
  const rows = sources.flatMap((file) =>
    hosts.map((host) => {
      const error = refusalOf(host, file)
      return {
        mirrorId: id,
        fileId: file.id,
        host: host.id,
        ...(error !== null && { status: 'failed' as const, error, finishedAt: new Date() }),
      }
    }),
  )
  if (rows.length === 0) throw gone()
  const added: { fileId: string; status: TransferStatus }[] = []
  for (const slice of inSlices(rows))
    added.push(
      ...(await db
        .insert(transfers)
        .values(slice)
        .onConflictDoNothing()
        .returning({ fileId: transfers.fileId, status: transfers.status })),
    )
  const waiting = new Set(
    added.filter(({ status }) => status === 'queued').map(({ fileId }) => fileIdSchema.parse(fileId)),
  )
  if (sources.some((file) => waiting.has(file.id) && sourceless(file))) throw gone()
  await db
    .insert(hostLinks)
    .values(hosts.map((host) => ({ mirrorId: id, host: host.id, accountId: host.accountId })))
    .onConflictDoNothing()
  await db
    .update(mirrors)
    .set({ startedAt: sql`coalesce(${mirrors.startedAt}, now())` })
    .where(eq(mirrors.id, id))
  return sources.filter((file) => waiting.has(file.id) && file.status !== 'uploading').map((file) => file.id)
}

const only = (id: MirrorId, host: HostId | undefined) =>
  and(eq(transfers.mirrorId, id), host === undefined ? undefined : eq(transfers.host, host))

/**
 * Puts failed transfers back to the start. One that may have left a copy keeps its doubt.
 * @returns the files to work on and the hosts whose list is to be made anew
 * @throws {AppError} NOT_FOUND, or CONFLICT when nothing is left to read from
 */
export async function retryTransfers(
  db: Transaction,
  owner: OwnerId,
  { id, host }: { id: MirrorId; host: HostId | undefined },
): Promise<{ files: FileId[]; lists: HostId[] }> {
  await lockForSending(db, owner, id)
  const again = await db
    .update(transfers)
    .set({
      status: 'queued',
      attempt: 0,
      unknownEnds: 0,
      bytesSent: 0,
      error: null,
      finishedAt: null,
      wantedAt: sql`now()`,
      nextTryAt: sql`now()`,
    })
    .where(and(only(id, host), eq(transfers.status, 'failed')))
    .returning({ fileId: transfers.fileId })
  const lists = await db
    .update(hostLinks)
    .set(listWanted)
    .where(
      and(
        eq(hostLinks.mirrorId, id),
        eq(hostLinks.groupState, 'failed'),
        host === undefined ? undefined : eq(hostLinks.host, host),
      ),
    )
    .returning({ host: hostLinks.host })
  const wanted = new Set(again.map(({ fileId }) => fileId))
  const sources = (await listSources(db, id)).filter((file) => wanted.has(file.id))
  if (sources.some(sourceless)) throw gone()
  return {
    files: sources.filter((file) => file.status !== 'uploading').map((file) => file.id),
    lists: lists.map((link) => hostIdSchema.parse(link.host)),
  }
}

/**
 * Ends the transfers that are not over. Their leases end with them, which is how a running worker learns of it.
 * @returns the hosts that nothing more is on its way to by that
 * @throws {AppError} NOT_FOUND
 */
export async function cancelTransfers(
  db: Transaction,
  owner: OwnerId,
  { id, host }: { id: MirrorId; host: HostId | undefined },
): Promise<HostId[]> {
  await lockMirror(db, owner, id)
  const ended = await db
    .update(transfers)
    .set({ status: 'cancelled', lease: null, leaseExpiresAt: null, finishedAt: sql`now()`, resumeNote: null })
    .where(and(only(id, host), inArray(transfers.status, ['queued', 'running'])))
    .returning({ host: transfers.host })
  return ended.map((row) => hostIdSchema.parse(row.host))
}

/**
 * Has the lists of these hosts made, where one is due: what they still waited for has ended without a worker.
 * @returns the hosts whose list is due
 * @throws {AppError} NOT_FOUND
 */
export async function wantDueLists(
  db: Transaction,
  owner: OwnerId,
  { id, hosts, makesLists }: { id: MirrorId; hosts: readonly HostId[]; makesLists: ListRule },
): Promise<HostId[]> {
  await lockMirror(db, owner, id)
  return [...(await wantLists(db, id, { hosts, makesLists }))]
}

export type TransferState = { fileId: FileId; host: HostId; status: TransferStatus }

/** Where every transfer of a mirror stands, but for those of files that were given up. */
export async function listTransfers(db: Executor, owner: OwnerId, id: MirrorId): Promise<TransferState[]> {
  const rows = await db
    .select({ fileId: transfers.fileId, host: transfers.host, status: transfers.status })
    .from(transfers)
    .innerJoin(mirrors, eq(mirrors.id, transfers.mirrorId))
    .innerJoin(files, eq(files.id, transfers.fileId))
    .where(and(eq(transfers.mirrorId, id), ownedBy(owner), ne(files.status, 'aborted')))
    .orderBy(files.position, transfers.host)
  return rows.map((row) => ({ ...row, fileId: fileIdSchema.parse(row.fileId), host: hostIdSchema.parse(row.host) }))
}

/** Whether a transfer of this file waits, is under way, or has been done. */
export async function findUses(
  db: Executor,
  owner: OwnerId,
  id: FileId,
): Promise<{ waiting: boolean; begun: boolean }> {
  const rows = await db
    .selectDistinct({ status: transfers.status })
    .from(transfers)
    .innerJoin(mirrors, eq(mirrors.id, transfers.mirrorId))
    .where(and(eq(transfers.fileId, id), ownedBy(owner)))
  const statuses = new Set(rows.map(({ status }) => status))
  return { waiting: statuses.has('queued'), begun: statuses.has('running') || statuses.has('done') }
}

/** The files of these mirrors that are in staging and have transfers which wait. */
export async function listQueuedFiles(db: Executor, owner: OwnerId, ids: readonly MirrorId[]): Promise<FileId[]> {
  const rows = await db
    .selectDistinct({ fileId: transfers.fileId })
    .from(transfers)
    .innerJoin(mirrors, eq(mirrors.id, transfers.mirrorId))
    .innerJoin(files, eq(files.id, transfers.fileId))
    .where(
      and(
        inArray(transfers.mirrorId, [...ids]),
        ownedBy(owner),
        eq(transfers.status, 'queued'),
        inArray(files.status, ['staged', 'released']),
      ),
    )
  return rows.map(({ fileId }) => fileIdSchema.parse(fileId))
}
