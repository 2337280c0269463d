// Buckets in the index.
import { S3Error } from '#server/embedded/storage/errors.ts'
import type { Database } from './database.ts'
import { dropVersion } from './pieces.ts'
import type { FileId } from './files.ts'
import { integer, optionalText, type Row, text } from './row.ts'

export type Bucket = {
  name: string
  /** Milliseconds since 1970. */
  created: number
  /** The CORS configuration as JSON. */
  cors: string | undefined
  tags: string | undefined
}

const readBucket = (row: Row): Bucket => ({
  name: text(row, 'name'),
  created: integer(row, 'created'),
  cors: optionalText(row, 'cors'),
  tags: optionalText(row, 'tags'),
})

export function findBucket(database: Database, name: string): Bucket | undefined {
  const row = database.prepare('select name, created, cors, tags from buckets where name = ?').get(name)
  return row && readBucket(row)
}

/** @throws {S3Error} NoSuchBucket */
export function requireBucket(database: Database, name: string): Bucket {
  const bucket = findBucket(database, name)
  if (!bucket) throw new S3Error('NoSuchBucket', undefined, { details: { BucketName: name } })
  return bucket
}

/** Buckets whose name begins with `prefix` and comes after `after`, in order of their bytes. */
export const listBuckets = (
  database: Database,
  { prefix, after, limit }: { prefix: string; after: string; limit: number },
): Bucket[] =>
  database
    .prepare(
      'select name, created, cors, tags from buckets where name > ? and substr(name, 1, length(?)) = ? order by name limit ?',
    )
    .all(after, prefix, prefix, limit)
    .map(readBucket)

/** @returns false when it was there already */
export const createBucket = (database: Database, name: string): Promise<boolean> =>
  database.write(
    () =>
      database.prepare('insert or ignore into buckets (name, created) values (?, ?)').run(name, Date.now()).changes > 0,
  )

/** Sets what a bucket is configured with; undefined takes it away. @throws {S3Error} NoSuchBucket */
export async function configureBucket(
  database: Database,
  name: string,
  change: { what: 'cors' | 'tags'; value: string | undefined },
): Promise<void> {
  await database.write(() => {
    requireBucket(database, name)
    database.prepare(`update buckets set ${change.what} = ? where name = ?`).run(change.value ?? null, name)
  })
}

/**
 * Removes a bucket and the multipart uploads in it.
 * @returns the files that nothing refers to any more
 * @throws {S3Error} NoSuchBucket, BucketNotEmpty
 */
export const deleteBucket = (database: Database, name: string): Promise<FileId[]> =>
  database.write(() => {
    requireBucket(database, name)
    if (database.prepare('select 1 as found from objects where bucket = ? limit 1').get(name))
      throw new S3Error('BucketNotEmpty', undefined, { details: { BucketName: name } })
    const uploads = database.prepare('delete from uploads where bucket = ? returning version').all(name)
    const orphans = uploads.flatMap((row) => dropVersion(database, text(row, 'version')))
    database.prepare('delete from buckets where name = ?').run(name)
    return orphans
  })
