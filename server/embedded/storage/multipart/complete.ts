// CompleteMultipartUpload: the object becomes its list of parts, so nothing is copied and the size does not matter.
import {
  checksumAlgorithms,
  checksumHeader,
  type Hasher,
  openChecksum,
} from '#server/embedded/storage/body/checksums.ts'
import type { Part, Stored, Upload } from '#server/embedded/storage/data/stored.ts'
import {
  completedUpload,
  completeUpload,
  requireUpload,
  type UploadName,
} from '#server/embedded/storage/data/uploads.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { writeGuard } from '#server/embedded/storage/objects/conditions.ts'
import { type Call, type Operation, requireDocument } from '#server/embedded/storage/request/call.ts'
import type { Headers } from '#server/embedded/storage/request/headers.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { element, optional, type XmlNode } from '#server/embedded/storage/xml.ts'
import { joinChecksums, joinEtags } from './join.ts'
import { mostParts, smallestPart, uploadName } from './names.ts'

type Claimed = { number: number; etag: string; checksum: string | undefined }

function readClaimed(node: XmlNode): Claimed {
  const [number, etag] = [node.text('PartNumber')?.trim() ?? '', node.text('ETag')?.trim()]
  if (!/^\d{1,9}$/.test(number) || etag === undefined) throw new S3Error('MalformedXML')
  const checksum = checksumAlgorithms.map((name) => node.text(`Checksum${name}`)).find((value) => value !== undefined)
  return { number: Number(number), etag: etag.replace(/^"(.*)"$/, '$1'), checksum: checksum?.trim() }
}

function readAllClaimed(document: XmlNode): Claimed[] {
  const claimed = document.all('Part').map(readClaimed)
  if (claimed.length === 0 || claimed.length > mostParts) throw new S3Error('MalformedXML')
  claimed.forEach(({ number }, index) => {
    if (number <= (claimed[index - 1]?.number ?? 0)) throw new S3Error('InvalidPartOrder')
  })
  return claimed
}

// Where the whole's checksum is made of the parts', the client has to show that it knows them.
function requireChecksums(claimed: readonly Claimed[], { checksum }: Upload): void {
  const bare = checksum?.type === 'COMPOSITE' && claimed.find((part) => part.checksum === undefined)
  if (bare)
    throw new S3Error(
      'InvalidRequest',
      `The upload was created using a ${checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${bare.number} in the request.`,
    )
}

function choose(claimed: readonly Claimed[], parts: ReadonlyMap<number, Part>, version: string): Part[] {
  return claimed.map(({ number, etag, checksum }, index) => {
    const part = parts.get(number)
    const wrongChecksum = checksum !== undefined && part?.checksum !== undefined && part.checksum !== checksum
    if (!part || part.md5 !== etag.toLowerCase() || wrongChecksum)
      throw new S3Error('InvalidPart', undefined, { details: { UploadId: version, PartNumber: number, ETag: etag } })
    if (part.size < smallestPart && index < claimed.length - 1)
      throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        details: { ProposedSize: part.size, MinSizeAllowed: smallestPart, PartNumber: number, ETag: etag },
      })
    return part
  })
}

// The client may say what the whole should come to; S3 then refuses anything else.
function checkWhole(headers: Headers, object: Stored): void {
  const size = headers.get('x-amz-mp-object-size')
  if (size !== undefined && size !== String(object.size))
    throw new S3Error(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${size} does not match what was computed: ${object.size}`,
    )
  const type = headers.get('x-amz-checksum-type')
  if (type !== undefined && type.toUpperCase() !== (object.checksum?.type ?? type.toUpperCase()))
    throw new S3Error('InvalidRequest', 'The upload was created using a different checksum type.')
  const { checksum } = object
  const given = checksum && headers.get(checksumHeader(checksum.algorithm))
  if (checksum && given !== undefined && given !== checksum.value)
    throw new S3Error('BadDigest', `The ${checksum.algorithm} you specified did not match the calculated checksum.`)
}

function assemble(upload: Upload, parts: readonly Part[], hasher: Hasher | undefined): Stored {
  const { bucket, key, version, headers, metadata, tags, checksum } = upload
  return {
    bucket,
    key,
    version,
    headers,
    metadata,
    tags,
    size: parts.reduce((sum, { size }) => sum + size, 0),
    etag: joinEtags(parts),
    modified: Date.now(),
    checksum: checksum && hasher && joinChecksums(checksum, parts, hasher),
    parts: parts.length,
  }
}

async function complete(call: Call, name: UploadName, claimed: readonly Claimed[]): Promise<Stored> {
  const { database, files, headers } = call
  // A client that lost the answer asks again: as long as its object is there, it is told the same.
  const before = completedUpload(database, name)
  if (before) return before
  const upload = requireUpload(database, name)
  requireChecksums(claimed, upload)
  const hasher = upload.checksum && (await openChecksum(upload.checksum.algorithm))
  const { object, orphans } = await completeUpload(database, name, {
    guard: writeGuard(headers),
    check(parts) {
      const chosen = choose(claimed, parts, name.version)
      const assembled = assemble(upload, chosen, hasher)
      checkWhole(headers, assembled)
      return { object: assembled, chosen: chosen.map(({ number }) => number) }
    },
  })
  files.remove(orphans)
  return object
}

export const completeMultipartUpload: Operation = async (call) => {
  const { response, target, request, prefix } = call
  const claimed = readAllClaimed(await readCompletion(call))
  const { bucket, key, etag, checksum } = await complete(call, uploadName(target), claimed)
  const scheme = call.headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http'
  const path = `${prefix}/${bucket}/${encodeURIComponent(key)}`
  sendXml(response, {
    root: 'CompleteMultipartUploadResult',
    children: [
      element('Location', `${scheme}://${request.headers.host ?? 'localhost'}${path}`),
      element('Bucket', bucket),
      element('Key', key),
      element('ETag', `"${etag}"`),
      ...optional(`Checksum${checksum?.algorithm}`, checksum?.value),
      ...optional('ChecksumType', checksum?.type),
    ],
  })
}

// The checksum headers of this request are about the object, not about the document that it carries.
const readCompletion = (call: Call): Promise<XmlNode> =>
  requireDocument(
    { ...call, headers: new Map([...call.headers].filter(([name]) => !name.startsWith('x-amz-checksum-'))) },
    'CompleteMultipartUpload',
  )
