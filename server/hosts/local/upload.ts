// Bytes into object storage: one PUT where S3 allows it, parts above.
import { chunkSlicer } from '#server/hosts/chunk-slicer.ts'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, Source } from '#server/hosts/host.ts'
import { oddReplyError } from '#server/hosts/http/status.ts'
import type { LocalConfig } from '#server/hosts/local.ts'
import { askStorage, takenHeaders } from './storage.ts'

export type LocalUpload = { config: LocalConfig; source: Source; call: Call; key: string }

/** How an object came into storage, and so what its ETag is worth. */
export type Landed = { etagIsMd5: boolean }

/**
 * Sends the whole file in one request. The ETag that storage then gives is the MD5 of the bytes, unless they are encrypted
 * by a key service or a key of the caller (S3 user guide, "Checking object integrity").
 */
export async function putWhole({ config, source, call, key }: LocalUpload): Promise<Landed> {
  const { signal } = call
  const url = await askStorage(() => config.storage.presignPut(key, source.size), { signal, lost: 'retry' })
  const body = { length: source.size, chunks: source.take() }
  const headers = takenHeaders(await config.http.sendFile({ method: 'PUT', url, headers: {}, body, signal }))
  const encryption = headers['x-amz-server-side-encryption'] ?? 'AES256'
  const ownKey = headers['x-amz-server-side-encryption-customer-algorithm'] !== undefined
  return { etagIsMd5: encryption === 'AES256' && !ownKey }
}

/** Sends the file part by part, holding one chunk at a time; whatever goes wrong, no part stays behind. */
export async function putInParts(upload: LocalUpload): Promise<Landed> {
  const { config, call, key } = upload
  const { signal } = call
  const uploadId = await askStorage(() => config.storage.createUpload(key), { signal, lost: 'retry' })
  try {
    const parts = await sendParts(upload, uploadId)
    await askStorage(() => config.storage.completeUpload(key, uploadId, parts), { signal, lost: 'unknown' })
  } catch (error) {
    // The first error is the one that counts: where giving up fails too, storage's own rule for old uploads is left.
    await config.storage.abortUpload(key, uploadId).catch(() => undefined)
    throw error
  }
  return { etagIsMd5: false }
}

async function sendParts(upload: LocalUpload, uploadId: string) {
  const { size } = upload.source
  const partSize = upload.config.storage.partSizeFor(size)
  const slicer = chunkSlicer(upload.source.take())
  const parts: { partNumber: number; etag: string }[] = []
  try {
    for (let sent = 0; sent < size; sent += partSize) {
      const part = { key: upload.key, uploadId, partNumber: parts.length + 1, size: Math.min(partSize, size - sent) }
      const etag = await sendPart(upload, part, slicer.next(part.size)).catch(startOver)
      parts.push({ partNumber: part.partNumber, etag })
    }
    return parts
  } finally {
    slicer.close()
  }
}

type Part = { key: string; uploadId: string; partNumber: number; size: number }

/** Sends one part and gives its ETag. */
async function sendPart({ config, call }: LocalUpload, part: Part, chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const { signal } = call
  const url = await askStorage(() => config.storage.presignPart(part), { signal, lost: 'retry' })
  const body = { length: part.size, chunks }
  const answer = await config.http.sendFile({ method: 'PUT', url, headers: {}, body, signal })
  const { etag } = takenHeaders(answer)
  if (etag === undefined) throw oddReplyError(answer)
  return etag
}

/** A part of unknown end is a failed file and not an unknown one: no object is there before the parts are joined. */
const startOver = (error: unknown): never => {
  if (error instanceof HostError && error.kind === 'unknown')
    throw new HostError('retry', error.message, { cause: error.cause })
  throw error
}
