// Takes the framing off an `aws-chunked` body: sizes, chunk signatures and trailers.
import { S3Error } from '#server/embedded/storage/errors.ts'
import type { ChunkSignatures } from './chunk-signatures.ts'
import { ByteReader } from './reader.ts'

const longestLine = 1024
const longestTrailer = 8 * 1024
const mostTrailers = 16

export type Framing = {
  /** Undefined when the chunks are not signed. */
  signatures: ChunkSignatures | undefined
  /** Whether trailers follow the last chunk. */
  trailing: boolean
  /** Filled when the body is over. */
  trailers: Map<string, string>
}

const malformed = () => new S3Error('InvalidRequest', 'The chunked body is not well-formed.')

async function* chunk(reader: ByteReader, size: number, signatures: ChunkSignatures | undefined) {
  let left = size
  while (left > 0) {
    const bytes = await reader.slice(left)
    if (!bytes) throw new S3Error('IncompleteBody')
    signatures?.update(bytes)
    left -= bytes.length
    yield bytes
  }
}

async function readTrailers(reader: ByteReader, { signatures, trailers }: Framing): Promise<void> {
  let signature: string | undefined
  for (;;) {
    const line = await reader.line(longestTrailer)
    if (!line) break
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    if (colon < 1 || trailers.size >= mostTrailers) throw new S3Error('MalformedTrailerError')
    if (name === 'x-amz-trailer-signature') signature = value
    else trailers.set(name, value)
  }
  if (signatures && trailers.size > 0) signatures.endTrailers(trailers, signature ?? '')
}

async function* decode(reader: ByteReader, framing: Framing): AsyncGenerator<Buffer> {
  const { signatures, trailing } = framing
  for (;;) {
    const header = await reader.line(longestLine)
    if (header === undefined) throw new S3Error('IncompleteBody')
    const found = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?\s*$/i.exec(header)
    if (!found?.[1] || (signatures && !found[2])) throw malformed()
    const size = Number.parseInt(found[1], 16)
    yield* chunk(reader, size, signatures)
    if (size > 0 && (await reader.line(2)) !== '') throw malformed()
    signatures?.endChunk(found[2] ?? '')
    if (size > 0) continue
    if (trailing) await readTrailers(reader, framing)
    else if ((await reader.line(2)) !== '') throw new S3Error('IncompleteBody')
    while (await reader.slice(longestLine)) throw malformed()
    return
  }
}

/**
 * The bytes of an `aws-chunked` body. A chunk's bytes are given out before its signature is known to be right, so nothing may
 * be made visible before the stream has ended.
 * @throws {S3Error} IncompleteBody, InvalidRequest, MalformedTrailerError, SignatureDoesNotMatch
 */
export async function* decodeAwsChunked(source: AsyncIterable<Buffer>, framing: Framing): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source)
  try {
    yield* decode(reader, framing)
  } finally {
    await reader.close()
  }
}
