// Files at PixelDrain: sent raw, then looked up, since only the info call tells size and SHA-256.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName, pathSegment } from '#server/hosts/file-name.ts'
import type { Call, FindInput, LinkState, Source, Stored, StoredRef } from '#server/hosts/host.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { pause } from '#server/hosts/http/pause.ts'
import { statusError } from '#server/hosts/http/status.ts'
import { mimeType } from '#server/hosts/mime-type.ts'
import { byteCount, hexDigest, remoteId } from '#server/hosts/taken.ts'
import type { PixeldrainApi } from './api.ts'
import { errorValue, pixeldrainVerdict } from './errors.ts'

const uploaded = z.object({ id: remoteId })
const info = z.object({ id: remoteId, size: byteCount, hash_sha256: hexDigest(32).or(z.literal('')).nullish() })
const listed = z.object({ id: remoteId, name: z.string(), size: byteCount, date_upload: z.coerce.date() })
const listing = z.object({ files: z.array(z.unknown()) })

type Info = z.infer<typeof info>

/** The hash can lag behind the upload, so the info is asked for again after these pauses, in milliseconds. */
const pauses = [0, 250, 500, 1000, 2000, 4000]

/** The host may cut its dates to whole seconds, in milliseconds. */
const clockSlack = 2000

/** An account's listing is not paged, so it may be long. In bytes. */
const longListing = 32 * 1024 * 1024

const infoCall = (id: string, { signal }: Call) => ({
  method: 'GET' as const,
  path: `/file/${pathSegment(id)}/info`,
  signal,
})

const storedAs = (api: PixeldrainApi, id: string, known: Info | null): Stored => ({
  id,
  url: `${api.config.linkOrigin}/u/${pathSegment(id)}`,
  size: known?.size ?? null,
  digests: known?.hash_sha256 ? { sha256: known.hash_sha256 } : {},
})

/**
 * What PixelDrain knows of a file that it has just taken. The upload is over, so a failing look-up is not a failed upload:
 * what is not known in the end stays open.
 */
async function settledInfo(api: PixeldrainApi, id: string, call: Call): Promise<Info | null> {
  let known: Info | null = null
  let missing = false
  for (const ms of pauses) {
    await pause(ms, call.signal)
    try {
      known = await api.read(infoCall(id, call), info)
      if (known.hash_sha256) return known
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      if (error.kind === 'account') break
      missing = error.kind === 'rejected'
    }
  }
  if (missing && !known) throw new HostError('retry', 'took the file but does not have it.')
  return known
}

/** `PUT /file/{name}` with a raw body (documented as the way to go), then the info. */
export async function uploadFile(api: PixeldrainApi, source: Source, call: Call): Promise<Stored> {
  if (source.size === 0) throw new HostError('rejected', 'does not take empty files.')
  const answer = await api.config.http.sendFile({
    method: 'PUT',
    url: `${api.config.uploadUrl}/file/${pathSegment(hostFileName(source.name))}`,
    headers: { authorization: api.authorization, 'content-type': mimeType(source.type) },
    body: { length: source.size, chunks: source.take() },
    signal: call.signal,
  })
  const { id } = readJson(answer, uploaded, pixeldrainVerdict)
  return storedAs(api, id, await settledInfo(api, id, call))
}

/** Looks through the account's files (`GET /user/files`, undocumented) for one that an attempt since then left. */
export async function findFile(api: PixeldrainApi, file: FindInput, call: Call): Promise<Stored | null> {
  const { signal } = call
  const { files } = await api.read({ method: 'GET', path: '/user/files', signal, maxBytes: longListing }, listing)
  const name = hostFileName(file.name)
  const candidates = files
    .map((entry) => listed.safeParse(entry).data)
    .filter((entry) => entry !== undefined)
    .filter((entry) => entry.name === name && entry.size === file.size)
    .filter((entry) => entry.date_upload.getTime() >= file.since.getTime() - clockSlack)
  for (const { id } of candidates) {
    const known = await settledInfo(api, id, call)
    if (!known) continue
    if (file.digests.sha256 && known.hash_sha256 && known.hash_sha256 !== file.digests.sha256) continue
    return storedAs(api, id, known)
  }
  return null
}

/** 200 is alive, also behind a captcha; the named 404 is dead; all else says nothing. */
export async function checkFile(api: PixeldrainApi, { id }: StoredRef, call: Call): Promise<LinkState> {
  try {
    const answer = await api.ask(infoCall(id, call))
    const body = jsonOf(answer)
    if (answer.status === 200) return info.safeParse(body).success ? 'alive' : 'unknown'
    const gone = ['file_not_found', 'not_found'].includes(errorValue(body) ?? '')
    return answer.status === 404 && gone ? 'dead' : 'unknown'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

/** `DELETE /file/{id}`; a file that is gone already counts as deleted. */
export async function removeFile(api: PixeldrainApi, { id }: StoredRef, { signal }: Call): Promise<void> {
  const answer = await api.ask({ method: 'DELETE', path: `/file/${pathSegment(id)}`, signal })
  const body = jsonOf(answer)
  if (['file_not_found', 'not_found'].includes(errorValue(body) ?? '')) return
  const error = pixeldrainVerdict(body, answer) ?? statusError(answer)
  if (error) throw error
}
