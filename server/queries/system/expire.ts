// Staged files and copies of ours whose time is over, and letting go of them: the row first, the object after it.
import { and, eq, inArray, isNull, lte, notExists, or, sql } from 'drizzle-orm'
import type { Database, Executor, Transaction } from '#db/connection.ts'
import { files, mirrors, transfers } from '#db/schema/schema.ts'
import { type FileId, fileIdSchema, type HostId, hostIdSchema, type MirrorId, mirrorIdSchema } from '#server/ids.ts'
import { lockMirrorRow, notifyChanged, refreshMirror } from './mirror-status.ts'
import { type ListRule, wantLists } from './settle.ts'

/** Rows that one look takes; the rest is there at the next one. */
const MOST_AT_ONCE = 500

const before = (hours: number) => sql`now() - make_interval(hours => ${hours})`

/** Transfers that read the file now or soon, or did so less than so many hours ago. */
const uses = (db: Executor, hours: number) =>
  db
    .select({ id: transfers.id })
    .from(transfers)
    .where(
      and(
        eq(transfers.fileId, files.id),
        or(inArray(transfers.status, ['queued', 'running']), sql`${transfers.finishedAt} > ${before(hours)}`),
      ),
    )

/** Mirrors that were begun before, and of which no file has arrived since. */
const idleMirrors = (db: Executor, hours: number) =>
  db
    .select({ id: mirrors.id })
    .from(mirrors)
    .where(
      and(
        lte(mirrors.uploadedAt, before(hours)),
        sql`not exists (select 1 from ${files} f where f.mirror_id = ${mirrors.id} and f.staged_at > ${before(hours)})`,
      ),
    )

/** Mirrors that nobody can see any more. */
const endedMirrors = (db: Executor) =>
  db.select({ id: mirrors.id }).from(mirrors).where(lte(mirrors.expiresAt, sql`now()`))

/** An upload that has not ended since it began, or a file that nothing has read or will read. */
const isOverdue = (db: Executor, hours: number) =>
  or(
    and(eq(files.status, 'uploading'), inArray(files.mirrorId, idleMirrors(db, hours))),
    and(eq(files.status, 'staged'), lte(files.stagedAt, before(hours)), notExists(uses(db, hours))),
    and(eq(files.status, 'staged'), inArray(files.mirrorId, endedMirrors(db)), notExists(uses(db, 0))),
  )

export type OverdueFile = { id: FileId; mirrorId: MirrorId; uploadId: string | null }

/** Files whose staging has outlived its mirror by `hours`. */
export async function listOverdueStaging(db: Executor, hours: number): Promise<OverdueFile[]> {
  const rows = await db
    .select({ id: files.id, mirrorId: files.mirrorId, uploadId: files.uploadId })
    .from(files)
    .where(isOverdue(db, hours))
    .orderBy(files.mirrorId)
    .limit(MOST_AT_ONCE)
  return rows.map(({ id, mirrorId, uploadId }) => ({
    id: fileIdSchema.parse(id),
    mirrorId: mirrorIdSchema.parse(mirrorId),
    uploadId,
  }))
}

type Expiring = { file: OverdueFile; hours: number; makesLists: ListRule }

const neverUploaded = 'The upload of this file was not finished in time.'

/**
 * Lets go of one such file, unless something has happened to it since; transfers that still wait for it have failed.
 * @param makesLists whether a host makes a list once all is there
 * @param then what becomes visible with the change or not at all; it is told the hosts whose list is due by that
 */
export async function expireStaging(
  db: Database,
  { file: { id, mirrorId }, hours, makesLists }: Expiring,
  then: (tx: Transaction, lists: HostId[]) => Promise<void>,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await lockMirrorRow(tx, mirrorId))) return false
    const expired = await tx
      .update(files)
      .set({ status: 'expired', uploadId: null, sealedSource: null })
      .where(and(eq(files.id, id), isOverdue(tx, hours)))
      .returning({ id: files.id })
    if (expired.length === 0) return false
    const ended = await tx
      .update(transfers)
      .set({ status: 'failed', error: neverUploaded, finishedAt: sql`now()` })
      .where(and(eq(transfers.fileId, id), eq(transfers.status, 'queued')))
      .returning({ host: transfers.host })
    const hosts = ended.map(({ host }) => hostIdSchema.parse(host))
    const lists = await wantLists(tx, mirrorId, { hosts, makesLists })
    await refreshMirror(tx, mirrorId)
    await then(tx, [...lists])
    return true
  })
}

export type ExpiredCopy = { fileId: FileId; mirrorId: MirrorId }

/** Copies that `local` has kept for as long as it said. */
export async function listExpiredCopies(db: Executor): Promise<ExpiredCopy[]> {
  const rows = await db
    .select({ fileId: transfers.fileId, mirrorId: transfers.mirrorId })
    .from(transfers)
    .where(
      and(
        eq(transfers.host, 'local'),
        eq(transfers.status, 'done'),
        isNull(transfers.removedAt),
        lte(transfers.expiresAt, sql`now()`),
      ),
    )
    .limit(MOST_AT_ONCE)
  return rows.map(({ fileId, mirrorId }) => ({
    fileId: fileIdSchema.parse(fileId),
    mirrorId: mirrorIdSchema.parse(mirrorId),
  }))
}

/** Writes down that such a copy is gone, which needs no further asking, and tells the pages that show it. */
export async function markCopyRemoved(database: Database, { fileId, mirrorId }: ExpiredCopy): Promise<void> {
  await database.transaction(async (db) => {
    await db
      .update(transfers)
      .set({ removedAt: sql`now()`, linkState: 'dead', nextCheckAt: null })
      .where(and(eq(transfers.fileId, fileId), eq(transfers.host, 'local'), lte(transfers.expiresAt, sql`now()`)))
    await notifyChanged(db, mirrorId)
  })
}
