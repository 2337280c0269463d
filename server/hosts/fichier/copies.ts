// What can be done with a copy at 1fichier later: look whether it is there, delete it.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, LinkState, StoredRef } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { statusError } from '#server/hosts/http/status.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { Secret } from '#server/ids.ts'
import type { FichierApi } from './api.ts'
import type { FichierConfig } from './config.ts'
import { fichierVerdict, isGone } from './errors.ts'

const info = z.object({ filename: z.string() })
const removed = z.object({ status: z.literal('OK') })

/** `POST /file/info.cgi`, with a key only: a file that is not found is dead. */
export async function checkFile(api: FichierApi, { url }: StoredRef, call: Call): Promise<LinkState> {
  try {
    const answer = await api.ask(call, { path: '/file/info.cgi', json: { url }, reads: true })
    const body = jsonOf(answer)
    if (isGone(body, answer)) return 'dead'
    return answer.status === 200 && info.safeParse(body).success ? 'alive' : 'unknown'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

/** `POST /file/rm.cgi` with the key, else the address that came with the file; what is gone already counts as deleted. */
export async function removeFile(api: FichierApi, { url, extra }: StoredRef, call: Call): Promise<void> {
  if (!api.config.apiKey) return removeAsGuest(api.config, extra?.['remove'], call)
  const answer = await api.ask(call, { path: '/file/rm.cgi', json: { files: [{ url }] } })
  if (isGone(jsonOf(answer), answer)) return
  readJson(answer, removed, fichierVerdict)
}

const gone = /file not found|fichier introuvable|has been (destroyed|deleted|removed)|a été (détruit|supprimé)/i

/** Whether a page says that the file is gone. Only its own words count, since a page with a question is a success too. */
const saysGone = ({ status, text }: Answer) => status >= 200 && status < 300 && gone.test(text)

/** Opens the page of the address, and answers with `force` where it asks whether it is meant. */
async function removeAsGuest(config: FichierConfig, remove: string | undefined, { signal }: Call): Promise<void> {
  if (remove === undefined) throw new HostError('rejected', 'gave no way to delete the file.')
  const { url, publicOnly } = nodeUrl(remove, config.apiUrl)
  const asked = { url: url.href, signal, publicOnly, secrets: [new Secret(url.pathname)] }
  const opened = await config.http.call({ ...asked, method: 'GET' })
  if (opened.status === 404 || saysGone(opened)) return
  const error = statusError(opened)
  if (error) throw error
  const answer = await config.http.call({ ...asked, method: 'POST', form: [['force', '1']] })
  if (!saysGone(answer)) throw statusError(answer) ?? new HostError('retry', 'did not delete the file.')
}
