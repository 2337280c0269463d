// Addresses in a bucket, signed by its keys: whatever is asked of storage, the signature stands in the query (SigV4).
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { pathSegment } from '#server/hosts/file-name.ts'
import type { Secret } from '#server/ids.ts'

export type S3Address = {
  /** Where the service is, without a slash at the end: `https://s3.eu-west-1.amazonaws.com`. */
  endpoint: string
  region: string
  bucket: string
  /** Whether the bucket's name is the first part of the path, and not of the host name. */
  forcePathStyle: boolean
  accessKeyId: Secret
  secretAccessKey: Secret
}

export type Signing = {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** Empty for the bucket itself. */
  key: string
  query?: Record<string, string>
  /** How long the address is good for, in seconds, at most seven days. */
  seconds?: number
}

/** Seconds that a request of our own may take to begin. */
const ownSeconds = 900

/** The longest that a signature can hold, in seconds (S3 user guide, "Sharing objects with presigned URLs"). */
export const longestSeconds = 7 * 24 * 3600

/** Bodies are not signed: they are streamed, and nobody knows their digest before their end. */
const unsignedBody = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }

/** Where an object lies, each byte of its key that is not plain percent-encoded, as the signature demands. */
export function objectUrl({ endpoint, bucket, forcePathStyle }: S3Address, key: string): URL {
  const url = new URL(endpoint)
  if (!forcePathStyle) url.hostname = `${bucket}.${url.hostname}`
  const parts = [...(forcePathStyle ? [bucket] : []), ...key.split('/')]
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${parts.map(pathSegment).join('/')}`
  return url
}

/** Makes a function that signs, without asking anybody. */
export function signerFor(address: S3Address): (signing: Signing) => Promise<string> {
  const signer = new SignatureV4({
    service: 's3',
    region: address.region,
    credentials: {
      accessKeyId: address.accessKeyId.reveal(),
      secretAccessKey: address.secretAccessKey.reveal(),
    },
    sha256: Sha256,
    uriEscapePath: false,
  })
  return async ({ method, key, query = {}, seconds = ownSeconds }) => {
    const url = objectUrl(address, key)
    const { protocol, hostname, port, pathname: path } = url
    const headers = { host: url.host, ...unsignedBody }
    const request = { method, protocol, hostname, path, query, headers, ...(port !== '' && { port: Number(port) }) }
    const signed = await signer.presign(request, { expiresIn: seconds })
    const pairs = Object.entries(signed.query ?? {}).map(([name, value]) => `${encode(name)}=${encode(String(value))}`)
    return `${url.href}?${pairs.join('&')}`
  }
}

const encode = pathSegment
