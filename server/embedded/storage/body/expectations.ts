// What a client declared about its body beside its length: an MD5, a checksum, or a checksum that comes as a trailer.
import { S3Error } from '#server/embedded/storage/errors.ts'
import type { Headers } from '#server/embedded/storage/request/headers.ts'
import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumBytes,
  checksumHeader,
  parseAlgorithm,
} from './checksums.ts'
import type { Payload } from './payload.ts'

export type Expectations = {
  /** In hex. */
  md5: string | undefined
  /** `value` in base64; undefined when it comes as a trailer. */
  checksum: { algorithm: ChecksumAlgorithm; value: string | undefined } | undefined
}

function isBase64Of(text: string, bytes: number): boolean {
  const decoded = Buffer.from(text, 'base64')
  return decoded.length === bytes && decoded.toString('base64') === text
}

function readMd5(headers: Headers): string | undefined {
  const given = headers.get('content-md5')
  if (given === undefined) return undefined
  if (!isBase64Of(given.trim(), 16))
    throw new S3Error('InvalidDigest', undefined, { details: { 'Content-MD5': given } })
  return Buffer.from(given, 'base64').toString('hex')
}

/**
 * Reads the declared digests of a body.
 * @throws {S3Error} InvalidDigest, InvalidRequest
 */
export function readExpectations(headers: Headers, announced: readonly string[]): Expectations {
  const given = checksumAlgorithms.filter((algorithm) => headers.has(checksumHeader(algorithm)))
  const trailing = checksumAlgorithms.filter((algorithm) => announced.includes(checksumHeader(algorithm)))
  if (given.length + trailing.length > 1)
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    )
  const [algorithm] = given
  const [later] = trailing
  const named = headers.get('x-amz-sdk-checksum-algorithm')
  const wanted = named === undefined ? undefined : parseAlgorithm(named)
  if (named !== undefined && !wanted)
    throw new S3Error('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.')
  if (wanted && !algorithm && !later && !headers.has('content-md5'))
    throw new S3Error(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    )
  if (wanted && (algorithm ?? later ?? wanted) !== wanted)
    throw new S3Error('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.')
  const md5 = readMd5(headers)
  if (later) return { md5, checksum: { algorithm: later, value: undefined } }
  if (!algorithm) return { md5, checksum: undefined }
  const value = headers.get(checksumHeader(algorithm)) ?? ''
  if (!isBase64Of(value, checksumBytes[algorithm]))
    throw new S3Error('InvalidRequest', `Value for ${checksumHeader(algorithm)} header is invalid.`)
  return { md5, checksum: { algorithm, value } }
}

export type Computed = { md5: string; checksum: string | undefined }

/**
 * Holds what was computed against what was declared, trailers included. Call it when the body is over.
 * @throws {S3Error} BadDigest, MalformedTrailerError
 */
export function checkExpectations({ md5, checksum }: Expectations, { trailers }: Payload, computed: Computed): void {
  if (md5 !== undefined && md5 !== computed.md5)
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
      details: { ExpectedDigest: md5, CalculatedDigest: computed.md5 },
    })
  const unannounced = [...trailers.keys()].find(
    (name) => name.startsWith('x-amz-checksum-') && name !== (checksum && checksumHeader(checksum.algorithm)),
  )
  if (unannounced !== undefined) throw new S3Error('MalformedTrailerError')
  if (!checksum) return
  const expected = checksum.value ?? trailers.get(checksumHeader(checksum.algorithm))
  if (expected === undefined) throw new S3Error('MalformedTrailerError')
  if (!isBase64Of(expected, checksumBytes[checksum.algorithm]))
    throw new S3Error('InvalidRequest', `Value for ${checksumHeader(checksum.algorithm)} trailing header is invalid.`)
  if (expected !== computed.checksum)
    throw new S3Error('BadDigest', `The ${checksum.algorithm} you specified did not match the calculated checksum.`)
}
