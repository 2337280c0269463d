// A mirror's folder at a YetiShare site: made before the files, unlisted, with the link that the site gives it.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { groupMark, groupTitle } from '#server/hosts/group-title.ts'
import type { Call, Group, GroupBefore } from '#server/hosts/host.ts'
import { statusError } from '#server/hosts/http/status.ts'
import { jsonOf } from '#server/hosts/http/json-reply.ts'
import { numericId, publicLink } from '#server/hosts/taken.ts'
import { ask, read, readEnvelope } from './api.ts'
import type { YetishareConfig } from './config.ts'
import { isGone, refusalOf, yetishareVerdict } from './errors.ts'

/** The public form of the link is not made of the id, so that it is never guessed. */
const folder = z.object({ id: numericId, url_folder: publicLink.nullish().catch(null) })
const listed = z.object({ id: numericId, folderName: z.string(), url_folder: publicLink.nullish().catch(null) })
const listing = z.object({ folders: z.array(z.unknown()).nullish() })

/** In characters. */
const maxTitle = 200

/** A folder that can be reached by its link and is in no search. */
const unlisted = '1'

/** The link of a folder that was told without one, or null where the site does not give it now. */
async function linkOf(config: YetishareConfig, call: Call, id: string): Promise<string | null> {
  try {
    const asked = { path: '/folder/info', fields: [['folder_id', id]] as const, reads: true }
    return (await read(config, call, { asked, data: folder })).url_folder ?? null
  } catch (error) {
    if (error instanceof HostError) return null
    throw error
  }
}

/** Looks among the account's folders, those inside others left out. */
async function findFolder(config: YetishareConfig, call: Call, mark: string): Promise<Group | null> {
  const asked = { path: '/folder/listing', reads: true }
  const { folders } = await read(config, call, { asked, data: listing })
  const ours = (folders ?? [])
    .map((entry) => listed.safeParse(entry).data)
    .find((entry) => entry?.folderName.endsWith(groupMark({ mark })))
  return ours ? { id: ours.id, url: ours.url_folder ?? (await linkOf(config, call, ours.id)) } : null
}

const isNameInUse = (words: string | null) => /already (have|exists|in use)/i.test(words ?? '')

/** The grouping of a YetiShare site, model `before`. */
export const foldersOf = (config: YetishareConfig): GroupBefore => ({
  when: 'before',
  async create(name, call) {
    const fields = [
      ['folder_name', groupTitle(name, maxTitle)],
      ['is_public', unlisted],
    ] as const
    const answer = await ask(config, call, { path: '/folder/create', fields })
    // The mark is ours alone, so a folder of this name is the one whose reply was lost.
    const lost = isNameInUse(refusalOf(jsonOf(answer))) ? await findFolder(config, call, name.mark) : null
    if (lost) return lost
    const { id, url_folder: url } = readEnvelope(answer, folder)
    return { id, url: url ?? (await linkOf(config, call, id)) }
  },
  find: ({ mark }, call) => findFolder(config, call, mark),
  async remove({ id }, call) {
    const answer = await ask(config, call, { path: '/folder/delete', fields: [['folder_id', id]] })
    if (isGone(answer)) return
    const error = yetishareVerdict(jsonOf(answer), answer) ?? statusError(answer)
    if (error) throw error
  },
})
