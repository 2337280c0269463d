// A chibisafe site (v6 and later) of somebody's: albums, files whole or in chunks, or by a storage beside it. Facts: docs/hosts/chibisafe.md.
import { z } from 'zod'
import { albumLink, albumsOf, findFile } from './chibisafe/albums.ts'
import { type ChibisafeConfig, read, siteRules } from './chibisafe/api.ts'
import { checkFile, removeFile } from './chibisafe/stored-file.ts'
import { uploadFile } from './chibisafe/upload.ts'
import type { Host } from './host.ts'
import { type CommonSettings, defineKind, factsOf, hidden } from './kind.ts'

const settings = z.strictObject({
  /** Of the account's own page. */
  apiKey: hidden,
})

export const chibisafe = (common: CommonSettings, config: ChibisafeConfig) => {
  const facts = factsOf(common)
  return {
    ...facts,
    digests: [],
    resendIsSafe: false,
    async upload(source, call) {
      const stored = await uploadFile(config, source, call)
      if (!call.group || call.group.url !== null) return stored
      const groupUrl = await albumLink(config, call.group.id, call)
      return groupUrl === null ? stored : { ...stored, groupUrl }
    },
    refuses: ({ size }) => (size === 0 ? 'does not take empty files.' : null),
    async checkAccount({ signal }) {
      await read(config, { method: 'GET', path: '/albums', signal }, z.object({ albums: z.array(z.unknown()) }))
    },
    async readLimits({ signal }) {
      const { maxFileSize } = await siteRules(config, signal)
      return { ...facts.limits, maxFileSize: Math.min(common.maxFileSize ?? maxFileSize, maxFileSize) }
    },
    group: albumsOf(config),
    find: (file, call) => findFile(config, file, call),
    check: (stored, call) => checkFile(config, stored, call),
    remove: (stored, call) => removeFile(config, stored, call),
  } satisfies Host
}

export const chibisafeKind = defineKind({
  kind: 'chibisafe',
  settings,
  open: (common, { apiKey }, http) =>
    chibisafe(common, { apiUrl: `${common.url}/api`, siteUrl: common.url, apiKey, http }),
})
