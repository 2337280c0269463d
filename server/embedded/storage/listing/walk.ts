// One page of a bucket's keys: read in order from the index, with whole common prefixes skipped by one seek each.
import type { Database } from '#server/embedded/storage/data/database.ts'
import { keyBytes, keyOf, type Row } from '#server/embedded/storage/data/row.ts'

export type Walk = {
  bucket: string
  prefix: string
  delimiter: string | undefined
  /** Keys up to this one, and the common prefix that it is, are left out. */
  after: string
  /** Keys and common prefixes together. */
  limit: number
}

export type Page<T> = {
  items: T[]
  prefixes: string[]
  truncated: boolean
  /** The last key or common prefix of the page. */
  last: string
}

/** The first bytes that sort behind every key with that prefix. UTF-8 has no byte 0xff, so the last one can always grow. */
function behind(prefix: string): Buffer {
  const bytes = keyBytes(prefix)
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) + 1, bytes.length - 1)
  return bytes
}

// A byte of zero behind it is the least that comes after a key.
const justAfter = (key: string): Buffer => Buffer.concat([keyBytes(key), Buffer.alloc(1)])

function firstPosition({ prefix, delimiter, after }: Walk): Buffer {
  const start = keyBytes(prefix)
  if (after === '') return start
  const cut = delimiter !== undefined && after.startsWith(prefix) ? after.indexOf(delimiter, prefix.length) : -1
  const next =
    delimiter !== undefined && cut !== -1 && cut + delimiter.length === after.length ? behind(after) : justAfter(after)
  return Buffer.compare(next, start) > 0 ? next : start
}

/**
 * Reads one page.
 * @param select a statement of (bucket, first key, last key exclusive, limit) in order of keys; rows have `key`
 */
export function walk<T>(
  database: Database,
  { select, read }: { select: string; read: (row: Row) => T },
  wanted: Walk,
): Page<T> {
  const { bucket, prefix, delimiter, limit } = wanted
  const page: Page<T> = { items: [], prefixes: [], truncated: false, last: '' }
  if (limit === 0) return page
  const statement = database.prepare(select)
  const end = prefix === '' ? Buffer.from([0xff]) : behind(prefix)
  let from = firstPosition(wanted)
  let count = 0
  for (;;) {
    const size = delimiter === undefined ? limit + 1 - count : Math.min(limit + 1 - count, 64)
    const rows = statement.all(bucket, from, end, size)
    let skipped = false
    for (const row of rows) {
      const key = keyOf(row)
      if (count === limit) return { ...page, truncated: true }
      count += 1
      const cut = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length)
      if (delimiter !== undefined && cut !== -1) {
        const common = key.slice(0, cut + delimiter.length)
        page.prefixes.push(common)
        page.last = common
        from = behind(common)
        skipped = true
        break
      }
      page.items.push(read(row))
      page.last = key
      from = justAfter(key)
    }
    if (!skipped && rows.length < size) return page
  }
}
