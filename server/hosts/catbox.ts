// Catbox (catbox.moe): one form, one line in return; albums after the files. Facts: docs/hosts/catbox.md.
import { hostIdSchema } from '#server/ids.ts'
import { accountFields, type CatboxConfig, removeFile } from './catbox/account.ts'
import { albumsOf } from './catbox/albums.ts'
import { sendForm } from './catbox/api.ts'
import { defineHost } from './definition.ts'
import { HostError } from './errors.ts'
import type { Call, Host, HostFacts, Source, StoredRef } from './host.ts'
import { linkState } from './linked-copy.ts'

/** In bytes. */
const MB = 1_000_000
const largestGif = 20 * MB

const catboxFacts = {
  id: hostIdSchema.parse('catbox'),
  name: 'Catbox',
  homepage: 'https://catbox.moe',
  account: 'optional',
  limits: { maxFileSize: 200 * MB, concurrency: 2 },
  retention: 'for good with an account, else until 2 years after the last download',
  retentionDays: 730,
} satisfies HostFacts

/** What its questions and answers list (confidence A). */
function refusalOf({ name, size, type }: Pick<Source, 'name' | 'size' | 'type'>): string | null {
  if (/\.(exe|scr|cpl|doc[a-z]*|jar)$/i.test(name)) return 'does not take this type of file.'
  const isGif = /\.gif$/i.test(name) || type === 'image/gif'
  return isGif && size > largestGif ? 'takes GIFs of up to 20 MB.' : null
}

export const catbox = (config: CatboxConfig) =>
  ({
    ...catboxFacts,
    digests: [],
    resendIsSafe: false,
    refuses: refusalOf,
    async upload(source, call) {
      const refusal = refusalOf(source)
      if (refusal !== null) throw new HostError('rejected', refusal)
      const secrets = config.userhash ? [config.userhash] : []
      return sendForm({ host: config, fields: accountFields(config), source, call, secrets })
    },
    group: albumsOf(config),
    check: ({ url }, call) => linkState({ http: config.http, url, base: config.apiUrl }, call),
    ...(config.userhash && { remove: (stored: StoredRef, call: Call) => removeFile(config, stored, call) }),
  }) satisfies Host

export const catboxHost = defineHost({
  facts: catboxFacts,
  addresses: { api: 'https://catbox.moe/user/api.php', site: 'https://catbox.moe' },
  variables: { api: 'CATBOX_API_URL' },
  account: { userhash: { label: 'User hash', hidden: true, variable: 'CATBOX_USERHASH' } },
  extra: true,
  open: ({ apiUrl, credentials, http }) => catbox({ apiUrl, userhash: credentials?.userhash ?? null, http }),
})
