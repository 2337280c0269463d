// The parameters that name an upload and a part in a query.
import type { UploadName } from '#server/embedded/storage/data/uploads.ts'
import { invalidArgument } from '#server/embedded/storage/errors.ts'
import { queryValue, type Target } from '#server/embedded/storage/request/target.ts'

/** S3's largest part number. */
export const mostParts = 10_000

/** The smallest size of a part that is not the last, in bytes. */
export const smallestPart = 5 * 1024 * 1024

export const uploadName = ({ bucket, key, query }: Target): UploadName => ({
  bucket,
  key,
  version: queryValue(query, 'uploadId') ?? '',
})

/** @throws {S3Error} InvalidArgument */
export function partNumber({ query }: Target): number {
  const text = queryValue(query, 'partNumber') ?? ''
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (number < 1 || number > mostParts)
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', text)
  return number
}
