// Bytes into object storage: one PUT where S3 allows it, parts above, which a later attempt may go on with.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, ResumeNote, Source } from '#server/hosts/host.ts'
import { oddReplyError } from '#server/hosts/http/status.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { type Part, readNote, sendParts } from '#server/hosts/parts.ts'
import { askStorage, type ObjectStorage, takenHeaders } from './storage.ts'

export type ObjectUpload = {
  config: { storage: ObjectStorage; http: HostHttp }
  source: Source
  call: Call
  key: string
  /** What the object is given beside its bytes. */
  headers?: Record<string, string>
  /** Where parts are kept for another attempt, in a storage that lists them; left out where they never are. */
  resume?: ResumeNote
}

/** How an object came into storage, and so what its ETag is worth. */
export type Landed = { etagIsMd5: boolean }

/**
 * Sends the whole file in one request. The ETag that storage then gives is the MD5 of the bytes, unless they are encrypted
 * by a key service or a key of the caller (S3 user guide, "Checking object integrity").
 */
export async function putWhole({ config, source, call, key, headers = {} }: ObjectUpload): Promise<Landed> {
  const { signal } = call
  const url = await askStorage(() => config.storage.presignPut(key, source.size), { signal, lost: 'retry' })
  const body = { length: source.size, chunks: source.take() }
  const told = takenHeaders(await config.http.sendFile({ method: 'PUT', url, headers, body, signal }))
  const encryption = told['x-amz-server-side-encryption'] ?? 'AES256'
  const ownKey = told['x-amz-server-side-encryption-customer-algorithm'] !== undefined
  return { etagIsMd5: encryption === 'AES256' && !ownKey }
}

type SentPart = { partNumber: number; etag: string }

const unfinished = z.object({ uploadId: z.string().min(1), key: z.string(), partSize: z.int().positive() })

/** A multipart upload that is open, with the parts that storage has of it. */
type Going = Pick<z.infer<typeof unfinished>, 'uploadId' | 'partSize'> & { parts: SentPart[] }

/**
 * Sends the file part by part, holding one chunk at a time. Whatever goes wrong, no part stays behind, but for those that
 * another attempt can go on with.
 */
export async function putInParts(upload: ObjectUpload): Promise<Landed> {
  const { config, call, key, resume } = upload
  const { signal } = call
  const going = (await goOn(upload)) ?? (await begin(upload))
  const { uploadId, parts, partSize } = going
  try {
    const send = (part: Part) => sendPart(upload, going, part)
    await sendParts({ source: upload.source, partSize, done: parts.length, send })
    await askStorage(() => config.storage.completeUpload(key, uploadId, parts), { signal, lost: 'unknown' })
  } catch (error) {
    if (!resume || signal.aborted || !mayGoOn(error)) {
      // The first error is the one that counts: where giving up fails too, storage's own rule for old uploads is left.
      await config.storage.abortUpload(key, uploadId).catch(() => undefined)
      await resume?.save(null)
    }
    throw error
  }
  await resume?.save(null)
  return { etagIsMd5: false }
}

/** The host is out of reach or busy, or the file's own bytes were: neither says anything against the parts. */
const mayGoOn = (error: unknown) => !(error instanceof HostError && ['rejected', 'account'].includes(error.kind))

async function begin({ config, source, call: { signal }, key, resume }: ObjectUpload): Promise<Going> {
  const partSize = config.storage.partSizeFor(source.size)
  const uploadId = await askStorage(() => config.storage.createUpload(key), { signal, lost: 'retry' })
  await resume?.save(JSON.stringify({ uploadId, key, partSize } satisfies z.infer<typeof unfinished>))
  return { uploadId, partSize, parts: [] }
}

/** What an earlier attempt left, as far as its parts follow one another and are whole; null where that is nothing. */
async function goOn({ config: { storage }, source, call, key, resume }: ObjectUpload): Promise<Going | null> {
  const note = resume ? await readNote(resume, unfinished) : null
  if (note?.key !== key) return null
  const { uploadId, partSize } = note
  const listed = await askStorage(async () => storage.listParts?.(key, uploadId) ?? null, {
    signal: call.signal,
    lost: 'retry',
  })
  if (!listed) return null
  const parts: SentPart[] = []
  for (const { partNumber, etag, size } of listed) {
    const due = Math.min(partSize, source.size - parts.length * partSize)
    if (partNumber !== parts.length + 1 || size !== due) break
    parts.push({ partNumber, etag })
  }
  return { uploadId, partSize, parts }
}

/** Sends one part, and keeps its ETag. */
async function sendPart({ config, call, key }: ObjectUpload, going: Going, part: Part): Promise<void> {
  const { signal } = call
  const { length, chunks } = part
  const named = { key, uploadId: going.uploadId, partNumber: part.index + 1, size: length }
  const url = await askStorage(() => config.storage.presignPart(named), { signal, lost: 'retry' })
  const answer = await config.http.sendFile({ method: 'PUT', url, headers: {}, body: { length, chunks }, signal })
  const { etag } = takenHeaders(answer)
  if (etag === undefined) throw oddReplyError(answer)
  going.parts.push({ partNumber: named.partNumber, etag })
}
