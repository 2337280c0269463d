// All mirrors of an owner with what belongs to them, oldest first, so many at a time that they fit in little memory.
import { and, asc, eq, getTableColumns, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, hostLinks, mirrors, transfers } from '#db/schema/schema.ts'
import { type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'
import { ownedBy } from './standing.ts'

const MOST_MIRRORS = 50
/** Of the mirrors that are read together; one that has more alone is read by itself. */
const MOST_FILES = 1_000

const mirrorColumns = {
  id: mirrors.id,
  name: mirrors.name,
  status: mirrors.status,
  uploadedAt: mirrors.uploadedAt,
  startedAt: mirrors.startedAt,
  durationMs: mirrors.durationMs,
  expiresAt: mirrors.expiresAt,
  hasPassword: sql<boolean>`${mirrors.passwordHash} is not null`,
  takenDownAt: mirrors.takenDownAt,
  takedownReason: mirrors.takedownReason,
  deleteAt: mirrors.deleteAt,
}

const placedColumns = {
  ...mirrorColumns,
  /** The time in microseconds, since a `Date` would round them. */
  micros: sql<string>`(extract(epoch from ${mirrors.uploadedAt}) * 1000000)::bigint::text`,
  fileCount: sql<number>`(select count(*) from ${files} where ${files.mirrorId} = ${mirrors.id})`.mapWith(Number),
}

type Placed = { id: string; micros: string; fileCount: number }

const isAfter = ({ micros, id }: Placed): SQL =>
  sql`(${mirrors.uploadedAt}, ${mirrors.id}) > (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::uuid)`

const listPage = (db: Executor, owner: OwnerId, after: Placed | undefined) =>
  db
    .select(placedColumns)
    .from(mirrors)
    .where(and(ownedBy(owner), after && isAfter(after)))
    .orderBy(asc(mirrors.uploadedAt), asc(mirrors.id))
    .limit(MOST_MIRRORS)

type Row = Awaited<ReturnType<typeof listPage>>[number]
type File = Awaited<ReturnType<typeof listFiles>>[number]
type Transfer = Awaited<ReturnType<typeof listTransfers>>[number]

export type ExportedMirror = Omit<Row, 'id' | 'micros' | 'fileCount'> & {
  id: MirrorId
  hosts: { host: string; url: string | null }[]
  files: (Omit<File, 'mirrorId'> & { transfers: Omit<Transfer, 'fileId'>[] })[]
}

/** What is made or deleted while it runs may be in it or not. */
export async function* exportMirrors(db: Executor, owner: OwnerId): AsyncGenerator<ExportedMirror> {
  let last: Placed | undefined
  do {
    const page: Row[] = await listPage(db, owner, last)
    for (const group of groupsOf(page)) yield* await withParts(db, owner, group)
    last = page.length < MOST_MIRRORS ? undefined : page.at(-1)
  } while (last)
}

/** Neighbours whose files together are not too many. */
function* groupsOf(rows: readonly Row[]): Generator<Row[]> {
  let group: Row[] = []
  let count = 0
  for (const row of rows) {
    if (group.length > 0 && count + row.fileCount > MOST_FILES) {
      yield group
      group = []
      count = 0
    }
    group.push(row)
    count += row.fileCount
  }
  if (group.length > 0) yield group
}

async function withParts(db: Executor, owner: OwnerId, group: readonly Row[]): Promise<ExportedMirror[]> {
  const own = and(
    inArray(
      mirrors.id,
      group.map(({ id }) => id),
    ),
    ownedBy(owner),
  )
  const [theirFiles, theirTransfers, theirLinks] = await Promise.all([
    listFiles(db, own),
    listTransfers(db, own),
    listLinks(db, own),
  ])
  const filesOf = Map.groupBy(theirFiles, ({ mirrorId }) => mirrorId)
  const transfersOf = Map.groupBy(theirTransfers, ({ fileId }) => fileId)
  const linksOf = Map.groupBy(theirLinks, ({ mirrorId }) => mirrorId)
  return group.map(({ id, micros: _micros, fileCount: _fileCount, ...mirror }) => ({
    id: mirrorIdSchema.parse(id),
    ...mirror,
    hosts: (linksOf.get(id) ?? []).map(({ host, url }) => ({ host, url })),
    files: (filesOf.get(id) ?? []).map(({ mirrorId: _mirror, ...file }) => ({
      ...file,
      transfers: (transfersOf.get(file.id) ?? []).map(({ fileId: _file, ...transfer }) => transfer),
    })),
  }))
}

function listFiles(db: Executor, own: SQL | undefined) {
  const { id, mirrorId, name, path, type, size, status, stagedAt, sha256, sha1, md5, blake3 } = getTableColumns(files)
  return db
    .select({ id, mirrorId, name, path, type, size, status, stagedAt, sha256, sha1, md5, blake3 })
    .from(files)
    .innerJoin(mirrors, eq(mirrors.id, files.mirrorId))
    .where(own)
    .orderBy(asc(files.mirrorId), asc(files.position))
}

/** `url` may be a path of this site. */
function listTransfers(db: Executor, own: SQL | undefined) {
  const { fileId, host, status, url, verified, finishedAt, checkedAt, linkState, expiresAt, removedAt, error } =
    getTableColumns(transfers)
  return db
    .select({ fileId, host, status, url, verified, finishedAt, checkedAt, linkState, expiresAt, removedAt, error })
    .from(transfers)
    .innerJoin(mirrors, eq(mirrors.id, transfers.mirrorId))
    .where(own)
    .orderBy(asc(transfers.fileId), asc(transfers.host))
}

/** What hosts gave for mirrors as a whole. */
const listLinks = (db: Executor, own: SQL | undefined) =>
  db
    .select({ mirrorId: hostLinks.mirrorId, host: hostLinks.host, url: hostLinks.groupUrl })
    .from(hostLinks)
    .innerJoin(mirrors, eq(mirrors.id, hostLinks.mirrorId))
    .where(and(own, isNotNull(hostLinks.groupUrl)))
    .orderBy(asc(hostLinks.mirrorId), asc(hostLinks.host))
