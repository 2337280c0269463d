// GetBucketTagging, PutBucketTagging and DeleteBucketTagging.
import { configureBucket, requireBucket } from '#server/embedded/storage/data/buckets.ts'
import { readTexts } from '#server/embedded/storage/data/stored.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { parseTagging, renderTags } from '#server/embedded/storage/objects/tags.ts'
import { type Operation, requireDocument } from '#server/embedded/storage/request/call.ts'
import { sendEmpty, sendXml } from '#server/embedded/storage/request/respond.ts'

const limit = { most: 50, name: 'Bucket tag count' }

export const getBucketTagging: Operation = async ({ database, response, target }) => {
  const { tags } = requireBucket(database, target.bucket)
  if (tags === undefined) throw new S3Error('NoSuchTagSet', undefined, { details: { BucketName: target.bucket } })
  sendXml(response, { root: 'Tagging', children: renderTags(readTexts(tags)) })
}

export const putBucketTagging: Operation = async (call) => {
  const { database, response, target } = call
  requireBucket(database, target.bucket)
  const tags = parseTagging(await requireDocument(call, 'Tagging'), limit)
  await configureBucket(database, target.bucket, { what: 'tags', value: JSON.stringify(tags) })
  sendEmpty(response, { status: 204 })
}

export const deleteBucketTagging: Operation = async ({ database, response, target }) => {
  await configureBucket(database, target.bucket, { what: 'tags', value: undefined })
  sendEmpty(response, { status: 204 })
}
