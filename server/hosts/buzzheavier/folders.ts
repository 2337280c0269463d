// Folders of an account at BuzzHeavier: one per mirror, made before the files.
import { z } from 'zod'
import { pathSegment } from '#server/hosts/file-name.ts'
import { groupTitle } from '#server/hosts/group-title.ts'
import type { Call, Group, GroupBefore, GroupName } from '#server/hosts/host.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import { remoteId } from '#server/hosts/taken.ts'
import { ask, type BuzzheavierConfig, buzzheavierVerdict, enveloped } from './api.ts'
import { linkOf, removeEntry } from './files.ts'
import { listFolder } from './listing.ts'

const created = z.object({ id: remoteId })

/** Nothing is published, so no longer than a file's name. In characters. */
const maxTitle = 200

/** The grouping of BuzzHeavier with an account, model `before`. */
export function foldersOf(config: BuzzheavierConfig): GroupBefore {
  const groupAs = (id: string): Group => ({ id, url: linkOf(config, id) })

  const find = async (name: GroupName, { signal }: Call) => {
    const { children } = await listFolder(config, null, signal)
    const title = groupTitle(name, maxTitle)
    const ours = children.find((child) => child.isDirectory === true && child.name === title)
    return ours ? groupAs(ours.id) : null
  }

  return {
    when: 'before',
    async create(name, call) {
      const { signal } = call
      const root = await listFolder(config, null, signal)
      const json = { name: groupTitle(name, maxTitle) }
      const answer = await ask(config, { method: 'POST', path: `/fs/${pathSegment(root.id)}`, json, signal })
      // The mark is ours alone, so a folder of this name is the one whose reply was lost.
      const lost = answer.status === 409 ? await find(name, call) : null
      return lost ?? groupAs(readJson(answer, enveloped(created), buzzheavierVerdict).id)
    },
    find,
    remove: ({ id }, call) => removeEntry(config, { id }, call),
  }
}
