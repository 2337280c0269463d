// A bucket as uploads use it, and what else is asked of one: small calls to signed addresses, with XML for an answer.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { CallRequest } from '#server/hosts/http/call.ts'
import { oddReplyError, statusError } from '#server/hosts/http/status.ts'
import { xmlNumber, xmlOf, xmlText } from '#server/hosts/http/xml-reply.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { errorCode, type ListedPart, type ObjectStorage, takenHeaders } from '#server/hosts/local/storage.ts'
import { byteCount } from '#server/hosts/taken.ts'
import { type S3Address, type Signing, signerFor } from './signer.ts'

export type BucketConfig = S3Address & { http: HostHttp }

type Asking = Signing & Pick<CallRequest, 'body' | 'headers' | 'slow' | 'reads'>

const elements = <T>(item: z.ZodType<T>) => z.array(item).default([])

const begun = z.object({ InitiateMultipartUploadResult: z.tuple([z.object({ UploadId: xmlText })]) })
const completed = z.object({ CompleteMultipartUploadResult: z.tuple([z.unknown()]) })
const part = z
  .object({ PartNumber: xmlNumber, ETag: xmlText, Size: xmlNumber })
  .transform(({ PartNumber, ETag, Size }): ListedPart => ({ partNumber: PartNumber, etag: ETag, size: Size }))
const partsPage = z.object({
  ListPartsResult: z.tuple([
    z.object({
      Part: elements(part),
      IsTruncated: xmlText.optional(),
      NextPartNumberMarker: xmlNumber.optional(),
    }),
  ]),
})
const listing = z.object({ ListBucketResult: z.tuple([z.unknown()]) })

/** The answer to what was asked of the bucket. */
const asker = (config: BucketConfig, signal: AbortSignal) => {
  const sign = signerFor(config)
  return async ({ method, key, query, seconds, ...call }: Asking): Promise<Answer> => {
    const url = await sign({ method, key, ...(query && { query }), ...(seconds !== undefined && { seconds }) })
    return config.http.call({ ...call, method, url, signal, secrets: [config.secretAccessKey] })
  }
}

/** @throws {HostError} for everything but a 2xx of this shape */
function read<T>(answer: Answer, schema: z.ZodType<T>): T {
  takenHeaders(answer)
  const parsed = schema.safeParse(xmlOf(answer))
  if (!parsed.success) throw oddReplyError(answer)
  return parsed.data
}

const MiB = 1024 ** 2

/** Bytes of each part but the last: whole MiB, and never more than S3's 10,000 parts. */
export const usualPartSize = (size: number): number => Math.max(16 * MiB, Math.ceil(size / 10_000 / MiB) * MiB)

export type BucketCall = {
  signal: AbortSignal
  /** What an object gets beside its bytes. */
  headers?: Record<string, string>
  partSizeFor?: (size: number) => number
}

/** The bucket for one call of the engine. */
export function bucketOf(config: BucketConfig, { signal, headers = {}, partSizeFor = usualPartSize }: BucketCall) {
  const sign = signerFor(config)
  const ask = asker(config, signal)
  return {
    partSizeFor,
    presignPut: (key) => sign({ method: 'PUT', key }),
    presignPart: ({ key, uploadId, partNumber }) =>
      sign({ method: 'PUT', key, query: { partNumber: String(partNumber), uploadId } }),
    async createUpload(key) {
      const answer = await ask({ method: 'POST', key, query: { uploads: '' }, headers })
      return read(answer, begun).InitiateMultipartUploadResult[0].UploadId
    },
    async completeUpload(key, uploadId, parts) {
      const list = parts.map(
        ({ partNumber, etag }) =>
          `<Part><PartNumber>${partNumber}</PartNumber><ETag>${etag.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</ETag></Part>`,
      )
      const body = {
        type: 'application/xml',
        text: `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${list.join('')}</CompleteMultipartUpload>`,
      }
      read(await ask({ method: 'POST', key, query: { uploadId }, body, slow: true }), completed)
    },
    // What is given up is often given up because the call is over.
    async abortUpload(key, uploadId) {
      const answer = await asker(config, new AbortController().signal)({ method: 'DELETE', key, query: { uploadId } })
      if (answer.status !== 404) takenHeaders(answer)
    },
    listParts: (key, uploadId) => listParts(ask, key, uploadId),
    head: (key) => headObject(ask, key),
    async delete(key) {
      const answer = await ask({ method: 'DELETE', key })
      if (answer.status !== 404 || errorCode(answer) !== 'NoSuchKey') takenHeaders(answer)
    },
    /** @throws {HostError} `account` when the keys may not look into the bucket */
    async look(prefix: string) {
      read(await ask({ method: 'GET', key: '', query: { 'list-type': '2', 'max-keys': '1', prefix } }), listing)
    },
  } satisfies ObjectStorage & {
    head: (key: string) => Promise<ObjectFacts | null>
    delete: (key: string) => Promise<void>
    look: (prefix: string) => Promise<void>
  }
}

type Ask = ReturnType<typeof asker>

async function listParts(ask: Ask, key: string, uploadId: string): Promise<ListedPart[] | null> {
  const parts: ListedPart[] = []
  for (let after: number | undefined = 0; after !== undefined; ) {
    const query = { uploadId, ...(after > 0 && { 'part-number-marker': String(after) }) }
    const answer = await ask({ method: 'GET', key, query })
    if (errorCode(answer) === 'NoSuchUpload') return null
    const [page]: z.infer<typeof partsPage>['ListPartsResult'] = read(answer, partsPage).ListPartsResult
    parts.push(...page.Part)
    const next = page.NextPartNumberMarker ?? 0
    after = page.IsTruncated === 'true' && next > after ? next : undefined
  }
  return parts
}

/** `size` in bytes and `etag` with its quotes. */
export type ObjectFacts = { size: number; etag: string }

const facts = z.object({ 'content-length': byteCount, etag: z.string() })

/** HEAD says no more than its status: a 403 may hide that an object is missing, where the keys may not list (S3 API). */
async function headObject(ask: Ask, key: string): Promise<ObjectFacts | null> {
  const answer = await ask({ method: 'HEAD', key })
  const { status, headers } = answer
  if (status === 404) return null
  if (status === 403 && headers['cf-mitigated'] === undefined && !/html/i.test(headers['content-type'] ?? ''))
    throw new HostError('account', 'does not let its keys look at what it holds.', {
      cause: statusError(answer)?.cause,
    })
  takenHeaders(answer)
  const told = facts.safeParse(headers)
  if (!told.success) throw oddReplyError(answer)
  return { size: told.data['content-length'], etag: told.data.etag }
}
