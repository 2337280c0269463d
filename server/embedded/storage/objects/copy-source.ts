// The object that a copy reads: named by a header, held against the conditions for it, pinned while it is used.
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import { requireObject } from '#server/embedded/storage/data/objects.ts'
import { type Piece, piecesOf } from '#server/embedded/storage/data/pieces.ts'
import type { Stored } from '#server/embedded/storage/data/stored.ts'
import { invalidArgument, S3Error } from '#server/embedded/storage/errors.ts'
import type { Call } from '#server/embedded/storage/request/call.ts'
import { checkReadable } from './conditions.ts'
import type { Range } from './range.ts'

/** The largest range that one copy may take, in bytes: S3's 5 GiB. */
const largestCopy = 5 * 1024 ** 3

function parseSource(header: string): { bucket: string; key: string } {
  const wrong = () =>
    invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    )
  const [path = '', query] = header.split('?versionId=')
  if (query !== undefined && query !== 'null')
    throw invalidArgument('Invalid version id specified', 'x-amz-copy-source', header)
  let decoded: string
  try {
    decoded = decodeURIComponent(Buffer.from(path, 'latin1').toString('utf8'))
  } catch {
    throw wrong()
  }
  const found = /^\/?([^/]+)\/([\s\S]+)$/.exec(decoded)
  if (!found?.[1] || !found[2]) throw wrong()
  return { bucket: found[1], key: found[2] }
}

function rangeOf(header: string | undefined, { size }: Stored): Range {
  if (header === undefined) return { from: 0, to: size }
  const found = /^bytes=(\d+)-(\d+)$/.exec(header)
  if (!found?.[1] || !found[2] || Number(found[1]) > Number(found[2]))
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    )
  const range = { from: Number(found[1]), to: Number(found[2]) + 1 }
  if (range.to > size)
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      'x-amz-copy-source-range',
      header,
    )
  return range
}

export type Source = { object: Stored; range: Range; pieces: Piece[] }

/**
 * Finds the source of a copy and gives it to `use`; its bytes cannot go while that runs.
 * @throws {S3Error} NoSuchKey, PreconditionFailed, InvalidArgument, InvalidRequest, and what `use` throws
 */
export async function withSource<T>(call: Call, use: (source: Source) => Promise<T>): Promise<T> {
  const { database, files, headers, owner, request, target } = call
  requireBucket(database, target.bucket)
  const expected = headers.get('x-amz-source-expected-bucket-owner')
  if (expected !== undefined && expected !== owner.id) throw new S3Error('AccessDenied')
  const { bucket, key } = parseSource(headers.get('x-amz-copy-source') ?? '')
  const object = requireObject(database, bucket, key)
  checkReadable(headers, object, 'x-amz-copy-source-')
  const range = rangeOf(headers.get('x-amz-copy-source-range'), object)
  if (range.to - range.from > largestCopy)
    throw new S3Error(
      'InvalidRequest',
      `The specified copy source is larger than the maximum allowable size for a copy source: ${largestCopy}`,
    )
  const pieces = piecesOf(database, object.version, range)
  const held = pieces.map(({ file }) => file)
  files.pin(held)
  // Reading gibibytes for a digest moves no byte on the connection, which must not pass for broken meanwhile.
  request.setTimeout(0)
  try {
    return await use({ object, range, pieces })
  } finally {
    files.release(held)
  }
}
