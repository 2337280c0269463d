// Files at KrakenFiles: a server with a token that serves one upload, then one multipart POST.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, LinkState, Source, Stored, StoredRef } from '#server/hosts/host.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { filePart, multipartBody } from '#server/hosts/multipart-body.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { byteCount, publicLink, remoteId } from '#server/hosts/taken.ts'
import { Secret } from '#server/ids.ts'
import { readData } from './errors.ts'

export type KrakenfilesConfig = {
  /** Base of the API: `https://krakenfiles.com/api`. */
  apiUrl: string
  /** The operator's key; null sends files as nobody. */
  apiKey: Secret | null
  http: HostHttp
}

const available = z.object({ url: z.string(), serverAccessToken: z.string().regex(/^[\x21-\x7e]{1,1024}$/) })
const uploaded = z.object({ url: publicLink, hash: remoteId, size: byteCount.nullish().catch(null) })

/** `GET /server/available`, once per file. */
async function availableServer({ apiUrl, http }: KrakenfilesConfig, { signal }: Call) {
  const { url, serverAccessToken } = readData(
    await http.call({ method: 'GET', url: `${apiUrl}/server/available`, signal }),
    available,
  )
  return { ...nodeUrl(url, apiUrl), token: new Secret(serverAccessToken) }
}

/** `POST {url}` with `serverAccessToken`, then `file`; the server gets the key, as its API says. */
export async function uploadFile(config: KrakenfilesConfig, source: Source, call: Call): Promise<Stored> {
  const { url, publicOnly, token } = await availableServer(config, call)
  const { contentType, ...body } = multipartBody([['serverAccessToken', token.reveal()]], filePart('file', source))
  const answer = await config.http.sendFile({
    method: 'POST',
    url: url.href,
    headers: { 'content-type': contentType, ...(config.apiKey && { 'x-auth-token': config.apiKey.reveal() }) },
    body,
    secrets: [token],
    signal: call.signal,
    publicOnly,
  })
  const file = readData(answer, uploaded)
  return { id: file.hash, url: file.url, size: file.size ?? null, digests: {} }
}

/** The page of the file: 404 is dead, a page that names the file alive; anything else may be a challenge. */
export async function checkPage(
  { apiUrl, http }: KrakenfilesConfig,
  stored: StoredRef,
  { signal }: Call,
): Promise<LinkState> {
  try {
    const { url, publicOnly } = nodeUrl(stored.url, apiUrl)
    const answer = await http.call({ method: 'GET', url: url.href, signal, publicOnly })
    if (answer.headers['cf-mitigated'] !== undefined) return 'unknown'
    if (answer.status === 404) return 'dead'
    return answer.status === 200 && answer.text.includes(stored.id) ? 'alive' : 'unknown'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}
