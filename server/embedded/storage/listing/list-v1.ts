// ListObjects, the first version, which markers page through.
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { queryValue } from '#server/embedded/storage/request/target.ts'
import { element, optional } from '#server/embedded/storage/xml.ts'
import { objectRows, renderObject, renderPrefixes } from './objects.ts'
import { delimiterOf, listEncoding, pageSize } from './page.ts'
import { walk } from './walk.ts'

export const listObjectsV1: Operation = async ({ database, owner, response, target }) => {
  const { bucket, query } = target
  requireBucket(database, bucket)
  const prefix = queryValue(query, 'prefix') ?? ''
  const marker = queryValue(query, 'marker') ?? ''
  const delimiter = delimiterOf(query)
  const encoding = listEncoding(query)
  const limit = pageSize(query, 'max-keys')
  const page = walk(database, objectRows, { bucket, prefix, delimiter, after: marker, limit })
  // Without a delimiter a client goes on from the last key, so S3 gives no marker.
  const next = page.truncated && delimiter !== undefined ? encoding.encode(page.last) : undefined
  sendXml(response, {
    root: 'ListBucketResult',
    children: [
      element('Name', bucket),
      element('Prefix', encoding.encode(prefix)),
      element('Marker', encoding.encode(marker)),
      ...optional('NextMarker', next),
      ...optional('Delimiter', delimiter && encoding.encode(delimiter)),
      element('MaxKeys', limit),
      ...encoding.markup,
      element('IsTruncated', page.truncated),
      ...page.items.map((object) => element('Contents', renderObject(object, encoding, owner))),
      ...renderPrefixes(page.prefixes, encoding),
    ],
  })
}
