// Files of a site that keeps them in a storage beside it: an address that is good for one file, the bytes, then the site's word.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName } from '#server/hosts/file-name.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { answerCause } from '#server/hosts/http/status.ts'
import { takenHeaders } from '#server/hosts/local/storage.ts'
import { mimeType } from '#server/hosts/mime-type.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { nothingInDoubt } from '#server/hosts/parts.ts'
import { ask, read } from './api.ts'
import type { ChibisafeUpload } from './upload.ts'

const ticket = z.object({ url: z.string().min(1).max(8192), identifier: z.string().min(1).max(512) })

/** The site knows nothing of the file before it is told; type and length are signed, so they go as they were told. */
export async function uploadToNetwork({ config, source, call }: ChibisafeUpload): Promise<Answer> {
  const { signal } = call
  const name = hostFileName(source.name)
  const type = mimeType(source.type)
  const headers = call.group ? { albumuuid: call.group.id } : {}
  const asking = { contentType: type, size: source.size, name }
  const given = { method: 'POST', path: '/upload', json: asking, reads: true, headers, signal } as const
  const { url: address, identifier } = await read(config, given, ticket)
  const { url, publicOnly } = nodeUrl(address, config.apiUrl)
  const body = { length: source.size, chunks: source.take() }
  const put = { method: 'PUT', url: url.href, headers: { 'content-type': type }, body, signal, publicOnly } as const
  takenHeaders(await config.http.sendFile(put).catch(nothingInDoubt))
  const json = { identifier, name, type }
  const answer = await ask(config, { method: 'POST', path: '/upload/process', json, headers, signal, slow: true })
  // The site took name, type and size when it gave the address, so that this says nothing against the file.
  if (answer.status === 400 || answer.status === 404)
    throw new HostError('retry', 'did not find the file in its storage.', { cause: answerCause(answer) })
  return answer
}
