// A collection per mirror, under a name that tells it from all others.
import { HostError } from '#server/hosts/errors.ts'
import { groupTitle } from '#server/hosts/group-title.ts'
import type { Group, GroupBefore, GroupName } from '#server/hosts/host.ts'
import { answerCause } from '#server/hosts/http/status.ts'
import { pathOf, type WebdavApi } from './api.ts'
import { expectDone } from './errors.ts'
import { isUnfinished } from './names.ts'
import { look, namesIn } from './look.ts'

/** In characters, so that with other scripts too the name stays under the 255 bytes of file systems. */
const maxTitle = 60

const groupAs = ({ config }: WebdavApi, name: GroupName): Group => {
  const id = groupTitle(name, maxTitle)
  return { id, url: `${config.publicUrl ?? config.url}/${pathOf(id)}/` }
}

/** The grouping of WebDAV, model `before`. */
export const collectionsOf = (api: WebdavApi): GroupBefore => ({
  when: 'before',
  /** `MKCOL`; 405 is for one that is there already, and by its mark it is ours. */
  async create(name, { signal }) {
    const group = groupAs(api, name)
    const answer = await api.ask({ method: 'MKCOL', path: `${pathOf(group.id)}/`, signal })
    if (answer.status === 405 && (await look(api, `${pathOf(group.id)}/`, signal))) return group
    if (answer.status === 409 || answer.status === 404)
      throw new HostError('account', 'has no folder at its address.', { cause: answerCause(answer) })
    expectDone(answer)
    return group
  },
  async find(name, { signal }) {
    const group = groupAs(api, name)
    return (await look(api, `${pathOf(group.id)}/`, signal)) && group
  },
  /** `DELETE` takes all that is in a collection with it, so it is looked into first. */
  async remove({ id }, { signal }) {
    const path = `${pathOf(id)}/`
    const names = await namesIn(api, path, signal)
    if (names === null) return
    if (!names.every(isUnfinished)) throw new HostError('rejected', 'has other files in the folder, which stays.')
    const answer = await api.ask({ method: 'DELETE', path, signal })
    if (answer.status !== 404) expectDone(answer)
  },
})
