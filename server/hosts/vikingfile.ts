// VikingFile (vikingfile.com): parts to presigned addresses, joined in the end, for anybody or a user's account. Facts:
// docs/hosts/vikingfile.md.
import { hostIdSchema, type Secret } from '#server/ids.ts'
import { defineHost } from './definition.ts'
import type { Host, HostFacts } from './host.ts'
import type { VikingfileConfig } from './vikingfile/api.ts'
import { checkFile, checkUser, findFile, removeFile } from './vikingfile/files.ts'
import { uploadFile } from './vikingfile/upload.ts'

const vikingfileFacts = {
  id: hostIdSchema.parse('vikingfile'),
  name: 'VikingFile',
  homepage: 'https://vikingfile.com',
  account: 'optional',
  limits: { maxFileSize: null, concurrency: 2 },
  retention: '15 days after the last download',
  retentionDays: 15,
} satisfies HostFacts

/** What only a user can do: list files, and delete them. */
const abilitiesOf = (config: VikingfileConfig, user: Secret): Pick<Host, 'checkAccount' | 'find' | 'remove'> => ({
  checkAccount: (call) => checkUser(config, user, call),
  find: (file, call) => findFile(config, user, { file, call }),
  remove: (stored, call) => removeFile(config, user, { stored, call }),
})

export const vikingfile = (config: VikingfileConfig) =>
  ({
    ...vikingfileFacts,
    digests: [],
    resendIsSafe: false,
    upload: (source, call) => uploadFile(config, source, call),
    check: (stored, call) => checkFile(config, stored, call),
    ...(config.user && abilitiesOf(config, config.user)),
  }) satisfies Host

export const vikingfileHost = defineHost({
  facts: vikingfileFacts,
  addresses: { api: 'https://vikingfile.com/api', site: 'https://vikingfile.com' },
  variables: { api: 'VIKINGFILE_API_URL' },
  account: { userHash: { label: 'User hash', hidden: true, variable: 'VIKINGFILE_USER_HASH' } },
  extra: true,
  open: ({ apiUrl, linkOrigin, credentials, http }) =>
    vikingfile({ apiUrl, linkOrigin, user: credentials?.userHash ?? null, http }),
})
