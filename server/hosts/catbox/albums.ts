// Albums of Catbox: made of files that are there, and changed by the account that made them.
import { z } from 'zod'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { Call, Group, GroupAfter } from '#server/hosts/host.ts'
import { groupTitle } from '#server/hosts/group-title.ts'
import { oddReplyError } from '#server/hosts/http/status.ts'
import { readAddress } from '#server/hosts/text-reply.ts'
import { type CatboxConfig, isGone, order, removeAlbum } from './account.ts'

/** Nothing is published; pages of longer titles are hard to read. In characters. */
const maxTitle = 200

const shortId = z.string().regex(/^[\w-]{4,64}$/)

function groupIn(answer: Answer, base: string): Group {
  const url = readAddress(answer, base)
  const id = shortId.safeParse(url.pathname.split('/').at(-1)).data
  if (id === undefined) throw oddReplyError(answer)
  return { id, url: url.href }
}

/**
 * The grouping of Catbox, model `after`. Without an account an album cannot be changed, so that another takes its place.
 * No `find`: nothing lists albums.
 */
export function albumsOf(config: CatboxConfig): GroupAfter {
  type Save = Parameters<GroupAfter['save']>[0]

  const write = (fields: [string, string][], { name, files }: Save, { signal }: Call) =>
    order(config, {
      fields: [
        ...fields,
        ['title', groupTitle(name, maxTitle)],
        ['desc', ''],
        ['files', files.map(({ id }) => id).join(' ')],
      ],
      signal,
    })

  const create = async (input: Save, call: Call) =>
    groupIn(await write([['reqtype', 'createalbum']], input, call), config.apiUrl)

  return {
    when: 'after',
    async save(input, call) {
      const { group } = input
      if (!group || !config.userhash) return create(input, call)
      const answer = await write(
        [
          ['reqtype', 'editalbum'],
          ['short', group.id],
        ],
        input,
        call,
      )
      if (isGone(answer)) return create(input, call)
      groupIn(answer, config.apiUrl)
      return group
    },
    ...(config.userhash && { remove: ({ id }: Group, call: Call) => removeAlbum(config, id, call) }),
  }
}
