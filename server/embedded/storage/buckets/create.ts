// CreateBucket.
import { createBucket as insertBucket } from '#server/embedded/storage/data/buckets.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { refuseUnsupported } from '#server/embedded/storage/objects/description.ts'
import { type Operation, readDocument } from '#server/embedded/storage/request/call.ts'
import { sendEmpty } from '#server/embedded/storage/request/respond.ts'

const defaultRegion = 'us-east-1'

// S3 user guide, "General purpose bucket naming rules".
const isBucketName = (name: string): boolean =>
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
  !/\.\.|\.-|-\./.test(name) &&
  !/^\d{1,3}(\.\d{1,3}){3}$/.test(name) &&
  !/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3)$/.test(name)

export const createBucket: Operation = async (call) => {
  const { database, headers, region, response, target } = call
  if (!isBucketName(target.bucket))
    throw new S3Error('InvalidBucketName', undefined, { details: { BucketName: target.bucket } })
  refuseUnsupported(headers)
  if (headers.get('x-amz-bucket-object-lock-enabled')?.toLowerCase() === 'true') throw new S3Error('NotImplemented')
  const wanted = await readDocument(call, 'CreateBucketConfiguration')
  const constraint = wanted?.text('LocationConstraint')
  if (constraint && constraint !== region)
    throw new S3Error('InvalidLocationConstraint', undefined, { details: { LocationConstraint: constraint } })
  const created = await insertBucket(database, target.bucket)
  // In its first region S3 takes a second creation by the owner for the first.
  if (!created && region !== defaultRegion)
    throw new S3Error('BucketAlreadyOwnedByYou', undefined, { details: { BucketName: target.bucket } })
  sendEmpty(response, { headers: { Location: `/${target.bucket}` } })
}
