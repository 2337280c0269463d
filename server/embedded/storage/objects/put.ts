// PutObject.
import { randomBytes } from 'node:crypto'
import { checksumHeader } from '#server/embedded/storage/body/checksums.ts'
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import { findObject, publishObject } from '#server/embedded/storage/data/objects.ts'
import type { Stored } from '#server/embedded/storage/data/stored.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendEmpty } from '#server/embedded/storage/request/respond.ts'
import { writeGuard } from './conditions.ts'
import { readDescription, refuseUnsupported } from './description.ts'
import { receive } from './receive.ts'

/** A version of an object that did not come from a multipart upload. */
export const newVersion = (): string => randomBytes(16).toString('hex')

export const putObject: Operation = async (call) => {
  const { headers, database, files, response } = call
  const { bucket, key } = call.target
  requireBucket(database, bucket)
  refuseUnsupported(headers)
  const description = readDescription(headers)
  const guard = writeGuard(headers)
  // What is sure to fail fails before the body has come; the guard that counts is the one at the end.
  guard(findObject(database, bucket, key))
  const object = await receive(call, async ({ size, md5, checksum, pieces }) => {
    const published: Stored = {
      ...description,
      bucket,
      key,
      version: newVersion(),
      size,
      etag: md5,
      modified: Date.now(),
      checksum: checksum && { ...checksum, type: 'FULL_OBJECT' },
      parts: undefined,
    }
    files.remove(await publishObject(database, published, { pieces, guard }))
    return published
  })
  const answer: Record<string, string> = { ETag: `"${object.etag}"` }
  if (object.checksum) {
    answer[checksumHeader(object.checksum.algorithm)] = object.checksum.value
    answer['x-amz-checksum-type'] = object.checksum.type
  }
  sendEmpty(response, { headers: answer })
}
