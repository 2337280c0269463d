// A file that goes up in parts: several at once, each tried by itself, and what storage has already is not sent again.
import { askServer } from './ask-server.ts'
import { withAttempts } from './attempts.ts'
import { putBytes } from './put-bytes.ts'
import type { MultipartUpload, PartTag } from './upload-api.ts'
import { UploadError } from './upload-error.ts'
import type { FileUpload } from './upload-file.ts'

// As many parts of one file as there are connections: a single large file has the whole line.
const LANES = 4

/**
 * Puts the file into staging part by part.
 * @param again whether an earlier run may have left parts there; storage is asked for them, since it alone knows
 */
export async function uploadParts(upload: FileUpload, plan: MultipartUpload, again: boolean): Promise<void> {
  const { api, fileId, signal } = upload
  const tags = new Map<number, string>()
  const sent = new Map<number, number>()
  const tell = () => upload.onBytes([...sent.values()].reduce((sum, bytes) => sum + bytes, 0))

  if (again) {
    const there = await withAttempts(() => askServer(() => api.listParts(fileId, signal), signal), signal)
    for (const { partNumber, etag, size } of there) {
      if (size !== partBytes(upload.file, plan, partNumber).size) continue
      tags.set(partNumber, etag)
      sent.set(partNumber, size)
    }
    tell()
  }

  const waiting = Array.from({ length: plan.partCount }, (_, index) => index + 1).filter((part) => !tags.has(part))
  // One lane that fails for good takes the others with it, so that nothing goes on behind an error's back.
  const failed = new AbortController()
  const lane = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const number = part
      const onBytes = (bytes: number) => {
        sent.set(number, bytes)
        tell()
      }
      const of = { ...upload, signal: AbortSignal.any([signal, failed.signal]), onBytes }
      tags.set(number, await upload.connections.take('part', () => putPart(of, plan, number), of.signal))
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(LANES, waiting.length) }, lane))
  } catch (error) {
    failed.abort()
    throw error
  }

  const parts: PartTag[] = [...tags].map(([partNumber, etag]) => ({ partNumber, etag }))
  parts.sort((a, b) => a.partNumber - b.partNumber)
  await withAttempts(() => askServer(() => api.complete(fileId, parts, signal), signal), signal)
}

/** Parts are numbered from 1; all have the plan's size but the last, which has what is left. */
const partBytes = (file: Blob, { partSize }: MultipartUpload, partNumber: number): Blob =>
  file.slice((partNumber - 1) * partSize, Math.min(file.size, partNumber * partSize))

/** Sends one part, with a URL signed for each try, and gives its ETag. */
function putPart({ file, api, fileId, signal, onBytes }: FileUpload, plan: MultipartUpload, partNumber: number) {
  return withAttempts(async () => {
    const [signed] = await askServer(() => api.signParts(fileId, [partNumber], signal), signal)
    if (!signed) throw new UploadError('refused')
    onBytes(0)
    const body = partBytes(file, plan, partNumber)
    const { etag } = await putBytes({ url: signed.url, headers: {}, body, signal, onBytes })
    // Storage that hides the ETag from the page (CORS without ExposeHeaders) still lists it.
    if (etag !== null) return etag
    const there = await askServer(() => api.listParts(fileId, signal), signal)
    const stored = there.find((part) => part.partNumber === partNumber)
    if (!stored) throw new UploadError('busy')
    return stored.etag
  }, signal)
}
