// KrakenFiles (krakenfiles.com): a server and a token per upload. Its service refused uploads in August 2026. Facts: docs/hosts/krakenfiles.md.
import { hostIdSchema } from '#server/ids.ts'
import { defineHost } from './definition.ts'
import type { Host, HostFacts } from './host.ts'
import { checkPage, type KrakenfilesConfig, uploadFile } from './krakenfiles/files.ts'

const GB = 1_000_000_000

const krakenfilesFacts = {
  id: hostIdSchema.parse('krakenfiles'),
  name: 'KrakenFiles',
  homepage: 'https://krakenfiles.com',
  account: 'optional',
  limits: { maxFileSize: GB, concurrency: 2 },
  retention: 'until nobody has downloaded the file for some time',
} satisfies HostFacts

export const krakenfiles = (config: KrakenfilesConfig) =>
  ({
    ...krakenfilesFacts,
    limits: { ...krakenfilesFacts.limits, maxFileSize: config.apiKey ? 2 * GB : GB },
    digests: [],
    resendIsSafe: false,
    upload: (source, call) => uploadFile(config, source, call),
    check: (stored, call) => checkPage(config, stored, call),
  }) satisfies Host

export const krakenfilesHost = defineHost({
  facts: krakenfilesFacts,
  addresses: { api: 'https://krakenfiles.com/api', site: 'https://krakenfiles.com' },
  variables: { api: 'KRAKENFILES_API_URL' },
  account: { apiKey: { label: 'API key', hidden: true, variable: 'KRAKENFILES_API_KEY' } },
  unready: ({ KRAKENFILES_ENABLED }) =>
    KRAKENFILES_ENABLED
      ? null
      : 'KrakenFiles refused all uploads in August 2026. Set KRAKENFILES_ENABLED to true once it takes them again.',
  open: ({ apiUrl, credentials, http }) => krakenfiles({ apiUrl, apiKey: credentials?.apiKey ?? null, http }),
})
