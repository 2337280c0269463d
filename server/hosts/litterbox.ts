// Litterbox (litterbox.catbox.moe): Catbox for some hours, without accounts. Facts: docs/hosts/litterbox.md.
import { hostIdSchema } from '#server/ids.ts'
import { sendForm, type TextHost } from './catbox/api.ts'
import { defineHost } from './definition.ts'
import type { Host, HostFacts } from './host.ts'
import { linkState } from './linked-copy.ts'

/** In bytes. */
const largestFile = 1_000_000_000

const litterboxFacts = {
  id: hostIdSchema.parse('litterbox'),
  name: 'Litterbox',
  homepage: 'https://litterbox.catbox.moe',
  account: 'none',
  limits: { maxFileSize: largestFile, concurrency: 2 },
  retention: '72 hours at most',
  retentionDays: 3,
} satisfies HostFacts

/** How long files may be asked to stay, in hours. */
export type LitterboxHours = '1' | '12' | '24' | '72'

/** Names of six characters, the usual ones, can be guessed; so can nothing of sixteen. */
const nameLength = '16'

export const litterbox = (config: TextHost & { hours: LitterboxHours }) =>
  ({
    ...litterboxFacts,
    retention: config.hours === '1' ? '1 hour' : `${config.hours} hours`,
    retentionDays: Number(config.hours) / 24,
    digests: [],
    resendIsSafe: false,
    upload: (source, call) =>
      sendForm({
        host: config,
        fields: [
          ['time', `${config.hours}h`],
          ['fileNameLength', nameLength],
        ],
        source,
        call,
      }),
    check: ({ url }, call) => linkState({ http: config.http, url, base: config.apiUrl }, call),
  }) satisfies Host

export const litterboxHost = defineHost({
  facts: litterboxFacts,
  addresses: {
    api: 'https://litterbox.catbox.moe/resources/internals/api.php',
    site: 'https://litterbox.catbox.moe',
  },
  variables: { api: 'LITTERBOX_API_URL' },
  extra: true,
  open: ({ apiUrl, variables, http }) => litterbox({ apiUrl, hours: variables.LITTERBOX_HOURS ?? '72', http }),
})
