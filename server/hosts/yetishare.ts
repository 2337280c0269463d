// YetiShare, API v2, as Cyberfile runs it: everything of a host but its facts.
import type { Host } from './host.ts'
import type { YetishareConfig } from './yetishare/config.ts'
import { checkFile, findFile, removeFile, uploadFile } from './yetishare/files.ts'
import { foldersOf } from './yetishare/folders.ts'
import { limitsOf, packageReader } from './yetishare/package.ts'

/** The abilities of a site. Source: the API's own pages, which are the same at every site. */
export const yetishare = (config: YetishareConfig) => {
  const packages = packageReader(config)
  return {
    digests: ['md5'],
    resendIsSafe: false,
    upload: (source, call) => uploadFile(config, packages, { source, call }),
    refuses: ({ size }) => (size === 0 ? 'does not take empty files.' : null),
    async checkAccount(call) {
      packages.forget()
      await packages.read(call)
    },
    readLimits: async (call) => limitsOf(config, await packages.read(call)),
    group: foldersOf(config),
    find: (file, call) => findFile(config, file, call),
    check: (stored, call) => checkFile(config, stored, call),
    remove: (stored, call) => removeFile(config, stored, call),
  } satisfies Omit<Host, 'id' | 'name' | 'homepage' | 'account' | 'limits' | 'retention'>
}
