// Files at the Internet Archive: one PUT each into the mirror's item, and what the metadata says of them soon after.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, Source, Stored, StoredRef, UploadCall } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { answerCause } from '#server/hosts/http/status.ts'
import { mimeType } from '#server/hosts/mime-type.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { readNote } from '#server/hosts/parts.ts'
import { type IaConfig, keyHeader } from './api.ts'
import { errorCode, expectDone } from './errors.ts'
import { itemFor, itemHeaders } from './items.ts'
import { settledFile, storedAs } from './metadata.ts'
import { encoded, isSameSite, type Place, placeIn, placeOf } from './places.ts'

/** Where the Archive asked to send the file instead, left by an attempt whose bytes were spent on that answer. */
const redirection = z.object({ location: z.string() })

/** `PUT /{item}/{file}`; the answer is empty. */
export async function uploadFile(config: IaConfig, source: Source, call: UploadCall): Promise<Stored> {
  const item = itemFor(call.group, source)
  const place = placeIn(item.id, source)
  const target = await targetOf(config, place, call)
  const answer = await config.http.sendFile({
    method: 'PUT',
    ...target,
    headers: { ...keyHeader(config), ...itemHeaders(item, source), 'content-type': mimeType(source.type) },
    body: { length: source.size, chunks: source.take() },
    signal: call.signal,
    secrets: [config.accessKey, config.secretKey],
  })
  await followLater(config, answer, call)
  expectDone(answer, [200])
  return storedAs(config, place, await settledFile(config, place, call))
}

/** The usual address, or once the one that the Archive named; the keys go to no other site. */
async function targetOf(config: IaConfig, place: Place, { resume }: UploadCall) {
  const usual = { url: `${config.apiUrl}/${encoded(place)}`, publicOnly: false }
  const note = await readNote(resume, redirection)
  if (!note) return usual
  await resume.save(null)
  const { url, publicOnly } = nodeUrl(note.location, config.apiUrl)
  return isSameSite(url, new URL(config.apiUrl)) ? { url: url.href, publicOnly } : usual
}

/**
 * A redirect that keeps the method is meant to be followed with the body, which is spent: the next attempt goes there.
 * @throws {HostError} `retry` for such a redirect
 */
async function followLater(config: IaConfig, answer: Answer, { resume }: UploadCall): Promise<void> {
  const { location } = answer.headers
  if ((answer.status !== 307 && answer.status !== 308) || location === undefined) return
  const { url } = nodeUrl(new URL(location, config.apiUrl).href, config.apiUrl)
  if (!isSameSite(url, new URL(config.apiUrl))) return
  await resume.save(JSON.stringify({ location: url.href }))
  throw new HostError('retry', 'wants the file at another of its servers.', { cause: answerCause(answer) })
}

/** `DELETE` of the file and of what was derived from it; the item stays, as items do. */
export async function removeFile(config: IaConfig, stored: StoredRef, { signal }: Call): Promise<void> {
  const answer = await config.http.call({
    method: 'DELETE',
    url: `${config.apiUrl}/${encoded(placeOf(stored))}`,
    headers: { ...keyHeader(config), 'x-archive-cascade-delete': '1' },
    secrets: [config.accessKey, config.secretKey],
    signal,
    slow: true,
  })
  if (answer.status === 404 && ['NoSuchKey', 'NoSuchBucket'].includes(errorCode(answer) ?? '')) return
  expectDone(answer, [200, 204])
}
