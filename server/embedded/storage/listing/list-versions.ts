// ListObjectVersions of a bucket without versions: every object is its own latest, with the version id `null`.
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import { invalidArgument } from '#server/embedded/storage/errors.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { queryValue } from '#server/embedded/storage/request/target.ts'
import { element, optional } from '#server/embedded/storage/xml.ts'
import { objectRows, renderObject, renderPrefixes } from './objects.ts'
import { delimiterOf, listEncoding, pageSize } from './page.ts'
import { walk } from './walk.ts'

export const listObjectVersions: Operation = async ({ database, owner, response, target }) => {
  const { bucket, query } = target
  requireBucket(database, bucket)
  const prefix = queryValue(query, 'prefix') ?? ''
  const keyMarker = queryValue(query, 'key-marker') ?? ''
  const versionMarker = queryValue(query, 'version-id-marker') ?? ''
  if (versionMarker !== '' && keyMarker === '')
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionMarker,
    )
  const delimiter = delimiterOf(query)
  const encoding = listEncoding(query)
  const limit = pageSize(query, 'max-keys')
  const page = walk(database, objectRows, { bucket, prefix, delimiter, after: keyMarker, limit })
  sendXml(response, {
    root: 'ListVersionsResult',
    children: [
      element('Name', bucket),
      element('Prefix', encoding.encode(prefix)),
      element('KeyMarker', encoding.encode(keyMarker)),
      element('VersionIdMarker', versionMarker),
      ...optional('NextKeyMarker', page.truncated ? encoding.encode(page.last) : undefined),
      ...optional('NextVersionIdMarker', page.truncated ? 'null' : undefined),
      ...optional('Delimiter', delimiter && encoding.encode(delimiter)),
      element('MaxKeys', limit),
      ...encoding.markup,
      element('IsTruncated', page.truncated),
      ...page.items.map((object) =>
        element('Version', [
          element('VersionId', 'null'),
          element('IsLatest', true),
          ...renderObject(object, encoding, owner),
        ]),
      ),
      ...renderPrefixes(page.prefixes, encoding),
    ],
  })
}
