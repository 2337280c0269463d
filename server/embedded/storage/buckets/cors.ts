// GetBucketCors, PutBucketCors and DeleteBucketCors.
import { configureBucket, requireBucket } from '#server/embedded/storage/data/buckets.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { type Operation, requireDocument } from '#server/embedded/storage/request/call.ts'
import { sendEmpty, sendXml } from '#server/embedded/storage/request/respond.ts'
import { parseRules, readRules, renderRules } from './cors-rules.ts'

export const getCors: Operation = async ({ database, response, target }) => {
  const { cors } = requireBucket(database, target.bucket)
  if (cors === undefined)
    throw new S3Error('NoSuchCORSConfiguration', undefined, { details: { BucketName: target.bucket } })
  sendXml(response, { root: 'CORSConfiguration', children: renderRules(parseRules(cors)) })
}

export const putCors: Operation = async (call) => {
  const { database, response, target } = call
  requireBucket(database, target.bucket)
  const rules = readRules(await requireDocument(call, 'CORSConfiguration'))
  await configureBucket(database, target.bucket, { what: 'cors', value: JSON.stringify(rules) })
  sendEmpty(response)
}

export const deleteCors: Operation = async ({ database, response, target }) => {
  await configureBucket(database, target.bucket, { what: 'cors', value: undefined })
  sendEmpty(response, { status: 204 })
}
