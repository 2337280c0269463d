// Albums of the lolisafe protocol: made before the files; their links stand in a paged listing.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { groupMark, groupTitle } from '#server/hosts/group-title.ts'
import type { Call, Group, GroupBefore } from '#server/hosts/host.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { publicLink } from '#server/hosts/taken.ts'
import { ask, read } from './api.ts'
import type { LolisafeConfig } from './config.ts'
import { isNameInUse, lolisafeVerdict } from './errors.ts'

/** Ids are numbers; they travel as text in our rows. */
const albumId = z.coerce.number().int().positive()
const created = z.object({ success: z.literal(true), id: albumId })
const album = z.object({ id: albumId, name: z.string(), identifier: z.string().regex(/^[\w-]{1,128}$/) })
const page = z.object({
  success: z.literal(true),
  albums: z.array(z.unknown()),
  albumsPerPage: z.coerce.number().int().positive().nullish().catch(null),
  count: z.coerce.number().int().nonnegative(),
  homeDomain: publicLink.nullish().catch(null),
})

type Album = z.infer<typeof album>

/** The limit of a name, in characters; it is escaped as HTML on store, which `groupTitle` leaves nothing to do for. */
const maxName = 70

/** A new album stands on the last page; some more pages cover albums that others made meanwhile. */
const pagesBack = 3

/** Looks for an album from the newest page backwards, with its link. */
async function findAlbum(
  config: LolisafeConfig,
  { signal }: Call,
  isIt: (album: Album) => boolean,
): Promise<Group | null> {
  const readPage = (number: number) => read(config, { method: 'GET', path: `/albums/${number}`, signal }, page)
  const first = await readPage(0)
  const perPage = first.albumsPerPage ?? Math.max(first.albums.length, 1)
  const last = Math.max(Math.ceil(first.count / perPage) - 1, 0)
  for (let number = last; number >= Math.max(last - pagesBack, 0); number -= 1) {
    const { albums, homeDomain } = number === 0 ? first : await readPage(number)
    const found = albums.map((entry) => album.safeParse(entry).data).find((entry) => entry && isIt(entry))
    if (found) return { id: String(found.id), url: `${homeDomain ?? config.linkOrigin}/a/${found.identifier}` }
  }
  return null
}

const byMark = (mark: string) => (entry: Album) => entry.name.endsWith(groupMark({ mark }))

/** The grouping of a lolisafe site, model `before`. */
export const albumsOf = (config: LolisafeConfig): GroupBefore => ({
  when: 'before',
  async create(name, call) {
    const json = { name: groupTitle(name, maxName), description: '', download: true, public: true }
    const answer = await ask(config, { method: 'POST', path: '/albums', json, signal: call.signal })
    // The mark is ours alone, so an album of this name is the one whose reply was lost.
    const lost = isNameInUse(jsonOf(answer)) ? await findAlbum(config, call, byMark(name.mark)) : null
    if (lost) return lost
    const id = String(readJson(answer, created, lolisafeVerdict).id)
    return { id, url: await albumLink(config, call, id) }
  },
  find: ({ mark }, call) => findAlbum(config, call, byMark(mark)),
})

/** The album's link, or null when the listing does not give it now: the album is there all the same. */
export async function albumLink(config: LolisafeConfig, call: Call, id: string): Promise<string | null> {
  try {
    return (await findAlbum(config, call, (entry) => String(entry.id) === id))?.url ?? null
  } catch (error) {
    if (error instanceof HostError) return null
    throw error
  }
}
