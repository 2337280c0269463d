// FileLu (filelu.com): its API for rclone, a relative of XFileSharing's, with parts for large files. Facts: docs/hosts/filelu.md.
import { hostIdSchema } from '#server/ids.ts'
import { defineHost } from './definition.ts'
import type { FileluConfig } from './filelu/config.ts'
import { checkFile, checkKey, findFile, removeFile } from './filelu/files.ts'
import { uploadFile } from './filelu/upload.ts'
import type { Host, HostFacts } from './host.ts'

const MiB = 1024 ** 2

/** As rclone sends them, in bytes. */
const usualSizes = { wholeLimit: 500 * MiB, partSize: 64 * MiB }

const fileluFacts = {
  id: hostIdSchema.parse('filelu'),
  name: 'FileLu',
  homepage: 'https://filelu.com',
  account: 'required',
  limits: { maxFileSize: null, concurrency: 2 },
  retention: "as the account's plan says",
} satisfies HostFacts

/** No groups, since no public address of a folder is documented. */
export const filelu = (config: FileluConfig) =>
  ({
    ...fileluFacts,
    digests: [],
    resendIsSafe: false,
    upload: (source, call) => uploadFile(config, source, call),
    checkAccount: (call) => checkKey(config, call),
    find: (file, call) => findFile(config, file, call),
    check: (stored, call) => checkFile(config, stored, call),
    remove: (stored, call) => removeFile(config, stored, call),
  }) satisfies Host

export const fileluHost = defineHost({
  facts: fileluFacts,
  addresses: { api: 'https://filelu.com/rclone', site: 'https://filelu.com' },
  variables: { api: 'FILELU_API_URL' },
  account: { apiKey: { label: 'Rclone key', hidden: true, variable: 'FILELU_API_KEY' } },
  missing: 'Set FILELU_API_KEY to the rclone key of a FileLu account.',
  open({ apiUrl, linkOrigin, credentials, http }) {
    if (!credentials) throw new Error('FileLu takes files with an account only.')
    return filelu({ apiUrl, linkOrigin, key: credentials.apiKey, http, ...usualSizes })
  },
})
