// Files at BuzzHeavier: a raw PUT under a name that it can bear; with an account they can be found and deleted.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName, pathSegment } from '#server/hosts/file-name.ts'
import type { Call, FindInput, GroupedCall, Source, Stored, StoredRef, UploadCall } from '#server/hosts/host.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { isWebPage, statusError, webPageError } from '#server/hosts/http/status.ts'
import { mimeType } from '#server/hosts/mime-type.ts'
import { byteCount, remoteId } from '#server/hosts/taken.ts'
import { ask, bearer, type BuzzheavierConfig, buzzheavierVerdict, enveloped } from './api.ts'
import { listFolder } from './listing.ts'

const uploaded = z.object({ id: remoteId, size: byteCount.nullish().catch(null) })

/** The host may cut its dates to whole seconds, in milliseconds. */
const clockSlack = 2000

/** `#` and `;` in a name, even encoded, break the connection off in the middle (B). */
export const buzzheavierName = (name: string): string => hostFileName(name).replace(/[#;]/g, '_')

export const linkOf = ({ linkOrigin }: BuzzheavierConfig, id: string): string => `${linkOrigin}/${pathSegment(id)}`

const storedAs = (config: BuzzheavierConfig, { id, size }: { id: string; size: number | null }): Stored => ({
  id,
  url: linkOf(config, id),
  size,
  digests: {},
})

/** The size in the listing of the file's folder. The upload is over, so that a failing look-up leaves it open. */
async function listedSize(
  config: BuzzheavierConfig,
  id: string,
  { group, signal }: GroupedCall,
): Promise<number | null> {
  if (!group) return null
  try {
    const { children } = await listFolder(config, group.id, signal)
    return children.find((entry) => entry.id === id)?.size ?? null
  } catch (error) {
    if (error instanceof HostError) return null
    throw error
  }
}

/** `PUT /{folder}/{name}` with an account, `PUT /{name}` without. */
export async function uploadFile(config: BuzzheavierConfig, source: Source, call: UploadCall): Promise<Stored> {
  const folder = call.group ? `/${pathSegment(call.group.id)}` : ''
  const answer = await config.http.sendFile({
    method: 'PUT',
    url: `${config.uploadUrl}${folder}/${pathSegment(buzzheavierName(source.name))}`,
    headers: { ...bearer(config), 'content-type': mimeType(source.type) },
    body: { length: source.size, chunks: source.take() },
    signal: call.signal,
  })
  const { id, size } = readJson(answer, enveloped(uploaded), buzzheavierVerdict)
  return storedAs(config, { id, size: size ?? (await listedSize(config, id, call)) })
}

/** Looks through the mirror's folder for a file that an attempt since then left. */
export async function findFile(config: BuzzheavierConfig, file: FindInput, call: GroupedCall): Promise<Stored | null> {
  if (!call.group) return null
  const { children } = await listFolder(config, call.group.id, call.signal)
  const name = buzzheavierName(file.name)
  const ours = children.find(
    (entry) =>
      !entry.isDirectory &&
      entry.name === name &&
      entry.size === file.size &&
      (!entry.createdAt || entry.createdAt.getTime() >= file.since.getTime() - clockSlack),
  )
  return ours ? storedAs(config, { id: ours.id, size: ours.size ?? null }) : null
}

/** `DELETE /fs/{id}`, of files and of folders; what is gone already counts as deleted. */
export async function removeEntry(config: BuzzheavierConfig, { id }: Pick<StoredRef, 'id'>, call: Call): Promise<void> {
  const answer = await ask(config, { method: 'DELETE', path: `/fs/${pathSegment(id)}`, signal: call.signal })
  if (isWebPage(answer)) throw webPageError(answer)
  if (answer.status === 404) return
  const error = buzzheavierVerdict(jsonOf(answer), answer) ?? statusError(answer)
  if (error) throw error
}
