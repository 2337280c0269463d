// ListMultipartUploads.
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import { type PendingUpload, pendingUploads } from '#server/embedded/storage/data/pending.ts'
import { isoTime, renderOwner, renderPrefixes } from '#server/embedded/storage/listing/objects.ts'
import { delimiterOf, listEncoding, pageSize } from '#server/embedded/storage/listing/page.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { queryValue } from '#server/embedded/storage/request/target.ts'
import { element, optional } from '#server/embedded/storage/xml.ts'

export const listMultipartUploads: Operation = async ({ database, owner, response, target }) => {
  const { bucket, query } = target
  requireBucket(database, bucket)
  const prefix = queryValue(query, 'prefix') ?? ''
  const keyMarker = queryValue(query, 'key-marker') ?? ''
  const uploadMarker = keyMarker === '' ? '' : (queryValue(query, 'upload-id-marker') ?? '')
  const delimiter = delimiterOf(query)
  const encoding = listEncoding(query)
  const limit = pageSize(query, 'max-uploads')
  const page = pendingUploads(database, { bucket, prefix, delimiter, keyMarker, uploadMarker, limit })
  const render = ({ key, version, initiated, algorithm, type }: PendingUpload) =>
    element('Upload', [
      element('Key', encoding.encode(key)),
      element('UploadId', version),
      renderOwner('Initiator', owner),
      renderOwner('Owner', owner),
      element('StorageClass', 'STANDARD'),
      element('Initiated', isoTime(initiated)),
      ...optional('ChecksumAlgorithm', algorithm),
      ...optional('ChecksumType', type),
    ])
  sendXml(response, {
    root: 'ListMultipartUploadsResult',
    children: [
      element('Bucket', bucket),
      element('KeyMarker', encoding.encode(keyMarker)),
      element('UploadIdMarker', uploadMarker),
      element('NextKeyMarker', page.next ? encoding.encode(page.next.key) : ''),
      element('NextUploadIdMarker', page.next?.version ?? ''),
      element('Prefix', encoding.encode(prefix)),
      ...optional('Delimiter', delimiter && encoding.encode(delimiter)),
      ...encoding.markup,
      element('MaxUploads', limit),
      element('IsTruncated', page.next !== undefined),
      ...page.uploads.map(render),
      ...renderPrefixes(page.prefixes, encoding),
    ],
  })
}
