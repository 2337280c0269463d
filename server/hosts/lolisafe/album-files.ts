// What an album says of a file that was sent into it: a site drops an album that it does not know without a word, and some tell
// sizes only here.
import { z } from 'zod'
import { pathSegment } from '#server/hosts/file-name.ts'
import { HostError } from '#server/hosts/errors.ts'
import type { Group, Stored, UploadCall } from '#server/hosts/host.ts'
import { byteCount } from '#server/hosts/taken.ts'
import { read } from './api.ts'
import type { LolisafeConfig } from './config.ts'

const entry = z.object({
  name: z.string(),
  size: byteCount.nullish().catch(null),
  slug: z
    .string()
    .regex(/^[\w-]{1,128}$/)
    .nullish()
    .catch(null),
})
const listing = z.object({ success: z.literal(true), files: z.array(z.unknown()) })
const known = z.object({
  success: z.literal(true),
  file: z.object({
    id: z.coerce.number().int().positive(),
    /** None is null; left out, nothing is said of it. */
    albumid: z.union([z.null(), z.coerce.number().int()]).optional(),
    size: byteCount.nullish().catch(null),
  }),
})
const done = z.object({ success: z.literal(true) })

/** Albums that were seen to hold what is sent into them, per process; more than so many are forgotten. */
const mostTrusted = 1000

/** Looks whether files arrive in their albums. It never fails an upload: the copy is there, whatever the album says. */
export type AlbumWatch = (stored: Stored, call: UploadCall) => Promise<Stored>

/**
 * Makes the watch of one site. An album is looked at after its first file, after every one where sizes are told by the album only,
 * and after a copy of before. One in our own album is ours, from an attempt whose reply was lost; one in another's stays there, since
 * another mirror shows it, and a reply need not have told that it is one.
 */
export function albumWatch(config: LolisafeConfig): AlbumWatch {
  const trusted = new Set<string>()
  const tellsSizes = config.fileInfoUrl !== null
  return async (stored, call) => {
    const { group } = call
    const { repeated, ...extra } = stored.extra ?? {}
    if (!group || (trusted.has(group.id) && !tellsSizes && repeated === undefined)) return stored
    try {
      const found = await entryIn(config, group, { stored, call })
      if (!found) return await placed(config, group, { stored, call })
      if (trusted.size >= mostTrusted) trusted.clear()
      trusted.add(group.id)
      const { size, slug } = found
      return { ...stored, size: stored.size ?? size ?? null, extra: { ...extra, ...(slug && { slug }) } }
    } catch (error) {
      if (error instanceof HostError) return stored
      throw error
    }
  }
}

type Copy = { stored: Stored; call: UploadCall }

/** The file's entry on the newest page of the album (`GET /album/{id}/0`). */
async function entryIn(config: LolisafeConfig, group: Group, { stored, call: { signal } }: Copy) {
  const asked = { method: 'GET', path: `/album/${pathSegment(group.id)}/0`, signal } as const
  const { files } = await read(config, asked, listing)
  return files.map((file) => entry.safeParse(file).data).find((file) => file?.name === stored.id)
}

/** Puts a file that is in no album into its own (`POST /albums/addfiles`). One that is in another's was there before. */
async function placed(config: LolisafeConfig, group: Group, { stored, call: { signal } }: Copy): Promise<Stored> {
  const asked = { method: 'GET', path: `/upload/get/${pathSegment(stored.id)}`, signal } as const
  const { id, albumid, size } = (await read(config, asked, known)).file
  const told = { ...stored, size: stored.size ?? size ?? null }
  const own = Number(group.id)
  if (albumid === undefined || albumid === own || stored.extra?.['repeated']) return told
  if (albumid) return { ...told, extra: { ...stored.extra, repeated: 'true' } }
  const json = { ids: [id], albumid: own }
  await read(config, { method: 'POST', path: '/albums/addfiles', json, signal }, done)
  return told
}
