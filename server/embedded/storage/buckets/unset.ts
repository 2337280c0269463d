// What S3 answers for the settings of a bucket that nobody has set. None can be set here, so these answers are always true.
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import { requireObject } from '#server/embedded/storage/data/objects.ts'
import { type S3Code, S3Error } from '#server/embedded/storage/errors.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendEmpty, sendXml } from '#server/embedded/storage/request/respond.ts'
import { element, type Markup } from '#server/embedded/storage/xml.ts'

const missing =
  (code: S3Code): Operation =>
  async ({ database, target }) => {
    requireBucket(database, target.bucket)
    throw new S3Error(code, undefined, { details: { BucketName: target.bucket } })
  }

const answered =
  (root: string, children: readonly Markup[] = []): Operation =>
  async ({ database, response, target }) => {
    requireBucket(database, target.bucket)
    sendXml(response, { root, children })
  }

const remove: Operation = async ({ database, response, target }) => {
  requireBucket(database, target.bucket)
  sendEmpty(response, { status: 204 })
}

const withoutLock: Operation = async ({ database, target }) => {
  requireObject(database, target.bucket, target.key)
  throw new S3Error('InvalidRequest', 'Bucket is missing Object Lock Configuration')
}

const ownedByBucketOwner = element('Rule', [element('ObjectOwnership', 'BucketOwnerEnforced')])

/** Rows for the table of operations. Setting any of them is NotImplemented. */
export const unset: Record<string, Operation> = {
  'GET bucket accelerate': answered('AccelerateConfiguration'),
  'GET bucket encryption': missing('ServerSideEncryptionConfigurationNotFoundError'),
  'GET bucket lifecycle': missing('NoSuchLifecycleConfiguration'),
  'GET bucket logging': answered('BucketLoggingStatus'),
  'GET bucket notification': answered('NotificationConfiguration'),
  'GET bucket object-lock': missing('ObjectLockConfigurationNotFoundError'),
  'GET bucket ownershipControls': answered('OwnershipControls', [ownedByBucketOwner]),
  'GET bucket policy': missing('NoSuchBucketPolicy'),
  'GET bucket policyStatus': missing('NoSuchBucketPolicy'),
  'GET bucket publicAccessBlock': missing('NoSuchPublicAccessBlockConfiguration'),
  'GET bucket replication': missing('ReplicationConfigurationNotFoundError'),
  'GET bucket requestPayment': answered('RequestPaymentConfiguration', [element('Payer', 'BucketOwner')]),
  'GET bucket website': missing('NoSuchWebsiteConfiguration'),
  'DELETE bucket encryption': remove,
  'DELETE bucket lifecycle': remove,
  'DELETE bucket policy': remove,
  'DELETE bucket publicAccessBlock': remove,
  'DELETE bucket replication': remove,
  'DELETE bucket website': remove,
  'GET object legal-hold': withoutLock,
  'GET object retention': withoutLock,
}
