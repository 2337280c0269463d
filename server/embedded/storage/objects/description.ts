// What a client says of an object in headers: its content headers, its metadata and its tags; and what S3 refuses there.
import type { Description } from '#server/embedded/storage/data/stored.ts'
import { invalidArgument, S3Error } from '#server/embedded/storage/errors.ts'
import type { Headers } from '#server/embedded/storage/request/headers.ts'
import { parseTagHeader } from './tags.ts'

const kept = ['cache-control', 'content-disposition', 'content-language', 'expires'] as const
const metadataPrefix = 'x-amz-meta-'
const largestMetadata = 2048
// Those that change nothing where everything is its owner's alone, and all that S3 knows.
const harmlessAcls = ['private', 'bucket-owner-full-control']
const cannedAcls = [
  ...harmlessAcls,
  'public-read',
  'public-read-write',
  'aws-exec-read',
  'authenticated-read',
  'bucket-owner-read',
  'log-delivery-write',
]

/** @throws {S3Error} for headers that ask for what is not there, so that nothing is silently left out */
export function refuseUnsupported(headers: Headers): void {
  const storageClass = headers.get('x-amz-storage-class')
  if (storageClass !== undefined && storageClass !== 'STANDARD') throw new S3Error('InvalidStorageClass')
  const acl = headers.get('x-amz-acl')
  if (acl !== undefined && !cannedAcls.includes(acl)) throw invalidArgument('Invalid canned ACL', 'x-amz-acl', acl)
  if (acl !== undefined && !harmlessAcls.includes(acl)) throw new S3Error('AccessControlListNotSupported')
  for (const name of headers.keys()) {
    if (name.startsWith('x-amz-grant-')) throw new S3Error('AccessControlListNotSupported')
    if (name.startsWith('x-amz-server-side-encryption')) throw new S3Error('NotImplemented')
    if (name.startsWith('x-amz-object-lock-'))
      throw new S3Error('InvalidRequest', 'Bucket is missing Object Lock Configuration')
    if (name === 'x-amz-website-redirect-location' || name === 'x-amz-write-offset-bytes')
      throw new S3Error('NotImplemented')
  }
}

function readMetadata(headers: Headers): Record<string, string> {
  const entries = [...headers]
    .filter(([name]) => name.startsWith(metadataPrefix))
    .map(([name, value]) => [name.slice(metadataPrefix.length), value] as const)
  const size = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  if (size > largestMetadata)
    throw new S3Error('MetadataTooLarge', undefined, { details: { Size: size, MaxSizeAllowed: largestMetadata } })
  return Object.fromEntries(entries)
}

// The framing of the upload is not part of the object.
function contentEncoding(headers: Headers): string | undefined {
  const codings = (headers.get('content-encoding') ?? '').split(',').map((coding) => coding.trim())
  const rest = codings.filter((coding) => coding !== '' && coding.toLowerCase() !== 'aws-chunked')
  return rest.length > 0 ? rest.join(',') : undefined
}

/** Content headers and metadata of a PUT, a copy or a multipart upload. @throws {S3Error} MetadataTooLarge, InvalidTag */
export function readDescription(headers: Headers): Description {
  const encoding = contentEncoding(headers)
  const content: Record<string, string> = { 'content-type': headers.get('content-type') || 'binary/octet-stream' }
  if (encoding !== undefined) content['content-encoding'] = encoding
  for (const name of kept) {
    const value = headers.get(name)
    if (value !== undefined) content[name] = value
  }
  return {
    headers: content,
    metadata: readMetadata(headers),
    tags: parseTagHeader(headers.get('x-amz-tagging') ?? ''),
  }
}

/** Which of two directives a copy carries. @throws {S3Error} InvalidArgument */
export function readDirective(headers: Headers, name: string): 'COPY' | 'REPLACE' {
  const value = headers.get(name) ?? 'COPY'
  if (value !== 'COPY' && value !== 'REPLACE')
    throw invalidArgument(`Unknown ${name.includes('tagging') ? 'tagging' : 'metadata'} directive.`, name, value)
  return value
}
