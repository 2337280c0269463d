// DeleteObject.
import { deleteObjects } from '#server/embedded/storage/data/objects.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { sendEmpty } from '#server/embedded/storage/request/respond.ts'
import { deleteGuard } from './conditions.ts'

export const deleteObject: Operation = async ({ database, files, headers, response, target }) => {
  // Conditions that only directory buckets know: passed over, they would delete what they are meant to spare.
  if (headers.has('x-amz-if-match-size') || headers.has('x-amz-if-match-last-modified-time'))
    throw new S3Error('NotImplemented')
  const guard = deleteGuard(headers.get('if-match'))
  files.remove(await deleteObjects(database, target.bucket, [{ key: target.key, guard }]))
  sendEmpty(response, { status: 204 })
}
