// GetObjectAttributes.
import { requireObject } from '#server/embedded/storage/data/objects.ts'
import type { Stored } from '#server/embedded/storage/data/stored.ts'
import { listParts } from '#server/embedded/storage/data/uploads.ts'
import { invalidArgument, S3Error } from '#server/embedded/storage/errors.ts'
import type { Call, Operation } from '#server/embedded/storage/request/call.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { element, type Markup, optional } from '#server/embedded/storage/xml.ts'
import { checkReadable } from './conditions.ts'

const known = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']

function readWanted({ headers }: Call): Set<string> {
  const header = headers.get('x-amz-object-attributes') ?? ''
  const names = header.split(',').flatMap((name) => name.trim() || [])
  if (names.length === 0)
    throw new S3Error(
      'InvalidRequest',
      'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty',
    )
  if (names.some((name) => !known.includes(name)))
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', header)
  return new Set(names)
}

function renderParts({ database, headers }: Call, { version, parts, checksum }: Stored): Markup[] {
  if (parts === undefined) return []
  const count = (name: string, most: number) => {
    const value = headers.get(name) ?? String(most)
    if (!/^\d{1,9}$/.test(value))
      throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, value)
    return Number(value)
  }
  const limit = Math.min(count('x-amz-max-parts', 1000), 1000)
  const marker = count('x-amz-part-number-marker', 0)
  const found = listParts(database, version, { after: marker, limit: limit + 1 })
  const page = found.slice(0, limit)
  return [
    element('ObjectParts', [
      element('IsTruncated', found.length > limit),
      element('MaxParts', limit),
      element('NextPartNumberMarker', page.at(-1)?.number ?? 0),
      element('PartNumberMarker', marker),
      element('PartsCount', parts),
      ...page.flatMap((part) =>
        part.checksum === undefined
          ? []
          : [
              element('Part', [
                element('PartNumber', part.number),
                element('Size', part.size),
                element(`Checksum${checksum?.algorithm}`, part.checksum),
              ]),
            ],
      ),
    ]),
  ]
}

export const getObjectAttributes: Operation = async (call) => {
  const { database, headers, response, target } = call
  const object = requireObject(database, target.bucket, target.key)
  checkReadable(headers, object)
  const wanted = readWanted(call)
  const { checksum } = object
  const checksums = checksum
    ? [
        element('Checksum', [
          element(`Checksum${checksum.algorithm}`, checksum.value),
          element('ChecksumType', checksum.type),
        ]),
      ]
    : []
  sendXml(response, {
    root: 'GetObjectAttributesResponse',
    headers: { 'Last-Modified': new Date(object.modified).toUTCString() },
    children: [
      ...optional('ETag', wanted.has('ETag') ? object.etag : undefined),
      ...(wanted.has('Checksum') ? checksums : []),
      ...(wanted.has('ObjectParts') ? renderParts(call, object) : []),
      ...optional('StorageClass', wanted.has('StorageClass') ? 'STANDARD' : undefined),
      ...optional('ObjectSize', wanted.has('ObjectSize') ? object.size : undefined),
    ],
  })
}
