// Which operation a request is: by its method, by whether it names a bucket or an object, and by the subresource in its query.
import { createBucket } from './buckets/create.ts'
import { deleteCors, getCors, putCors } from './buckets/cors.ts'
import { deleteBucket } from './buckets/delete.ts'
import { headBucket } from './buckets/head.ts'
import { listBuckets } from './buckets/list.ts'
import { getLocation, getVersioning } from './buckets/location.ts'
import { unset } from './buckets/unset.ts'
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from './buckets/tagging.ts'
import { invalidArgument, S3Error } from './errors.ts'
import { listObjectsV1 } from './listing/list-v1.ts'
import { listObjectsV2 } from './listing/list-v2.ts'
import { listObjectVersions } from './listing/list-versions.ts'
import { abortMultipartUpload } from './multipart/abort.ts'
import { completeMultipartUpload } from './multipart/complete.ts'
import { createMultipartUpload } from './multipart/create.ts'
import { listMultipartUploads } from './multipart/list-uploads.ts'
import { listParts } from './multipart/list-parts.ts'
import { uploadPart } from './multipart/upload-part.ts'
import { uploadPartCopy } from './multipart/upload-part-copy.ts'
import { getAcl, putAcl } from './objects/acl.ts'
import { getObjectAttributes } from './objects/attributes.ts'
import { copyObject } from './objects/copy.ts'
import { deleteObject } from './objects/delete.ts'
import { deleteObjects } from './objects/delete-many.ts'
import { getObject, headObject } from './objects/get.ts'
import { putObject } from './objects/put.ts'
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './objects/tagging.ts'
import type { Operation } from './request/call.ts'
import type { Headers } from './request/headers.ts'
import { queryValue, type Target } from './request/target.ts'

const operations: Record<string, Operation> = {
  'GET service': listBuckets,
  'PUT bucket': createBucket,
  'HEAD bucket': headBucket,
  'DELETE bucket': deleteBucket,
  'GET bucket location': getLocation,
  'GET bucket versioning': getVersioning,
  'GET bucket cors': getCors,
  'PUT bucket cors': putCors,
  'DELETE bucket cors': deleteCors,
  'POST bucket delete': deleteObjects,
  'GET bucket': listObjectsV1,
  'GET bucket list-type=2': listObjectsV2,
  'PUT object': putObject,
  'GET object': getObject,
  'HEAD object': headObject,
  'DELETE object': deleteObject,
  'POST object uploads': createMultipartUpload,
  'PUT object uploadId': uploadPart,
  'GET object uploadId': listParts,
  'POST object uploadId': completeMultipartUpload,
  'DELETE object uploadId': abortMultipartUpload,
  'PUT object copy': copyObject,
  'PUT object uploadId copy': uploadPartCopy,
  'GET bucket uploads': listMultipartUploads,
  'GET bucket versions': listObjectVersions,
  'GET bucket tagging': getBucketTagging,
  'PUT bucket tagging': putBucketTagging,
  'DELETE bucket tagging': deleteBucketTagging,
  'GET bucket acl': getAcl,
  'PUT bucket acl': putAcl,
  'GET object acl': getAcl,
  'PUT object acl': putAcl,
  'GET object tagging': getObjectTagging,
  'PUT object tagging': putObjectTagging,
  'DELETE object tagging': deleteObjectTagging,
  'GET object attributes': getObjectAttributes,
  ...unset,
}

// Every subresource that S3 knows: one that is not in the table above must not be taken for the plain request.
const subresources = new Set(
  'abac accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle location logging metadataConfiguration metadataInventoryTable metadataJournalTable metadataTable metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock renameObject replication requestPayment restore retention select session tagging torrent uploadId uploads versioning versions website'.split(
    ' ',
  ),
)

const methods = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE'])

function variant({ query }: Target, method: string, headers: Headers): string {
  const [subresource] = [...query.keys()].filter((name) => subresources.has(name))
  const listType = queryValue(query, 'list-type')
  const copy = method === 'PUT' && headers.has('x-amz-copy-source') ? ' copy' : ''
  if (subresource !== undefined) return ` ${subresource}${copy}`
  return listType === '2' && method === 'GET' ? ' list-type=2' : copy
}

function checkVersion({ query }: Target): void {
  const version = queryValue(query, 'versionId')
  if (version !== undefined && version !== 'null')
    throw invalidArgument('Invalid version id specified', 'versionId', version)
}

/**
 * Finds the operation of a request.
 * @throws {S3Error} MethodNotAllowed, NotImplemented, InvalidArgument
 */
export function route(method: string, target: Target, headers: Headers): Operation {
  if (!methods.has(method)) throw new S3Error('MethodNotAllowed', undefined, { details: { Method: method } })
  checkVersion(target)
  const level = target.bucket === '' ? 'service' : target.key === '' ? 'bucket' : 'object'
  const wanted = variant(target, method, headers)
  if (level === 'object' && method === 'PUT' && wanted === '' && target.query.has('partNumber'))
    throw invalidArgument('This operation needs an uploadId.', 'uploadId', '')
  const found = operations[`${method} ${level}${level === 'service' ? '' : wanted}`]
  if (found) return found
  if (level !== 'service' && wanted !== '') throw new S3Error('NotImplemented')
  if (level === 'bucket' && method === 'POST') throw new S3Error('NotImplemented')
  throw new S3Error('MethodNotAllowed', undefined, { details: { Method: method } })
}
