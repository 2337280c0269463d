// Sends one part of a multipart upload as its bytes come, holding one chunk of them at a time.
import { Readable } from 'node:stream'
import { request } from 'undici'
import { z } from 'zod'
import { presignOwnPart } from './presign.ts'

type Part = { key: string; uploadId: string; partNumber: number; size: number }

const etagSchema = z.string().min(1)

/**
 * @param chunks exactly `part.size` bytes
 * @returns the part's ETag
 * @throws {Error} when storage does not take it, what `chunks` throws, or the reason of `signal`
 */
export async function putPart(part: Part, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string> {
  const url = await presignOwnPart(part)
  const { statusCode, headers, body } = await request(url, {
    method: 'PUT',
    headers: { 'content-length': String(part.size) },
    body: Readable.from(chunks, { highWaterMark: 1 }),
    signal,
  })
  await body.dump()
  if (statusCode >= 300) throw new Error(`Storage answered ${statusCode} to a part.`)
  return etagSchema.parse(headers['etag'])
}
