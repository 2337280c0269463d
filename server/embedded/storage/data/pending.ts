// One page of the multipart uploads of a bucket that are not over, by key and then by when they began.
import type { Database } from './database.ts'
import { keyBytes } from './row.ts'
import { readUpload } from './stored.ts'

export type PendingUpload = {
  key: string
  version: string
  initiated: number
  algorithm: string | undefined
  type: string | undefined
}

type Wanted = {
  bucket: string
  prefix: string
  delimiter: string | undefined
  /** Uploads of this key are left out, but those behind `uploadMarker`. */
  keyMarker: string
  uploadMarker: string
  limit: number
}

export type PendingPage = {
  uploads: PendingUpload[]
  prefixes: string[]
  /** Where the next page begins: the last key or common prefix of this one. */
  next: { key: string; version: string } | undefined
}

const statement = `select bucket, key, version, initiated, headers, metadata, tags, checksum from uploads
where bucket = ? and (key > ? or (key = ? and ? <> '' and version > ?)) order by key, version`

/** Reads one page. Uploads that are under way are few, so those in front of the prefix are simply passed over. */
export function pendingUploads(database: Database, wanted: Wanted): PendingPage {
  const { bucket, prefix, delimiter, keyMarker, uploadMarker, limit } = wanted
  const page: PendingPage = { uploads: [], prefixes: [], next: undefined }
  const marker = keyBytes(keyMarker)
  let last = { key: '', version: '' }
  let count = 0
  for (const row of database.prepare(statement).all(bucket, marker, marker, uploadMarker, uploadMarker)) {
    const { key, version, initiated, checksum } = readUpload(row)
    if (!key.startsWith(prefix)) continue
    const cut = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length)
    const common = cut === -1 ? undefined : key.slice(0, cut + (delimiter?.length ?? 0))
    if (common !== undefined && (common === page.prefixes.at(-1) || common === keyMarker)) continue
    if (count === limit) return { ...page, next: limit === 0 ? undefined : last }
    count += 1
    if (common === undefined) {
      page.uploads.push({ key, version, initiated, algorithm: checksum?.algorithm, type: checksum?.type })
      last = { key, version }
    } else {
      page.prefixes.push(common)
      last = { key: common, version: '' }
    }
  }
  return page
}
