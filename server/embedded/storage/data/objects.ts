// Objects in the index: found, published in one transaction, and deleted.
import { S3Error } from '#server/embedded/storage/errors.ts'
import { requireBucket } from './buckets.ts'
import type { Database } from './database.ts'
import type { FileId } from './files.ts'
import { dropVersion, insertPieces, type Piece } from './pieces.ts'
import { keyBytes, text } from './row.ts'
import { readStored, type Stored, toJson } from './stored.ts'

const columns = 'bucket, key, version, size, etag, modified, headers, metadata, tags, checksum, parts'

export function findObject(database: Database, bucket: string, key: string): Stored | undefined {
  const row = database.prepare(`select ${columns} from objects where bucket = ? and key = ?`).get(bucket, keyBytes(key))
  return row && readStored(row)
}

/** @throws {S3Error} NoSuchBucket, NoSuchKey */
export function requireObject(database: Database, bucket: string, key: string): Stored {
  requireBucket(database, bucket)
  const found = findObject(database, bucket, key)
  if (!found) throw new S3Error('NoSuchKey', undefined, { details: { Key: key } })
  return found
}

/** Refuses a change by what is there now. */
export type Guard = (current: Stored | undefined) => void

/** Puts a row in the place of what was there. Within `write`. @returns the files that nothing refers to any more */
export function replaceObject(database: Database, object: Stored, guard: Guard): FileId[] {
  requireBucket(database, object.bucket)
  const current = findObject(database, object.bucket, object.key)
  guard(current)
  const orphans: FileId[] = []
  if (current) {
    database.prepare('delete from objects where bucket = ? and key = ?').run(object.bucket, keyBytes(object.key))
    if (current.version !== object.version) orphans.push(...dropVersion(database, current.version))
  }
  database
    .prepare(`insert into objects (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(
      object.bucket,
      keyBytes(object.key),
      object.version,
      object.size,
      object.etag,
      object.modified,
      toJson(object.headers),
      toJson(object.metadata),
      toJson(object.tags),
      toJson(object.checksum),
      object.parts ?? null,
    )
  return orphans
}

/**
 * Publishes an object whose bytes are in the given slices.
 * @returns the files that nothing refers to any more
 * @throws {S3Error} NoSuchBucket and what the guard throws; then nothing is changed
 */
export const publishObject = (
  database: Database,
  object: Stored,
  { pieces, guard }: { pieces: readonly Piece[]; guard: Guard },
): Promise<FileId[]> =>
  database.write(() => {
    // Before the old version goes: an object that is copied onto itself shares its slices with it.
    insertPieces(database, { version: object.version, part: 0 }, pieces)
    return replaceObject(database, object, guard)
  })

/** Deletes objects of one bucket in one go; a key that is not there is no error. @returns the files that are left over */
export const deleteObjects = (
  database: Database,
  bucket: string,
  targets: readonly { key: string; guard: Guard }[],
): Promise<FileId[]> =>
  database.write(() => {
    requireBucket(database, bucket)
    return targets.flatMap(({ key, guard }) => {
      guard(findObject(database, bucket, key))
      const row = database
        .prepare('delete from objects where bucket = ? and key = ? returning version')
        .get(bucket, keyBytes(key))
      return row ? dropVersion(database, text(row, 'version')) : []
    })
  })

/** Replaces the tags of an object. @throws {S3Error} NoSuchBucket, NoSuchKey */
export async function tagObject(
  database: Database,
  { bucket, key }: { bucket: string; key: string },
  tags: Record<string, string>,
): Promise<void> {
  await database.write(() => {
    requireObject(database, bucket, key)
    database
      .prepare('update objects set tags = ? where bucket = ? and key = ?')
      .run(toJson(tags), bucket, keyBytes(key))
  })
}
