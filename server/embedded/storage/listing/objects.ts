// What listings of objects have in common: their rows and how an object is written.
import { integer, keyOf, type Row, text } from '#server/embedded/storage/data/row.ts'
import { readChecksum } from '#server/embedded/storage/data/stored.ts'
import type { Owner } from '#server/embedded/storage/request/call.ts'
import { element, type Markup, optional } from '#server/embedded/storage/xml.ts'
import type { Encoding } from './page.ts'

/** The statement and reader that `walk` takes for objects. */
export const objectRows = {
  select:
    'select key, size, etag, modified, checksum from objects where bucket = ? and key >= ? and key < ? order by key limit ?',
  read: (row: Row) => ({
    key: keyOf(row),
    size: integer(row, 'size'),
    etag: text(row, 'etag'),
    modified: integer(row, 'modified'),
    checksum: readChecksum(row),
  }),
}

export type Listed = ReturnType<typeof objectRows.read>

/** Times in documents have milliseconds and a Z. */
export const isoTime = (time: number): string => new Date(time).toISOString()

export const renderOwner = (name: string, { id, displayName }: Owner): Markup =>
  element(name, [element('ID', id), element('DisplayName', displayName)])

/** The inside of an object's element in a listing. */
export function renderObject(object: Listed, { encode }: Encoding, owner: Owner | undefined): Markup[] {
  return [
    element('Key', encode(object.key)),
    element('LastModified', isoTime(object.modified)),
    element('ETag', `"${object.etag}"`),
    ...optional('ChecksumAlgorithm', object.checksum?.algorithm),
    ...optional('ChecksumType', object.checksum?.type),
    element('Size', object.size),
    ...(owner ? [renderOwner('Owner', owner)] : []),
    element('StorageClass', 'STANDARD'),
  ]
}

export const renderPrefixes = (prefixes: readonly string[], { encode }: Encoding): Markup[] =>
  prefixes.map((prefix) => element('CommonPrefixes', [element('Prefix', encode(prefix))]))
