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
const known = z.object({ success: z.literal(true), file: z.object({ id: z.coerce.number().int().positive() }) })
const done = z.object({ success: z.literal(true) })

/** Albums that were seen to hold what is sent into them, per process; more than so many are forgotten. */
const mostTrusted = 1000

/** Looks whether files arrive in their albums. It never fails an upload: the copy is there, whatever the album says. */
export type AlbumWatch = (stored: Stored, call: UploadCall) => Promise<Stored>

/**
 * Makes the watch of one site. An album is looked at after its first file, and after every one where sizes are told by the album
 * only. A copy of before stays in the album where it is: another mirror shows it there.
 */
export function albumWatch(config: LolisafeConfig): AlbumWatch {
  const trusted = new Set<string>()
  const tellsSizes = config.fileInfoUrl !== null
  return async (stored, call) => {
    const { group } = call
    if (!group || stored.extra?.['repeated'] || (trusted.has(group.id) && !tellsSizes)) return stored
    try {
      const found = await entryIn(config, group, { stored, call })
      if (!found) {
        await addToAlbum(config, group, { stored, call })
        return stored
      }
      if (trusted.size >= mostTrusted) trusted.clear()
      trusted.add(group.id)
      return { ...stored, size: stored.size ?? found.size ?? null, ...withSlug(stored, found.slug) }
    } catch (error) {
      if (error instanceof HostError) return stored
      throw error
    }
  }
}

type Copy = { stored: Stored; call: UploadCall }

const withSlug = ({ extra }: Stored, slug: string | null | undefined) => (slug ? { extra: { ...extra, slug } } : {})

/** The file's entry on the newest page of the album (`GET /album/{id}/0`). */
async function entryIn(config: LolisafeConfig, group: Group, { stored, call: { signal } }: Copy) {
  const asked = { method: 'GET', path: `/album/${pathSegment(group.id)}/0`, signal } as const
  const { files } = await read(config, asked, listing)
  return files.map((file) => entry.safeParse(file).data).find((file) => file?.name === stored.id)
}

/** `POST /albums/addfiles`, which changes nothing for a file that is in the album on another page. */
async function addToAlbum(config: LolisafeConfig, group: Group, { stored, call: { signal } }: Copy): Promise<void> {
  const asked = { method: 'GET', path: `/upload/get/${pathSegment(stored.id)}`, signal } as const
  const { file } = await read(config, asked, known)
  const json = { ids: [file.id], albumid: Number(group.id) }
  await read(config, { method: 'POST', path: '/albums/addfiles', json, signal }, done)
}
