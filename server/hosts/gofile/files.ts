// Files at GoFile: one multipart POST into the mirror's folder; the reply carries size and MD5.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, LinkState, Source, Stored, StoredRef, UploadCall } from '#server/hosts/host.ts'
import { jsonOf } from '#server/hosts/http/json-reply.ts'
import { filePart, multipartBody } from '#server/hosts/multipart-body.ts'
import { byteCount, hexDigest, publicLink, remoteId } from '#server/hosts/taken.ts'
import { knownToken } from './account.ts'
import { ask, bearer, type GofileConfig, readEnvelope } from './api.ts'
import { envelopeStatus } from './errors.ts'

/** Old replies said `fileId` for `id`. */
const uploaded = z
  .object({
    id: remoteId.optional(),
    fileId: remoteId.optional(),
    parentFolder: remoteId.optional(),
    downloadPage: publicLink,
    size: byteCount.nullish().catch(null),
    md5: hexDigest(16).nullish().catch(null),
  })
  .transform(({ id, fileId, ...rest }, context) => {
    const known = id ?? fileId
    if (known) return { ...rest, id: known }
    context.addIssue({ code: 'custom', message: 'no id' })
    return z.NEVER
  })

/** What we read of a folder's listing; how many entries there are in all tells whether the listing is whole. */
const listing = z.object({ childrenCount: byteCount.nullish(), children: z.record(z.string(), z.unknown()) })

/** As many entries as one page may hold. */
const pageSize = 1000

const removed = z.record(z.string(), z.object({ status: z.string() }))

/** `POST {upload}/uploadfile` with `folderId`, then `file`. */
export async function uploadFile(config: GofileConfig, source: Source, call: UploadCall): Promise<Stored> {
  const token = await knownToken(config, call)
  const fields = call.group ? [['folderId', call.group.id] as const] : []
  const { contentType, ...body } = multipartBody(fields, filePart('file', source))
  const answer = await config.http.sendFile({
    method: 'POST',
    url: `${config.uploadUrl}/uploadfile`,
    headers: { ...bearer(token), 'content-type': contentType },
    body,
    signal: call.signal,
  })
  const file = readEnvelope(answer, uploaded)
  const folder = file.parentFolder ?? call.group?.id
  return {
    id: file.id,
    url: file.downloadPage,
    size: file.size ?? null,
    digests: file.md5 ? { md5: file.md5 } : {},
    groupUrl: file.downloadPage,
    ...(folder && { extra: { folder } }),
  }
}

/**
 * Only a premium token may read a folder; everybody else learns nothing, and the web page answers 200 for anything.
 * A folder that is there without the file in it is a dead file once all of the folder was seen.
 */
export async function checkFile(config: GofileConfig, { id, extra }: StoredRef, { signal }: Call): Promise<LinkState> {
  const folder = extra?.['folder']
  if (!config.token || !folder) return 'unknown'
  const path = `/contents/${encodeURIComponent(folder)}?page=1&pageSize=${pageSize}`
  try {
    const answer = await ask(config, { method: 'GET', path, token: config.token.reveal(), signal })
    const body = jsonOf(answer)
    const status = envelopeStatus(body)
    if (status === 'ok' && answer.status === 200) return stateIn(body, id)
    return status === 'error-notFound' ? 'dead' : 'unknown'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

/** A folder that lists nothing we can read is there, and so is its link. */
function stateIn(body: unknown, id: string): LinkState {
  const { children, childrenCount } = z.object({ data: listing }).safeParse(body).data?.data ?? {}
  if (!children || id in children) return 'alive'
  return childrenCount === Object.keys(children).length ? 'dead' : 'unknown'
}

/** `DELETE /contents`, of a file or a folder, with the token that uploaded; what is gone already counts as deleted. */
export async function removeContent(config: GofileConfig, { id }: { id: string }, call: Call): Promise<void> {
  const token = await knownToken(config, call)
  const request = { method: 'DELETE', path: '/contents', json: { contentsId: id }, token, signal: call.signal } as const
  const answer = await ask(config, request)
  if (envelopeStatus(jsonOf(answer)) === 'error-notFound') return
  const status = readEnvelope(answer, removed)[id]?.status
  if (status !== undefined && status !== 'ok' && status !== 'error-notFound')
    throw new HostError('account', 'did not delete it.', { cause: new Error(status) })
}
