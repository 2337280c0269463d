// The reply to an upload, and what the site knows of the file then: only that tells its size and the albums that it is in.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { pathSegment } from '#server/hosts/file-name.ts'
import type { GroupedCall, LinkState, Stored, StoredRef } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { isWebPage, statusError } from '#server/hosts/http/status.ts'
import { byteCount, publicLink, remoteId } from '#server/hosts/taken.ts'
import type { Call } from '#server/hosts/host.ts'
import { ask, type ChibisafeConfig, chibisafeVerdict } from './api.ts'

const reply = z.object({ uuid: remoteId, url: publicLink, publicUrl: publicLink.nullish().catch(null) })

const known = z.object({
  file: z.object({
    uuid: remoteId,
    size: byteCount.nullish().catch(null),
    albums: z
      .array(z.object({ uuid: z.string() }))
      .nullish()
      .catch(null),
  }),
})

const askForFile = (config: ChibisafeConfig, id: string, { signal }: Call) =>
  ask(config, { method: 'GET', path: `/file/${pathSegment(id)}`, signal })

/**
 * Reads the copy from a reply. A file of bytes that the account has already comes out as that older one, which is not in our
 * album: `extra.repeated` marks it, since it may belong to another mirror too.
 */
export async function storedFile(config: ChibisafeConfig, answer: Answer, call: GroupedCall): Promise<Stored> {
  const { uuid, url } = readJson(answer, reply, chibisafeVerdict)
  const info = await askForFile(config, uuid, call).catch(nothingKnown)
  const file = info?.status === 200 ? known.safeParse(jsonOf(info)).data?.file : undefined
  const isElsewhere = call.group && file?.albums && !file.albums.some((album) => album.uuid === call.group?.id)
  return {
    id: uuid,
    url,
    size: file?.size ?? null,
    digests: {},
    ...(isElsewhere && { extra: { repeated: 'true' } }),
  }
}

/** The upload is over, so that a failing look-up is no failed upload. */
const nothingKnown = (error: unknown): null => {
  if (error instanceof HostError) return null
  throw error
}

/** `GET /file/{uuid}`: the file is alive, the site's own 404 is dead, and all else says nothing. */
export async function checkFile(config: ChibisafeConfig, { id }: StoredRef, call: Call): Promise<LinkState> {
  try {
    const answer = await askForFile(config, id, call)
    if (answer.status === 200) return known.safeParse(jsonOf(answer)).data?.file.uuid === id ? 'alive' : 'unknown'
    return answer.status === 404 && !isWebPage(answer) ? 'dead' : 'unknown'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

/** `DELETE /file/{uuid}`; what is gone already counts as deleted. */
export async function removeFile(config: ChibisafeConfig, { id, extra }: StoredRef, { signal }: Call): Promise<void> {
  if (extra?.['repeated']) return
  const answer = await ask(config, { method: 'DELETE', path: `/file/${pathSegment(id)}`, signal })
  if (answer.status === 404 && !isWebPage(answer)) return
  const error = chibisafeVerdict(jsonOf(answer), answer) ?? statusError(answer)
  if (error) throw error
}
