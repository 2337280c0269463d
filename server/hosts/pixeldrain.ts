// PixelDrain (pixeldrain.com): raw uploads with an API key, SHA-256 by its own word, lists. Facts: docs/hosts/pixeldrain.md.
import { z } from 'zod'
import { hostIdSchema } from '#server/ids.ts'
import { defineHost } from './definition.ts'
import type { Host, HostFacts, HostLimits } from './host.ts'
import { type PixeldrainConfig, pixeldrainApi } from './pixeldrain/api.ts'
import { checkFile, findFile, removeFile, uploadFile } from './pixeldrain/files.ts'
import { listsOf } from './pixeldrain/lists.ts'
import { byteCount } from './taken.ts'

/** What a free account may send, in bytes; `GET /user` says 0 for it. */
const freeLimit = 10_000_000_000

const user = z.object({ subscription: z.object({ file_size_limit: byteCount }) })

const limitsOf = (maxFileSize: number): HostLimits => ({ maxFileSize, concurrency: 2 })

const pixeldrainFacts = {
  id: hostIdSchema.parse('pixeldrain'),
  name: 'PixelDrain',
  homepage: 'https://pixeldrain.com',
  account: 'required',
  limits: limitsOf(freeLimit),
  retention: '60 days after the last download',
  retentionDays: 60,
} satisfies HostFacts

export const pixeldrain = (config: PixeldrainConfig) => {
  const api = pixeldrainApi(config)
  return {
    ...pixeldrainFacts,
    digests: ['sha256'],
    resendIsSafe: false,
    upload: (source, call) => uploadFile(api, source, call),
    async checkAccount({ signal }) {
      await api.read({ method: 'GET', path: '/user', signal }, user)
    },
    async readLimits({ signal }) {
      const { subscription } = await api.read({ method: 'GET', path: '/user', signal }, user)
      return limitsOf(subscription.file_size_limit || freeLimit)
    },
    group: listsOf(api),
    find: (file, call) => findFile(api, file, call),
    check: (stored, call) => checkFile(api, stored, call),
    remove: (stored, call) => removeFile(api, stored, call),
  } satisfies Host
}

export const pixeldrainHost = defineHost({
  facts: pixeldrainFacts,
  addresses: { api: 'https://pixeldrain.com/api', site: 'https://pixeldrain.com' },
  variables: { api: 'PIXELDRAIN_API_URL', upload: 'PIXELDRAIN_UPLOAD_URL' },
  account: { apiKey: { label: 'API key', hidden: true, variable: 'PIXELDRAIN_API_KEY' } },
  missing: 'Set PIXELDRAIN_API_KEY to the API key of a PixelDrain account.',
  open({ apiUrl, uploadUrl, linkOrigin, credentials, http }) {
    if (!credentials) throw new Error('PixelDrain takes files with an account only.')
    return pixeldrain({ apiUrl, uploadUrl, linkOrigin, apiKey: credentials.apiKey, http })
  },
})
