// The conditions that a request can put on an object's current state.
import type { Guard } from '#server/embedded/storage/data/objects.ts'
import type { Stored } from '#server/embedded/storage/data/stored.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import type { Headers } from '#server/embedded/storage/request/headers.ts'

const bare = (etag: string): string =>
  etag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1')

const matches = (list: string, etag: string): boolean =>
  list.split(',').some((one) => one.trim() === '*' || bare(one) === etag)

const failed = (condition: string) =>
  new S3Error('PreconditionFailed', undefined, { details: { Condition: condition } })

// Dates in headers have whole seconds, and one that cannot be read counts for nothing (RFC 9110, 13.1.3).
function seconds(header: string | undefined): number | undefined {
  const time = Date.parse(header ?? '')
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000)
}

/**
 * Holds the conditions of a GET or HEAD, or with the prefix `x-amz-copy-source-` those of a copy, against an object.
 * @throws {S3Error} PreconditionFailed, NotModified (for a copy PreconditionFailed)
 */
export function checkReadable(headers: Headers, object: Stored, prefix = ''): void {
  const header = (name: string) => headers.get(`${prefix}${name}`)
  const modified = Math.floor(object.modified / 1000)
  const match = header('if-match')
  const unmodified = seconds(header('if-unmodified-since'))
  if (match !== undefined) {
    if (!matches(match, object.etag)) throw failed('If-Match')
  } else if (unmodified !== undefined && modified > unmodified) throw failed('If-Unmodified-Since')
  const noneMatch = header('if-none-match')
  const since = seconds(header('if-modified-since'))
  const notModified = (condition: string) =>
    prefix === ''
      ? new S3Error('NotModified', undefined, {
          headers: { ETag: `"${object.etag}"`, 'Last-Modified': new Date(object.modified).toUTCString() },
        })
      : failed(condition)
  if (noneMatch !== undefined) {
    if (matches(noneMatch, object.etag)) throw notModified('If-None-Match')
  } else if (since !== undefined && modified <= since) throw notModified('If-Modified-Since')
}

/**
 * The guard that a conditional write puts before its change: `If-None-Match: *` (nothing there yet) or `If-Match`.
 * @throws {S3Error} NotImplemented for a condition S3 has not got; the guard PreconditionFailed, NoSuchKey
 */
export function writeGuard(headers: Headers): Guard {
  const [match, noneMatch] = [headers.get('if-match'), headers.get('if-none-match')]
  if (noneMatch !== undefined && noneMatch.trim() !== '*') throw new S3Error('NotImplemented')
  return (current) => {
    if (noneMatch !== undefined && current) throw failed('If-None-Match')
    if (match === undefined) return
    if (!current) throw new S3Error('NoSuchKey')
    if (!matches(match, current.etag)) throw failed('If-Match')
  }
}

/** The guard of a conditional delete; it throws PreconditionFailed, and NoSuchKey where nothing could be held against it. */
export const deleteGuard =
  (condition: string | undefined): Guard =>
  (current) => {
    if (condition === undefined) return
    if (!current) throw new S3Error('NoSuchKey')
    if (!matches(condition, current.etag)) throw failed('If-Match')
  }
