// Files that this server fetches: where from, how far, and how it ended. The id of the upload is the token of who fetches.
import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database, Executor, Transaction } from '#db/connection.ts'
import { files, mirrors, transfers } from '#db/schema/schema.ts'
import { seal, unseal } from '#server/crypto.ts'
import { type FileId, type HostId, type MirrorId, mirrorIdSchema, type UserId, userIdSchema } from '#server/ids.ts'
import { abandonFiles, staged } from './file-ends.ts'
import { lockMirrorRow, MIRROR_CHANGED, refreshMirror } from './mirror-status.ts'
import { type ListRule, wantLists } from './settle.ts'

const stored = z.object({
  url: z.string(),
  validator: z.object({ etag: z.string().nullable(), lastModified: z.string().nullable() }),
})

/** An address, and what its server called the state of the file that is fetched. */
export type FileSource = z.infer<typeof stored>

const purpose = (id: FileId) => `source of a file: ${id}`

/** What the row of a file keeps of its source: addresses carry names, passwords and signatures. */
export const sealSource = (id: FileId, source: FileSource): string => seal(JSON.stringify(source), purpose(id))

function openSource(id: FileId, sealed: string): FileSource | null {
  const plain = unseal(sealed, purpose(id))
  return plain === null ? null : stored.parse(JSON.parse(plain))
}

export type Fetch = {
  id: FileId
  mirrorId: MirrorId
  owner: UserId
  size: number
  partSize: number
  /** The multipart upload that its bytes go to, once it was begun. */
  uploadId: string | null
  /** Null where it was sealed under an AUTH_SECRET that is not known any more. */
  source: FileSource | null
}

/** A file that is still to be fetched, or null when that is over or nobody wants it any more. */
export async function readFetch(db: Executor, id: FileId): Promise<Fetch | null> {
  const [row] = await db
    .select({
      mirrorId: files.mirrorId,
      owner: mirrors.ownerId,
      size: files.size,
      partSize: files.partSize,
      uploadId: files.uploadId,
      sealedSource: files.sealedSource,
    })
    .from(files)
    .innerJoin(mirrors, eq(mirrors.id, files.mirrorId))
    .where(and(eq(files.id, id), isUnderWay))
  if (row?.sealedSource == null || row.partSize === null) return null
  const { sealedSource, partSize, size, uploadId } = row
  return {
    id,
    mirrorId: mirrorIdSchema.parse(row.mirrorId),
    owner: userIdSchema.parse(row.owner),
    size,
    partSize,
    uploadId,
    source: openSource(id, sealedSource),
  }
}

const isUnderWay: SQL | undefined = and(eq(files.status, 'uploading'), isNotNull(files.sealedSource))

/** Still to be fetched, and by nobody else since. */
const isHeld = ({ id, uploadId }: Pick<Fetch, 'id' | 'uploadId'>) =>
  and(eq(files.id, id), isUnderWay, uploadId === null ? sql`${files.uploadId} is null` : eq(files.uploadId, uploadId))

/**
 * Puts a new upload in the place of the one that was known: what comes next is another state of the file.
 * @returns whether nobody was quicker
 */
export async function beginUpload(
  db: Executor,
  known: Fetch,
  { uploadId, source }: { uploadId: string; source: FileSource },
): Promise<boolean> {
  const rows = await db
    .update(files)
    .set({ uploadId, sealedSource: sealSource(known.id, source), fetchedBytes: 0 })
    .where(isHeld(known))
    .returning({ id: files.id })
  return rows.length > 0
}

/**
 * Writes down how much has been fetched and tells who listens.
 * @returns whether the file is still wanted, and from this worker
 */
export async function noteFetched(db: Executor, held: Fetch, bytes: number): Promise<boolean> {
  const rows = await db
    .update(files)
    .set({ fetchedBytes: bytes })
    .where(isHeld(held))
    .returning({ told: sql`pg_notify(${MIRROR_CHANGED}, ${files.mirrorId}::text)` })
  return rows.length > 0
}

/** What follows, for the same transaction. */
export type FetchEnd = {
  /** Whether transfers wait for the file. */
  waiting: boolean
  /** Files whose staging is to be deleted. */
  unwanted: FileId[]
  /** Hosts whose list is due. */
  lists: HostId[]
}

type Then = (db: Transaction, end: FetchEnd) => Promise<void>

/** The file is in staging, whole. @returns whether it was still wanted, and from this worker */
export function stageFetched(
  database: Database,
  held: Fetch,
  { etag, then }: { etag: string; then: Then },
): Promise<boolean> {
  return database.transaction(async (db) => {
    if (!(await lockMirrorRow(db, held.mirrorId))) return false
    const rows = await db
      .update(files)
      .set({ ...staged(etag), fetchedBytes: held.size })
      .where(isHeld(held))
      .returning({ id: files.id })
    if (rows.length === 0) return false
    const queued = await db
      .select({ id: transfers.id })
      .from(transfers)
      .where(and(eq(transfers.fileId, held.id), eq(transfers.status, 'queued')))
      .limit(1)
    await then(db, { waiting: queued.length > 0, unwanted: await refreshMirror(db, held.mirrorId), lists: [] })
    return true
  })
}

/** The file cannot be fetched: it is given up, and its mirror goes on with the rest. */
export function giveUpFetch(
  database: Database,
  held: Fetch,
  { error, makesLists, then }: { error: string; makesLists: ListRule; then: Then },
): Promise<boolean> {
  return database.transaction(async (db) => {
    if (!(await lockMirrorRow(db, held.mirrorId))) return false
    const { files: ended, hosts } = await abandonFiles(db, isHeld(held), error)
    if (ended.length === 0) return false
    const lists = await wantLists(db, held.mirrorId, { hosts, makesLists })
    const released = await refreshMirror(db, held.mirrorId)
    await then(db, { waiting: false, unwanted: [...released, ...ended], lists: [...lists] })
    return true
  })
}
