// The lolisafe protocol, spoken by Bunkr and its relatives: everything of a host but its facts.
import type { Host } from './host.ts'
import { albumWatch } from './lolisafe/album-files.ts'
import { albumLink, albumsOf } from './lolisafe/albums.ts'
import type { LolisafeConfig } from './lolisafe/config.ts'
import { checkCopy, removeCopy } from './lolisafe/copies.ts'
import { checkToken, siteRules } from './lolisafe/rules.ts'
import { uploadFile } from './lolisafe/upload.ts'

/**
 * The abilities of a site. The server knows a file by account, hash and size, so that sending it again gives the same copy.
 * Source: BobbyWibowo/lolisafe.
 */
export const lolisafe = (config: LolisafeConfig) => {
  const readRules = siteRules(config)
  const watch = albumWatch(config)
  return {
    digests: ['blake3'],
    resendIsSafe: true,
    async upload(source, call) {
      const stored = await watch(await uploadFile(config, readRules, { source, call }), call)
      if (!call.group || call.group.url !== null) return stored
      const groupUrl = await albumLink(config, call, call.group.id)
      return groupUrl === null ? stored : { ...stored, groupUrl }
    },
    refuses: ({ size }) => (size === 0 ? 'does not take empty files.' : null),
    checkAccount: (call) => checkToken(config, call),
    async readLimits(call) {
      return { maxFileSize: (await readRules(call)).maxFileSize, concurrency: 2 }
    },
    group: albumsOf(config),
    check: (stored, call) => checkCopy(config, stored, call),
    remove: (stored, call) => removeCopy(config, stored, call),
  } satisfies Omit<Host, 'id' | 'name' | 'homepage' | 'account' | 'limits' | 'retention'>
}
