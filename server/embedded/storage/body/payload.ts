// The body of a request as the client meant it: framing taken off, and held against the length and hash that were declared.
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Verified } from '#server/embedded/storage/auth/verify.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import type { Headers } from '#server/embedded/storage/request/headers.ts'
import { decodeAwsChunked } from './aws-chunked.ts'
import { ChunkSignatures } from './chunk-signatures.ts'

/** The largest body of one request, in bytes: S3's 5 GiB. */
export const largestBody = 5 * 1024 ** 3

export type Payload = {
  /** Bytes that will come. */
  length: number
  /** Throws before its end when the body is not what was declared. */
  chunks: AsyncIterable<Buffer>
  /** Names of the trailers that were announced. */
  announced: string[]
  /** Filled when the chunks are over. */
  trailers: ReadonlyMap<string, string>
  /** The SHA-256 that the body was proven to have; undefined when it was not signed as a whole. */
  sha256: string | undefined
}

function lengthOf(headers: Headers, name: string): number {
  const text = headers.get(name)
  if (text === undefined) throw new S3Error('MissingContentLength')
  if (!/^\d{1,15}$/.test(text)) throw new S3Error('InvalidArgument', `The header ${name} is not a length.`)
  const length = Number(text)
  if (length > largestBody)
    throw new S3Error('EntityTooLarge', undefined, { details: { ProposedSize: length, MaxSizeAllowed: largestBody } })
  return length
}

async function* checked(source: AsyncIterable<Buffer>, length: number, sha256: string | undefined) {
  const hash = sha256 === undefined ? undefined : createHash('sha256')
  let received = 0
  for await (const bytes of source) {
    received += bytes.length
    if (received > length) throw new S3Error('IncompleteBody')
    hash?.update(bytes)
    yield bytes
  }
  if (received !== length) throw new S3Error('IncompleteBody')
  const computed = hash?.digest('hex')
  if (computed !== sha256)
    throw new S3Error('XAmzContentSHA256Mismatch', undefined, {
      details: { ClientComputedContentSHA256: sha256 ?? '', S3ComputedContentSHA256: computed ?? '' },
    })
}

/**
 * Opens the body of a verified request.
 * @throws {S3Error} MissingContentLength, EntityTooLarge; while it is read IncompleteBody, XAmzContentSHA256Mismatch and those of
 * the chunk signatures
 */
export function openPayload(request: IncomingMessage, headers: Headers, { payload, seed }: Verified): Payload {
  // Leaving the loop early must not destroy the socket: the error still has to be answered on it.
  const raw: AsyncIterable<Buffer> = { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) }
  if (!payload.startsWith('STREAMING-')) {
    const length = lengthOf(headers, 'content-length')
    const sha256 = payload === 'UNSIGNED-PAYLOAD' ? undefined : payload
    return { length, chunks: checked(raw, length, sha256), announced: [], trailers: new Map(), sha256 }
  }
  const length = lengthOf(headers, 'x-amz-decoded-content-length')
  const trailers = new Map<string, string>()
  const signatures = payload.startsWith('STREAMING-AWS4-HMAC') ? new ChunkSignatures(seed) : undefined
  const trailing = payload.endsWith('-TRAILER')
  const announced = trailing
    ? (headers.get('x-amz-trailer') ?? '').split(',').flatMap((name) => name.trim().toLowerCase() || [])
    : []
  const decoded = decodeAwsChunked(raw, { signatures, trailing, trailers })
  return { length, chunks: checked(decoded, length, undefined), announced, trailers, sha256: undefined }
}

/**
 * Reads a small body whole.
 * @param limit in bytes
 * @throws {S3Error} MaxMessageLengthExceeded, and those of `openPayload`
 */
export async function readSmall(payload: Payload, limit: number): Promise<Buffer> {
  if (payload.length > limit) throw new S3Error('MaxMessageLengthExceeded')
  const parts: Buffer[] = []
  for await (const bytes of payload.chunks) parts.push(bytes)
  return Buffer.concat(parts)
}
