// The Internet Archive (archive.org): an item per mirror, open to everybody and for ever. Facts: docs/hosts/ia.md.
import { hostIdSchema } from '#server/ids.ts'
import { defineHost } from './definition.ts'
import type { Host, HostFacts } from './host.ts'
import { checkKeys, type IaConfig } from './ia/api.ts'
import { removeFile, uploadFile } from './ia/files.ts'
import { itemsOf } from './ia/items.ts'
import { checkFile, findFile } from './ia/metadata.ts'

const iaFacts = {
  id: hostIdSchema.parse('ia'),
  name: 'Internet Archive',
  homepage: 'https://archive.org',
  account: 'required',
  limits: { maxFileSize: null, concurrency: 2 },
  retention: 'for ever, for everybody',
  retentionDays: 'endless',
} satisfies HostFacts

/** Most files are taken in later than anybody would wait. In milliseconds. */
const usualPauses = [0, 1000, 2000, 4000, 8000]

/** A file has its own place in the item, so that sending it again replaces it. */
export const ia = (config: IaConfig) =>
  ({
    ...iaFacts,
    digests: ['sha1', 'md5'],
    resendIsSafe: true,
    upload: (source, call) => uploadFile(config, source, call),
    checkAccount: (call) => checkKeys(config, call),
    group: itemsOf(config),
    find: (file, call) => findFile(config, file, call),
    check: (stored, call) => checkFile(config, stored, call),
    remove: (stored, call) => removeFile(config, stored, call),
  }) satisfies Host

export const iaHost = defineHost({
  facts: iaFacts,
  addresses: { api: 'https://s3.us.archive.org', site: 'https://archive.org' },
  variables: { api: 'IA_API_URL', site: 'IA_SITE_URL' },
  account: {
    accessKey: { label: 'S3 access key', hidden: true, variable: 'IA_ACCESS_KEY' },
    secretKey: { label: 'S3 secret key', hidden: true, variable: 'IA_SECRET_KEY' },
  },
  missing: 'Set IA_ACCESS_KEY and IA_SECRET_KEY to the S3 keys of an archive.org account.',
  unready: ({ IA_PUBLIC_FOREVER }) =>
    IA_PUBLIC_FOREVER
      ? null
      : 'Set IA_PUBLIC_FOREVER to true if files may be open to everybody for ever: the Internet Archive gives nothing back.',
  note: 'Public for ever: what goes to the Internet Archive cannot be taken back.',
  open({ apiUrl, linkOrigin, credentials, http }) {
    if (!credentials) throw new Error('The Internet Archive takes files with an account only.')
    return ia({ apiUrl, siteUrl: linkOrigin, ...credentials, pauses: usualPauses, http })
  },
})
