// Cyberfile (cyberfile.me): YetiShare with an account's name and password. Facts: docs/hosts/cyberfile.md.
import { hostIdSchema } from '#server/ids.ts'
import { defineHost } from './definition.ts'
import type { Host, HostFacts } from './host.ts'
import type { YetishareConfig } from './yetishare/config.ts'
import { yetishare } from './yetishare.ts'

/** What its pages claim for free accounts, in bytes. */
const claimedLimit = 1_000_000_000

const cyberfileFacts = {
  id: hostIdSchema.parse('cyberfile'),
  name: 'Cyberfile',
  homepage: 'https://cyberfile.me',
  account: 'required',
  limits: { maxFileSize: claimedLimit, concurrency: 2 },
  retention: 'as the package of the account says',
} satisfies HostFacts

export const cyberfile = (config: Omit<YetishareConfig, 'usualLimit'>) =>
  ({ ...cyberfileFacts, ...yetishare({ ...config, usualLimit: claimedLimit }) }) satisfies Host

export const cyberfileHost = defineHost({
  facts: cyberfileFacts,
  addresses: { api: 'https://api.cyberfile.me/api/v2', site: 'https://cyberfile.me' },
  variables: { api: 'CYBERFILE_API_URL', upload: 'CYBERFILE_UPLOAD_URL' },
  account: {
    username: { label: 'User name', hidden: false, variable: 'CYBERFILE_USERNAME' },
    password: { label: 'Password', hidden: true, variable: 'CYBERFILE_PASSWORD' },
  },
  missing: 'Set CYBERFILE_USERNAME and CYBERFILE_PASSWORD to those of a Cyberfile account.',
  open({ apiUrl, uploadUrl, credentials, http }) {
    if (!credentials) throw new Error('Cyberfile takes files with an account only.')
    return cyberfile({ apiUrl, uploadUrl, ...credentials, http })
  },
})
