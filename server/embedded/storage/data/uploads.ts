// Multipart uploads in the index: begun, filled part by part, and turned into an object without moving a byte.
import { randomBytes } from 'node:crypto'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { requireBucket } from './buckets.ts'
import type { Database } from './database.ts'
import type { FileId } from './files.ts'
import { findObject, type Guard, replaceObject } from './objects.ts'
import { dropPart, dropVersion, insertPieces, type Piece } from './pieces.ts'
import { integer, keyBytes } from './row.ts'
import { type Part, readPart, readUpload, type Stored, toJson, type Upload } from './stored.ts'

const columns = 'bucket, key, version, initiated, headers, metadata, tags, checksum'

export type UploadName = { bucket: string; key: string; version: string }

/** An upload id: ids of one key sort by the time at which they were made, as listings want them. */
export const newUploadId = (now: number): string =>
  `${now.toString(16).padStart(12, '0')}${randomBytes(20).toString('hex')}`

/** @throws {S3Error} NoSuchBucket */
export async function createUpload(database: Database, upload: Upload): Promise<void> {
  await database.write(() => {
    requireBucket(database, upload.bucket)
    database
      .prepare(`insert into uploads (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(
        upload.bucket,
        keyBytes(upload.key),
        upload.version,
        upload.initiated,
        toJson(upload.headers),
        toJson(upload.metadata),
        toJson(upload.tags),
        toJson(upload.checksum),
      )
  })
}

/** @throws {S3Error} NoSuchBucket, NoSuchUpload */
export function requireUpload(database: Database, { bucket, key, version }: UploadName): Upload {
  requireBucket(database, bucket)
  const row = database
    .prepare(`select ${columns} from uploads where bucket = ? and key = ? and version = ?`)
    .get(bucket, keyBytes(key), version)
  if (!row) throw new S3Error('NoSuchUpload', undefined, { details: { UploadId: version } })
  return readUpload(row)
}

/** Parts with a number above `after`, in order. */
export const listParts = (
  database: Database,
  version: string,
  { after, limit }: { after: number; limit: number },
): Part[] =>
  database
    .prepare(
      'select number, size, md5, modified, checksum from parts where version = ? and number > ? order by number limit ?',
    )
    .all(version, after, limit)
    .map(readPart)

/**
 * Puts a part in the place of one of the same number.
 * @returns the files that nothing refers to any more
 * @throws {S3Error} NoSuchUpload when the upload was completed or aborted meanwhile
 */
export const publishPart = (
  database: Database,
  upload: UploadName,
  { part, pieces }: { part: Part; pieces: readonly Piece[] },
): Promise<FileId[]> =>
  database.write(() => {
    requireUpload(database, upload)
    const orphans = dropPart(database, upload.version, part.number)
    database
      .prepare('insert into parts (version, number, size, md5, modified, checksum) values (?, ?, ?, ?, ?, ?)')
      .run(upload.version, part.number, part.size, part.md5, part.modified, part.checksum ?? null)
    insertPieces(database, { version: upload.version, part: part.number }, pieces)
    return orphans
  })

/** @returns the files that nothing refers to any more. @throws {S3Error} NoSuchBucket, NoSuchUpload */
export const abortUpload = (database: Database, upload: UploadName): Promise<FileId[]> =>
  database.write(() => {
    requireUpload(database, upload)
    database.prepare('delete from uploads where version = ?').run(upload.version)
    return dropVersion(database, upload.version)
  })

/** The object that this upload has become; undefined when it has not, or was replaced since. */
export function completedUpload(database: Database, { bucket, key, version }: UploadName): Stored | undefined {
  const object = findObject(database, bucket, key)
  return object?.version === version ? object : undefined
}

/**
 * Turns chosen parts of an upload into its object; the others go.
 * @returns the files that nothing refers to any more
 * @throws {S3Error} NoSuchUpload, and what `check` and `guard` throw; then nothing is changed
 */
export const completeUpload = (
  database: Database,
  upload: UploadName,
  {
    check,
    guard,
  }: { check: (parts: ReadonlyMap<number, Part>) => { object: Stored; chosen: readonly number[] }; guard: Guard },
): Promise<{ object: Stored; orphans: FileId[] }> =>
  database.write(() => {
    requireUpload(database, upload)
    const { version } = upload
    const all = listParts(database, version, { after: 0, limit: 10_000 })
    const byNumber = new Map(all.map((part) => [part.number, part]))
    const { object, chosen } = check(byNumber)
    const kept = new Set(chosen)
    const orphans = all.flatMap(({ number }) => (kept.has(number) ? [] : dropPart(database, version, number)))
    const shift = database.prepare('update pieces set at = at + ? where version = ? and part = ?')
    let at = 0
    for (const number of chosen) {
      if (at > 0) shift.run(at, version, number)
      at += byNumber.get(number)?.size ?? 0
    }
    database.prepare('delete from uploads where version = ?').run(version)
    orphans.push(...replaceObject(database, object, guard))
    return { object, orphans }
  })

/**
 * The bytes of one part of an object. An object that was not uploaded in parts is its own first part.
 * @throws {S3Error} InvalidPartNumber
 */
export function partRange(database: Database, object: Stored, number: number): { from: number; to: number } {
  if (object.parts === undefined && number === 1) return { from: 0, to: object.size }
  const row = database
    .prepare('select min(at) as start, max(at + size) as finish from pieces where version = ? and part = ?')
    .get(object.version, number)
  if (object.parts === undefined || !row || row['start'] === null)
    throw new S3Error('InvalidPartNumber', undefined, { details: { PartNumberRequested: number } })
  return { from: integer(row, 'start'), to: integer(row, 'finish') }
}
