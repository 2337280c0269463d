// A mirror as anyone who has its link may see it; past its end, or taken down, it is not there.
import { and, asc, eq, gt, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, mirrors, transfers } from '#db/schema/schema.ts'
import type { LinkState, Verification } from '#db/schema/states.ts'
import { type FileId, fileIdSchema, type HostId, hostIdSchema, type MirrorId } from '#server/ids.ts'
import { isThere } from './standing.ts'

const isPublic = (id: MirrorId) =>
  and(
    eq(mirrors.id, id),
    isThere,
    isNull(mirrors.takenDownAt),
    or(isNull(mirrors.expiresAt), gt(mirrors.expiresAt, sql`now()`)),
  )

/** The mirror without its files, or null where there is none to see. */
export async function findPublicMirror(db: Executor, id: MirrorId) {
  const [row] = await db
    .select({
      name: mirrors.name,
      uploadedAt: mirrors.uploadedAt,
      durationMs: mirrors.durationMs,
      status: mirrors.status,
      expiresAt: mirrors.expiresAt,
    })
    .from(mirrors)
    .where(isPublic(id))
  return row ?? null
}

/** Its files in their order, without those that their owner gave up. */
export async function listPublicFiles(db: Executor, id: MirrorId) {
  const rows = await db
    .select({
      id: files.id,
      name: files.name,
      size: files.size,
      path: files.path,
      sha256: files.sha256,
      md5: files.md5,
    })
    .from(files)
    .innerJoin(mirrors, eq(mirrors.id, files.mirrorId))
    .where(and(isPublic(id), or(ne(files.status, 'aborted'), isNotNull(files.fetchError))))
    .orderBy(asc(files.position))
  return rows.map((row) => ({ ...row, id: fileIdSchema.parse(row.id) }))
}

/** How far a file is that this server fetches, or why it could not be. */
export type FetchState = {
  fileId: FileId
  state: 'waiting' | 'running' | 'failed'
  /** Bytes that have been fetched, of how many. */
  bytes: number
  size: number
  /** Why it failed, as a sentence. */
  error: string | null
}

/** The files that are still to be fetched or could not be, in their order. */
export async function listFetching(db: Executor, id: MirrorId): Promise<FetchState[]> {
  const isUnderWay = and(eq(files.status, 'uploading'), isNotNull(files.sealedSource))
  const rows = await db
    .select({
      fileId: files.id,
      bytes: files.fetchedBytes,
      size: files.size,
      error: files.fetchError,
      uploadId: files.uploadId,
    })
    .from(files)
    .innerJoin(mirrors, eq(mirrors.id, files.mirrorId))
    .where(and(isPublic(id), or(isUnderWay, isNotNull(files.fetchError))))
    .orderBy(asc(files.position))
  return rows.map(({ fileId, uploadId, ...row }) => ({
    ...row,
    fileId: fileIdSchema.parse(fileId),
    state: row.error !== null ? 'failed' : uploadId !== null ? 'running' : 'waiting',
  }))
}

export type FileLink = {
  fileId: FileId
  host: HostId
  url: string
  verified: Verification
  /** Whether the host still had the copy when it was asked last; null before that. */
  linkState: LinkState | null
}

/** The copies that hosts have, in the order of the files, without those that we took away; `url` may be a path of this site. */
export async function listFileLinks(db: Executor, id: MirrorId): Promise<FileLink[]> {
  const rows = await db
    .select({
      fileId: transfers.fileId,
      host: transfers.host,
      url: transfers.url,
      verified: transfers.verified,
      linkState: transfers.linkState,
    })
    .from(transfers)
    .innerJoin(files, eq(files.id, transfers.fileId))
    .innerJoin(mirrors, eq(mirrors.id, transfers.mirrorId))
    .where(and(isPublic(id), ne(files.status, 'aborted'), eq(transfers.status, 'done'), isNull(transfers.removedAt)))
    .orderBy(asc(files.position), asc(transfers.host))
  return rows.flatMap(({ fileId, host, url, verified, linkState }) =>
    url === null || verified === null
      ? []
      : [{ fileId: fileIdSchema.parse(fileId), host: hostIdSchema.parse(host), url, verified, linkState }],
  )
}

/** The name of a file that the host `local` keeps a copy of right now, or null. */
export async function findLocalCopy(db: Executor, id: MirrorId, fileId: FileId): Promise<{ name: string } | null> {
  const [row] = await db
    .select({ name: files.name })
    .from(transfers)
    .innerJoin(files, eq(files.id, transfers.fileId))
    .innerJoin(mirrors, eq(mirrors.id, transfers.mirrorId))
    .where(
      and(
        isPublic(id),
        eq(transfers.fileId, fileId),
        ne(files.status, 'aborted'),
        eq(transfers.host, 'local'),
        eq(transfers.status, 'done'),
        or(isNull(transfers.expiresAt), gt(transfers.expiresAt, sql`now()`)),
      ),
    )
  return row ?? null
}
