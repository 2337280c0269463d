// DeleteBucket.
import { deleteBucket as removeBucket } from '#server/embedded/storage/data/buckets.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendEmpty } from '#server/embedded/storage/request/respond.ts'

export const deleteBucket: Operation = async ({ database, files, response, target }) => {
  files.remove(await removeBucket(database, target.bucket))
  sendEmpty(response, { status: 204 })
}
