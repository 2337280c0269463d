// CopyObject: the copy refers to the same data files, so its size does not matter.
import { type Checksum, parseAlgorithm } from '#server/embedded/storage/body/checksums.ts'
import { findObject, publishObject } from '#server/embedded/storage/data/objects.ts'
import type { Stored } from '#server/embedded/storage/data/stored.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { isoTime } from '#server/embedded/storage/listing/objects.ts'
import type { Call, Operation } from '#server/embedded/storage/request/call.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { element, optional } from '#server/embedded/storage/xml.ts'
import { writeGuard } from './conditions.ts'
import { type Source, withSource } from './copy-source.ts'
import { readDescription, readDirective, refuseUnsupported } from './description.ts'
import { digestPieces } from './digest.ts'
import { newVersion } from './put.ts'

function describeCopy({ headers, target }: Call, { object }: Source): Pick<Stored, 'headers' | 'metadata' | 'tags'> {
  const replacesMetadata = readDirective(headers, 'x-amz-metadata-directive') === 'REPLACE'
  const replacesTags = readDirective(headers, 'x-amz-tagging-directive') === 'REPLACE'
  if (object.bucket === target.bucket && object.key === target.key && !replacesMetadata && !replacesTags)
    throw new S3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    )
  const given = readDescription(headers)
  return {
    headers: replacesMetadata ? given.headers : object.headers,
    metadata: replacesMetadata ? given.metadata : object.metadata,
    tags: replacesTags ? given.tags : object.tags,
  }
}

async function checksumOf({ headers, files }: Call, { object, pieces }: Source): Promise<Checksum | undefined> {
  const name = headers.get('x-amz-checksum-algorithm')
  const wanted = name === undefined ? undefined : parseAlgorithm(name)
  if (name !== undefined && !wanted)
    throw new S3Error('InvalidRequest', 'Value for x-amz-checksum-algorithm header is invalid.')
  const { checksum } = object
  if (!wanted || (checksum?.algorithm === wanted && checksum.type === 'FULL_OBJECT'))
    return checksum?.type === 'FULL_OBJECT' || !wanted ? checksum : undefined
  const { checksum: value } = await digestPieces(files, pieces, wanted)
  return value === undefined ? undefined : { algorithm: wanted, type: 'FULL_OBJECT', value }
}

export const copyObject: Operation = async (call) => {
  const { database, files, headers, response } = call
  const { bucket, key } = call.target
  refuseUnsupported(headers)
  const guard = writeGuard(headers)
  guard(findObject(database, bucket, key))
  const copy = await withSource(call, async (source) => {
    const described = describeCopy(call, source)
    const checksum = await checksumOf(call, source)
    const { etag, size } = source.object
    const version = newVersion()
    const object: Stored = {
      ...described,
      bucket,
      key,
      version,
      size,
      etag,
      checksum,
      modified: Date.now(),
      parts: undefined,
    }
    files.remove(await publishObject(database, object, { pieces: source.pieces, guard }))
    return object
  })
  sendXml(response, {
    root: 'CopyObjectResult',
    children: [
      element('LastModified', isoTime(copy.modified)),
      element('ETag', `"${copy.etag}"`),
      ...optional(`Checksum${copy.checksum?.algorithm}`, copy.checksum?.value),
      ...optional('ChecksumType', copy.checksum?.type),
    ],
  })
}
