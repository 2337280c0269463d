// What Catbox and Litterbox have in common: one address for all, a form with `reqtype`, a line of text in return.
import { z } from 'zod'
import type { Call, Source, Stored } from '#server/hosts/host.ts'
import { oddReplyError } from '#server/hosts/http/status.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { linkedSize } from '#server/hosts/linked-copy.ts'
import { filePart, multipartBody } from '#server/hosts/multipart-body.ts'
import { readAddress } from '#server/hosts/text-reply.ts'
import type { Secret } from '#server/ids.ts'

export type TextHost = {
  /** Where all requests go, the script's name included. */
  apiUrl: string
  http: HostHttp
}

export type Fields = readonly (readonly [name: string, value: string])[]

/** `abc123.png`, by which the API knows a file. */
const shortName = z.string().regex(/^[\w-]{4,64}(\.[^/?#\s]{1,64})?$/)

type Sending = { host: TextHost; fields: Fields; source: Source; call: Call; secrets?: readonly Secret[] }

/**
 * Sends a file with the given fields before it. The reply is the file's address and nothing more; size is that of the address.
 * @throws {HostError} `rejected` for a sentence in place of the address
 */
export async function sendForm({ host, fields, source, call, secrets = [] }: Sending): Promise<Stored> {
  const { contentType, ...body } = multipartBody(
    [['reqtype', 'fileupload'], ...fields],
    filePart('fileToUpload', source),
  )
  const answer = await host.http.sendFile({
    method: 'POST',
    url: host.apiUrl,
    headers: { accept: '*/*', 'content-type': contentType },
    body,
    signal: call.signal,
    secrets,
  })
  const url = readAddress(answer, host.apiUrl)
  const id = shortName.safeParse(url.pathname.split('/').at(-1)).data
  if (id === undefined) throw oddReplyError(answer)
  const size = await linkedSize({ http: host.http, url: url.href, base: host.apiUrl }, call)
  return { id, url: url.href, size, digests: {} }
}
