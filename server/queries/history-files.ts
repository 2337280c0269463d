// The files of several mirrors of one owner, and where each can be had.
import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, mirrors, transfers } from '#db/schema/schema.ts'
import { fileIdSchema, hostIdSchema, type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'
import type { FileLink } from './public-mirror.ts'
import { ownedBy } from './standing.ts'

const ofThese = (owner: OwnerId, ids: readonly MirrorId[]) =>
  and(inArray(mirrors.id, [...ids]), ownedBy(owner), ne(files.status, 'aborted'))

/** In the order of each mirror, without those that were given up. */
export async function listFilesOf(db: Executor, owner: OwnerId, ids: readonly MirrorId[]) {
  const rows = await db
    .select({
      mirrorId: files.mirrorId,
      id: files.id,
      name: files.name,
      path: files.path,
      size: files.size,
      sha256: files.sha256,
      md5: files.md5,
    })
    .from(files)
    .innerJoin(mirrors, eq(mirrors.id, files.mirrorId))
    .where(ofThese(owner, ids))
    .orderBy(asc(files.mirrorId), asc(files.position))
  return rows.map((row) => ({
    ...row,
    id: fileIdSchema.parse(row.id),
    mirrorId: mirrorIdSchema.parse(row.mirrorId),
  }))
}

/** The copies that hosts have, without those that we took away; `url` may be a path of this site. */
export async function listLinksOf(db: Executor, owner: OwnerId, ids: readonly MirrorId[]): Promise<FileLink[]> {
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
    .where(and(ofThese(owner, ids), eq(transfers.status, 'done'), isNull(transfers.removedAt)))
    .orderBy(asc(transfers.fileId), asc(transfers.host))
  return rows.flatMap(({ fileId, host, url, verified, linkState }) =>
    url === null || verified === null
      ? []
      : [{ fileId: fileIdSchema.parse(fileId), host: hostIdSchema.parse(host), url, verified, linkState }],
  )
}
