// Albums of the lolisafe protocol: made before the files; their links stand in a listing.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { groupMark, groupTitle } from '#server/hosts/group-title.ts'
import type { Call, Group, GroupBefore } from '#server/hosts/host.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { statusError } from '#server/hosts/http/status.ts'
import { publicLink } from '#server/hosts/taken.ts'
import { ask, read } from './api.ts'
import type { LolisafeConfig } from './config.ts'
import { descriptionOf, isNameInUse, lolisafeVerdict } from './errors.ts'

/** Ids are numbers; they travel as text in our rows. */
const albumId = z.coerce.number().int().positive()
const created = z.object({ success: z.literal(true), id: albumId })
const album = z.object({
  id: albumId,
  name: z.string(),
  identifier: z.string().regex(/^[\w-]{1,128}$/),
  /** Yes or no, or 1 or 0. */
  public: z
    .union([z.boolean(), z.coerce.number().transform((flag) => flag !== 0)])
    .nullish()
    .catch(null),
})
const page = z.object({
  success: z.literal(true),
  albums: z.array(z.unknown()),
  albumsPerPage: z.coerce.number().int().positive().nullish().catch(null),
  count: z.coerce.number().int().nonnegative().nullish().catch(null),
  homeDomain: publicLink.nullish().catch(null),
})

type Album = z.infer<typeof album>
type Page = z.infer<typeof page>
type Sought = (album: Album) => boolean

/** The limit of a name, in characters; it is escaped as HTML on store, which `groupTitle` leaves nothing to do for. */
const maxName = 70

/** A new album stands on the last page; some more pages cover albums that others made meanwhile. */
const pagesBack = 3

/** Listings of all albums may be long. In bytes. */
const longListing = 16 * 1024 * 1024

/** Albums with their links, from the newest page backwards, or all at once. */
async function* listings(config: LolisafeConfig, { signal }: Call): AsyncGenerator<Page> {
  if (config.albumListing === 'whole') {
    const asked = { method: 'GET', path: '/albums', headers: { simple: '1' }, signal, maxBytes: longListing } as const
    yield read(config, asked, page)
    return
  }
  const readPage = (number: number) => read(config, { method: 'GET', path: `/albums/${number}`, signal }, page)
  const first = await readPage(0)
  const perPage = first.albumsPerPage ?? Math.max(first.albums.length, 1)
  const last = Math.max(Math.ceil((first.count ?? 0) / perPage) - 1, 0)
  for (let number = last; number >= Math.max(last - pagesBack, 0); number -= 1)
    yield number === 0 ? first : readPage(number)
}

type Found = { album: Album; group: Group }

async function findAlbum(config: LolisafeConfig, call: Call, isIt: Sought): Promise<Found | null> {
  for await (const { albums, homeDomain } of listings(config, call)) {
    const found = albums.map((entry) => album.safeParse(entry).data).find((entry) => entry && isIt(entry))
    if (!found) continue
    const url = `${homeDomain ?? config.linkOrigin}/a/${found.identifier}`
    return { album: found, group: { id: String(found.id), url } }
  }
  return null
}

const byMark = (mark: string) => (entry: Album) => entry.name.endsWith(groupMark({ mark }))

const findOurs = async (config: LolisafeConfig, call: Call, mark: string): Promise<Group | null> =>
  (await findAlbum(config, call, byMark(mark)))?.group ?? null

/** The grouping of a lolisafe site, model `before`. */
export const albumsOf = (config: LolisafeConfig): GroupBefore => ({
  when: 'before',
  async create(name, call) {
    const json = { name: groupTitle(name, maxName), description: '', download: true, public: true }
    const answer = await ask(config, { method: 'POST', path: '/albums', json, signal: call.signal })
    // The mark is ours alone, so an album of this name is the one whose reply was lost.
    const lost = isNameInUse(jsonOf(answer)) ? await findOurs(config, call, name.mark) : null
    if (lost) return lost
    const id = String(readJson(answer, created, lolisafeVerdict).id)
    return { id, url: await albumLink(config, call, id) }
  },
  find: ({ mark }, call) => findOurs(config, call, mark),
  remove: (group, call) => removeAlbum(config, group, call),
})

/**
 * The album's link, or null when the listing does not give it now: the album is there all the same. One that the site made
 * private in spite of what it was asked is opened.
 */
export async function albumLink(config: LolisafeConfig, call: Call, id: string): Promise<string | null> {
  try {
    const found = await findAlbum(config, call, (entry) => String(entry.id) === id)
    if (found?.album.public === false) await openAlbum(config, call, found.album)
    return found?.group.url ?? null
  } catch (error) {
    if (error instanceof HostError) return null
    throw error
  }
}

const edited = z.object({ success: z.literal(true) })

/** `POST /albums/edit`. `requestLink` would give the album another address. */
async function openAlbum(config: LolisafeConfig, { signal }: Call, { id, name }: Album): Promise<void> {
  const json = { id, name, description: '', download: true, public: true, requestLink: false }
  await read(config, { method: 'POST', path: '/albums/edit', json, signal }, edited)
}

/** `POST /albums/disable`, which finds no album where there is none of that number. What is left in it stays (`purge: false`): it may be a copy that another mirror met. */
async function removeAlbum(config: LolisafeConfig, { id }: Group, { signal }: Call): Promise<void> {
  const json = { id: Number(id), purge: false }
  const answer = await ask(config, { method: 'POST', path: '/albums/disable', json, signal })
  const body = jsonOf(answer)
  if (answer.status === 404 || /no album specified|album not found/i.test(descriptionOf(body) ?? '')) return
  const error = lolisafeVerdict(body, answer) ?? statusError(answer)
  if (error) throw error
}
