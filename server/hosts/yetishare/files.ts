// Files at a YetiShare site: one multipart POST into the mirror's folder; the reply carries size and mostly an MD5.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName } from '#server/hosts/file-name.ts'
import type { Call, FindInput, GroupedCall, LinkState, Source, Stored, StoredRef } from '#server/hosts/host.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { statusError } from '#server/hosts/http/status.ts'
import { filePart, multipartBody } from '#server/hosts/multipart-body.ts'
import { byteCount, hexDigest, numericId, publicLink } from '#server/hosts/taken.ts'
import { Secret } from '#server/ids.ts'
import { ask, read, readEnvelope, sessionFields } from './api.ts'
import type { YetishareConfig } from './config.ts'
import { filesOf, isGone, isSessionOver, stateOf, uploadVerdict, yetishareVerdict } from './errors.ts'
import { mindPackage, type PackageReader } from './package.ts'
import { currentSession } from './session.ts'

/** `hash` is `false` where the site makes none. */
const received = z.object({
  file_id: numericId,
  url: publicLink,
  size: byteCount.nullish().catch(null),
  hash: hexDigest(16).nullish().catch(null),
})
const reply = z
  .unknown()
  .refine((body) => [null, 'success'].includes(stateOf(body)))
  .transform(filesOf)
  .pipe(z.tuple([received]))

/** `POST /file/upload` with the session and `folder_id`, then `upload_file`. */
export async function uploadFile(
  config: YetishareConfig,
  packages: PackageReader,
  { source, call }: { source: Source; call: GroupedCall },
): Promise<Stored> {
  if (source.size === 0) throw new HostError('rejected', 'does not take empty files.')
  mindPackage(await packages.read(call), source.size)
  const session = await currentSession(config, call)
  const folder = call.group ? [['folder_id', call.group.id] as const] : []
  const { contentType, ...body } = multipartBody(
    [...sessionFields(session), ...folder],
    filePart('upload_file', source),
  )
  const answer = await config.http.sendFile({
    method: 'POST',
    url: `${config.uploadUrl}/file/upload`,
    headers: { 'content-type': contentType },
    body,
    secrets: [new Secret(session.token), config.username, config.password],
    signal: call.signal,
  })
  if (isSessionOver(answer)) packages.forget()
  const [file] = readJson(answer, reply, uploadVerdict)
  return { id: file.file_id, url: file.url, size: file.size ?? null, digests: file.hash ? { md5: file.hash } : {} }
}

const listed = z.object({
  id: numericId,
  filename: z.string(),
  fileSize: byteCount,
  status: z.string().nullish().catch(null),
  url_file: publicLink,
})
type Listed = z.infer<typeof listed>
const listing = z.object({ files: z.array(z.unknown()).nullish() })

const isActive = (status: string | null | undefined) => (status ?? 'active').toLowerCase() === 'active'

/**
 * Looks through the mirror's folder (`POST /folder/listing`); of several files of the name and size the newest is the one of the
 * last attempt. Outside of a folder, an older file of the name could be anybody's.
 */
export async function findFile(config: YetishareConfig, file: FindInput, call: GroupedCall): Promise<Stored | null> {
  if (!call.group) return null
  const asked = { path: '/folder/listing', fields: [['parent_folder_id', call.group.id]] as const, reads: true }
  const { files } = await read(config, call, { asked, data: listing })
  const name = hostFileName(file.name)
  const names = [name, name.replaceAll('"', '%22')]
  const found = (files ?? [])
    .map((entry) => listed.safeParse(entry).data)
    .filter((entry) => entry !== undefined)
    .filter((entry) => names.includes(entry.filename) && entry.fileSize === file.size && isActive(entry.status))
    .reduce<Listed | null>((newest, entry) => (newest && Number(newest.id) > Number(entry.id) ? newest : entry), null)
  return found ? { id: found.id, url: found.url_file, size: found.fileSize, digests: {} } : null
}

const info = z.object({ status: z.string() })

/** `POST /file/info`: only an active file is alive; one in the trash is as dead as one that is not found. */
export async function checkFile(config: YetishareConfig, { id }: StoredRef, call: Call): Promise<LinkState> {
  try {
    const answer = await ask(config, call, { path: '/file/info', fields: [['file_id', id]], reads: true })
    if (isGone(answer)) return 'dead'
    return isActive(readEnvelope(answer, info).status) ? 'alive' : 'dead'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

/** `POST /file/delete`, which puts the file into the trash; one that is gone already counts as deleted. */
export async function removeFile(config: YetishareConfig, { id }: StoredRef, call: Call): Promise<void> {
  const answer = await ask(config, call, { path: '/file/delete', fields: [['file_id', id]] })
  if (isGone(answer)) return
  const error = yetishareVerdict(jsonOf(answer), answer) ?? statusError(answer)
  if (error) throw error
}
