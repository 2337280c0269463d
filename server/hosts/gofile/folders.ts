// A mirror's folder at GoFile. Its link comes with the first upload's reply, so that it is never guessed.
import { z } from 'zod'
import type { GroupBefore } from '#server/hosts/host.ts'
import { groupTitle } from '#server/hosts/group-title.ts'
import { remoteId } from '#server/hosts/taken.ts'
import { askAsAccount } from './account.ts'
import { ask, type GofileConfig, readEnvelope } from './api.ts'
import { removeContent } from './files.ts'

const created = z.object({ id: remoteId })

/** In characters; names of 255 are allowed. */
const maxTitle = 200

/**
 * The grouping of GoFile, model `before`. No `find`: only premium accounts may read folders, and an orphan is empty.
 */
export const foldersOf = (config: GofileConfig): GroupBefore => ({
  when: 'before',
  async create(name, call) {
    const answer = await askAsAccount(config, call, ({ token, rootFolder }) => {
      const json = { parentFolderId: rootFolder, folderName: groupTitle(name, maxTitle), public: true }
      return ask(config, { method: 'POST', path: '/contents/createFolder', json, token, signal: call.signal })
    })
    return { id: readEnvelope(answer, created).id, url: null }
  },
  remove: (group, call) => removeContent(config, group, call),
})
