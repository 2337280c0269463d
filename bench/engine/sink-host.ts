// A host as far as the engine can tell, whose server takes a raw PUT: the product's own way of sending, and nothing of one host.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Host } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { statusError } from '#server/hosts/http/status.ts'
import { createHostHttp, type HostHttp } from '#server/hosts/http.ts'
import { hostIdSchema } from '#server/ids.ts'

export type SinkHost = {
  id: string
  /** Where files are put; no slash at the end. */
  url: string
  /** Uploads at once. */
  concurrency?: number | undefined
}

const taken = z.object({ id: z.string(), size: z.number() })

/** What the reply says of the copy; a WebDAV server says nothing but its status. */
function copyIn({ headers, text }: Answer): z.infer<typeof taken> | null {
  if (headers['content-type'] !== 'application/json') return null
  const read = taken.safeParse(JSON.parse(text))
  if (!read.success) throw new HostError('unknown', 'gave an answer that makes no sense.', { cause: read.error })
  return read.data
}

/** @param onUploaded told of each copy that the server has, before the engine is */
export function sinkHost(
  { id, url, concurrency = 64 }: SinkHost,
  http: HostHttp,
  onUploaded = (_id: string) => {},
): Host {
  return {
    id: hostIdSchema.parse(id),
    name: id,
    homepage: url,
    account: 'none',
    limits: { maxFileSize: null, concurrency },
    retention: 'for no time at all',
    digests: [],
    resendIsSafe: true,
    async upload(source, { signal }) {
      const answer = await http.sendFile({
        method: 'PUT',
        url: `${url}/${source.fileId}`,
        headers: { 'content-type': source.type },
        body: { length: source.size, chunks: source.take() },
        signal,
      })
      const error = statusError(answer)
      if (error) throw error
      onUploaded(id)
      const copy = copyIn(answer)
      return { id: copy?.id ?? source.fileId, url: `${url}/${source.fileId}`, size: copy?.size ?? null, digests: {} }
    },
  }
}

export const sinkHttp = (): HostHttp => createHostHttp({ idleMs: 120_000, replyMs: 120_000 })
