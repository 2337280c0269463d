// The headers of a request as S3 reads them: raw values joined by commas, and for presigned URLs those hoisted to the query.
import { invalidArgument } from '#server/embedded/storage/errors.ts'
import type { Query } from './target.ts'

/** Header values by lower-case name. Bytes beyond ASCII are kept as latin1, as Node gives them. */
export type Headers = ReadonlyMap<string, string>

/**
 * Collects the headers of a request.
 * @param raw `IncomingMessage.rawHeaders`: names and values in turn
 */
export function collectHeaders(raw: readonly string[]): Headers {
  const headers = new Map<string, string>()
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase()
    const value = raw[at + 1] ?? ''
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before},${value}`)
  }
  return headers
}

// Those that are about the signature itself say nothing about the object.
const ofSignature = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token)$/

// A query can hold what a header cannot, and what is kept of it is sent as a header later.
const unsendable = /[\u0000-\u0008\u000a-\u001f\u007f]/

/**
 * The bytes of a text's UTF-8 as Node writes them in a header.
 * @throws {S3Error} InvalidArgument when it holds control characters
 */
export function headerBytes(name: string, text: string): string {
  const latin = Buffer.from(text, 'utf8').toString('latin1')
  if (unsendable.test(latin)) throw invalidArgument('Header value cannot be represented using ISO-8859-1.', name, text)
  return latin
}

/**
 * The headers with the `x-amz-` parameters of a presigned URL, which the signer moved from headers to the query.
 * @throws {S3Error} InvalidArgument
 */
export function withHoisted(headers: Headers, query: Query): Headers {
  const all = new Map(headers)
  for (const [name, values] of query) {
    const lower = name.toLowerCase()
    const [first] = values
    if (lower.startsWith('x-amz-') && !ofSignature.test(lower) && first !== undefined)
      all.set(lower, headerBytes(lower, first))
  }
  return all
}
