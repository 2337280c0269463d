// HeadBucket.
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendEmpty } from '#server/embedded/storage/request/respond.ts'

export const headBucket: Operation = async ({ database, region, response, target }) => {
  requireBucket(database, target.bucket)
  sendEmpty(response, { headers: { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' } })
}
