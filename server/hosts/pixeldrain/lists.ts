// Lists at PixelDrain: made from finished files, and changed when one comes late.
import { z } from 'zod'
import type { Call, Group, GroupAfter } from '#server/hosts/host.ts'
import { pathSegment } from '#server/hosts/file-name.ts'
import { groupTitle } from '#server/hosts/group-title.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { remoteId } from '#server/hosts/taken.ts'
import type { PixeldrainApi } from './api.ts'
import { errorValue, pixeldrainVerdict } from './errors.ts'

const created = z.object({ id: remoteId })
const changed = z.object({ success: z.literal(true) })
const listing = z.object({ lists: z.array(z.unknown()) })
const listed = z.object({ id: remoteId, title: z.string() })

/** Documented limit of a list's title, in characters. */
const maxTitle = 300

/** An account's listing is not paged. In bytes. */
const longListing = 16 * 1024 * 1024

const groupAs = (api: PixeldrainApi, id: string): Group => ({
  id,
  url: `${api.config.linkOrigin}/l/${pathSegment(id)}`,
})

/** The grouping of PixelDrain, model `after`. */
export function listsOf(api: PixeldrainApi): GroupAfter {
  type Save = Parameters<GroupAfter['save']>[0]

  /** `anonymous: false` ties the list to the account, so that it can be changed and deleted. */
  const bodyOf = ({ name, files }: Save) => ({
    title: groupTitle(name, maxTitle),
    anonymous: false,
    files: files.map(({ id }) => ({ id, description: '' })),
  })

  const create = async (input: Save, { signal }: Call) =>
    groupAs(api, (await api.read({ method: 'POST', path: '/list', json: bodyOf(input), signal }, created)).id)

  return {
    when: 'after',
    async save(input, call) {
      if (!input.group) return create(input, call)
      const path = `/list/${pathSegment(input.group.id)}`
      const answer = await api.ask({ method: 'PUT', path, json: bodyOf(input), signal: call.signal })
      if (errorValue(jsonOf(answer)) === 'list_not_found') return create(input, call)
      readJson(answer, changed, pixeldrainVerdict)
      return groupAs(api, input.group.id)
    },
    async find(name, { signal }) {
      const call = { method: 'GET' as const, path: '/user/lists', signal, maxBytes: longListing }
      const { lists } = await api.read(call, listing)
      const title = groupTitle(name, maxTitle)
      const ours = lists.map((entry) => listed.safeParse(entry).data).find((entry) => entry?.title === title)
      return ours ? groupAs(api, ours.id) : null
    },
  }
}
