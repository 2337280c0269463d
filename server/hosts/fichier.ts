// 1fichier (1fichier.com): uploads to a node of its own choice, as a guest or with a key. Facts: docs/hosts/fichier.md.
import { z } from 'zod'
import { hostIdSchema } from '#server/ids.ts'
import { defineHost } from './definition.ts'
import { fichierApi } from './fichier/api.ts'
import type { FichierConfig } from './fichier/config.ts'
import { checkFile, removeFile } from './fichier/copies.ts'
import { uploadFile } from './fichier/upload.ts'
import type { Host, HostFacts } from './host.ts'

const GB = 1_000_000_000

const fichierFacts = {
  id: hostIdSchema.parse('fichier'),
  name: '1fichier',
  homepage: 'https://1fichier.com',
  account: 'optional',
  limits: { maxFileSize: 5 * GB, concurrency: 2 },
  retention: 'by the kind of account, guests the shortest',
} satisfies HostFacts

/** The most that any account may send, in bytes. */
const accountLimit = 300 * GB

const listing = z.object({ items: z.array(z.unknown()) })

/** An account's root is not paged. In bytes. */
const longListing = 16 * 1024 * 1024

export const fichier = (config: FichierConfig): Host => {
  const api = fichierApi(config)
  const guest = {
    ...fichierFacts,
    digests: [],
    resendIsSafe: false,
    refuses: ({ size }) => (size === 0 ? 'does not take empty files.' : null),
    upload: (source, call) => uploadFile(api, source, call),
    remove: (stored, call) => removeFile(api, stored, call),
  } satisfies Host
  if (!config.apiKey) return guest
  return {
    ...guest,
    limits: { ...fichierFacts.limits, maxFileSize: accountLimit },
    async checkAccount(call) {
      const asked = { path: '/file/ls.cgi', json: { folder_id: 0 }, reads: true, maxBytes: longListing }
      await api.read(call, asked, listing)
    },
    check: (stored, call) => checkFile(api, stored, call),
  }
}

/** Its API locks out addresses that ask more often, in milliseconds. */
const paceMs = 400

/** Links can come late, in milliseconds. */
const askForMs = 120_000

export const fichierHost = defineHost({
  facts: fichierFacts,
  addresses: { api: 'https://api.1fichier.com/v1', site: 'https://1fichier.com' },
  variables: { api: 'FICHIER_API_URL' },
  account: { apiKey: { label: 'API key', hidden: true, variable: 'FICHIER_API_KEY' } },
  extra: true,
  open: ({ apiUrl, credentials, http }) =>
    fichier({ apiUrl, apiKey: credentials?.apiKey ?? null, paceMs, askForMs, http }),
})
