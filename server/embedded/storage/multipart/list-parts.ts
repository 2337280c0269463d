// ListParts.
import { listParts as findParts, requireUpload } from '#server/embedded/storage/data/uploads.ts'
import { invalidArgument } from '#server/embedded/storage/errors.ts'
import { isoTime, renderOwner } from '#server/embedded/storage/listing/objects.ts'
import { listEncoding, pageSize } from '#server/embedded/storage/listing/page.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { queryValue } from '#server/embedded/storage/request/target.ts'
import { element, optional } from '#server/embedded/storage/xml.ts'
import { uploadName } from './names.ts'

export const listParts: Operation = async ({ database, owner, response, target }) => {
  const name = uploadName(target)
  const { checksum } = requireUpload(database, name)
  const limit = pageSize(target.query, 'max-parts')
  const marker = queryValue(target.query, 'part-number-marker') || '0'
  if (!/^\d{1,9}$/.test(marker))
    throw invalidArgument('Argument part-number-marker must be an integer', 'part-number-marker', marker)
  const encoding = listEncoding(target.query)
  const found = findParts(database, name.version, { after: Number(marker), limit: limit + 1 })
  const page = found.slice(0, limit)
  sendXml(response, {
    root: 'ListPartsResult',
    children: [
      element('Bucket', name.bucket),
      element('Key', encoding.encode(name.key)),
      element('UploadId', name.version),
      renderOwner('Initiator', owner),
      renderOwner('Owner', owner),
      element('StorageClass', 'STANDARD'),
      ...optional('ChecksumAlgorithm', checksum?.algorithm),
      ...optional('ChecksumType', checksum?.type),
      element('PartNumberMarker', marker),
      element('NextPartNumberMarker', page.at(-1)?.number ?? 0),
      element('MaxParts', limit),
      ...encoding.markup,
      element('IsTruncated', found.length > limit),
      ...page.map((part) =>
        element('Part', [
          element('PartNumber', part.number),
          element('LastModified', isoTime(part.modified)),
          element('ETag', `"${part.md5}"`),
          element('Size', part.size),
          ...optional(`Checksum${checksum?.algorithm}`, part.checksum),
        ]),
      ),
    ],
  })
}
