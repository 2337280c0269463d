// GoFile (gofile.io): a folder per mirror, with the operator's token or one shared guest. Facts: docs/hosts/gofile.md.
import { hostIdSchema } from '#server/ids.ts'
import { defineHost } from './definition.ts'
import { checkToken } from './gofile/account.ts'
import type { GofileConfig } from './gofile/api.ts'
import { checkFile, removeContent, uploadFile } from './gofile/files.ts'
import { foldersOf } from './gofile/folders.ts'
import type { Call, Host, HostFacts } from './host.ts'

export const gofileFacts = {
  id: hostIdSchema.parse('gofile'),
  name: 'GoFile',
  homepage: 'https://gofile.io',
  account: 'optional',
  limits: { maxFileSize: null, concurrency: 2 },
  retention: 'at least 10 days after the last download',
  retentionDays: 10,
} satisfies HostFacts

export const gofile = (config: GofileConfig) =>
  ({
    ...gofileFacts,
    digests: ['md5'],
    resendIsSafe: false,
    upload: (source, call) => uploadFile(config, source, call),
    ...(config.token && { checkAccount: (call: Call) => checkToken(config, call) }),
    group: foldersOf(config),
    check: (stored, call) => checkFile(config, stored, call),
    remove: (stored, call) => removeContent(config, stored, call),
  }) satisfies Host

export const gofileHost = defineHost({
  facts: gofileFacts,
  addresses: { api: 'https://api.gofile.io', upload: 'https://upload.gofile.io', site: 'https://gofile.io' },
  variables: { api: 'GOFILE_API_URL', upload: 'GOFILE_UPLOAD_URL' },
  account: { token: { label: 'Account token', hidden: true, variable: 'GOFILE_TOKEN' } },
  open: ({ apiUrl, uploadUrl, credentials, http }) =>
    gofile({ apiUrl, uploadUrl, token: credentials?.token ?? null, http }),
})
