// Albums at chibisafe: made before the files, with a link that is made of its own.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { pathSegment } from '#server/hosts/file-name.ts'
import { groupMark, groupTitle } from '#server/hosts/group-title.ts'
import type { Call, FindInput, Group, GroupBefore, GroupedCall, Stored } from '#server/hosts/host.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { statusError } from '#server/hosts/http/status.ts'
import { hostFileName } from '#server/hosts/file-name.ts'
import { byteCount, publicLink, remoteId } from '#server/hosts/taken.ts'
import { ask, type ChibisafeConfig, chibisafeVerdict, read } from './api.ts'

const created = z.object({ album: z.object({ uuid: remoteId }) })
const listing = z.object({ albums: z.array(z.unknown()) })
const listed = z.object({ uuid: remoteId, name: z.string() })
const identifier = z.string().regex(/^[\w-]{1,128}$/)
const link = z.object({ data: z.object({ identifier }) })
const links = z.object({ links: z.array(z.object({ identifier, enabled: z.boolean().optional() })) })

/** In characters. */
const maxName = 100

const pathOf = (id: string) => `/album/${pathSegment(id)}`

/** The account's albums are not paged. */
async function findAlbum(config: ChibisafeConfig, mark: string, { signal }: Call): Promise<string | null> {
  const { albums } = await read(config, { method: 'GET', path: '/albums', signal }, listing)
  const ours = albums
    .map((entry) => listed.safeParse(entry).data)
    .find((entry) => entry?.name.endsWith(groupMark({ mark })))
  return ours?.uuid ?? null
}

/** The link of an album, or null while it could not be made: the album is there all the same. */
export async function albumLink(config: ChibisafeConfig, id: string, { signal }: Call): Promise<string | null> {
  try {
    const answer = await ask(config, { method: 'GET', path: `${pathOf(id)}/links`, signal })
    const known = links.safeParse(jsonOf(answer)).data?.links.find(({ enabled }) => enabled !== false)
    const call = { method: 'POST', path: `${pathOf(id)}/link`, json: {}, signal } as const
    const found = known ?? (await read(config, call, link)).data
    return `${config.siteUrl}/a/${found.identifier}`
  } catch (error) {
    if (error instanceof HostError) return null
    throw error
  }
}

/** The grouping of chibisafe, model `before`. */
export const albumsOf = (config: ChibisafeConfig): GroupBefore => {
  const withLink = async (id: string, call: Call): Promise<Group> => ({ id, url: await albumLink(config, id, call) })
  return {
    when: 'before',
    /** A name that is taken is answered with 400; the mark is ours alone, so that album is the one whose reply was lost. */
    async create(name, call) {
      const json = { name: groupTitle(name, maxName) }
      const answer = await ask(config, { method: 'POST', path: '/album/create', json, signal: call.signal })
      const lost = answer.status === 400 ? await findAlbum(config, name.mark, call) : null
      return withLink(lost ?? readJson(answer, created, chibisafeVerdict).album.uuid, call)
    },
    async find({ mark }, call) {
      const id = await findAlbum(config, mark, call)
      return id === null ? null : withLink(id, call)
    },
    /** Files are not deleted with their album. */
    async remove({ id }, { signal }) {
      const answer = await ask(config, { method: 'DELETE', path: pathOf(id), signal })
      if (answer.status === 404 || /doesn't exist/i.test(answer.text)) return
      const error = chibisafeVerdict(jsonOf(answer), answer) ?? statusError(answer)
      if (error) throw error
    },
  }
}

const page = z.object({ files: z.array(z.unknown()), count: byteCount.nullish().catch(null) })
const fileIn = z.object({
  uuid: remoteId,
  original: z.string(),
  size: byteCount,
  url: publicLink,
  createdAt: z.coerce.date().nullish().catch(null),
})

const perPage = 50
/** A file that was just lost is among the newest, which come first. */
const mostPages = 4
/** The site may cut its dates to whole seconds, in milliseconds. */
const clockSlack = 2000

/** Looks through the mirror's album (`GET /album/{uuid}`) for a file of this name and size. */
export async function findFile(config: ChibisafeConfig, file: FindInput, call: GroupedCall): Promise<Stored | null> {
  if (!call.group) return null
  const name = hostFileName(file.name)
  const since = file.since.getTime() - clockSlack
  for (let number = 1; number <= mostPages; number += 1) {
    const path = `${pathOf(call.group.id)}?page=${number}&limit=${perPage}`
    const { files } = await read(config, { method: 'GET', path, signal: call.signal }, page)
    const found = files
      .map((entry) => fileIn.safeParse(entry).data)
      .filter((entry) => entry !== undefined)
      .find(({ original, size, createdAt }) => {
        return original === name && size === file.size && (createdAt?.getTime() ?? since) >= since
      })
    if (found) return { id: found.uuid, url: found.url, size: found.size, digests: {} }
    if (files.length < perPage) return null
  }
  return null
}
