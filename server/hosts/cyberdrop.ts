// Cyberdrop (cyberdrop.cr): the lolisafe protocol in its own dialect. Facts: docs/hosts/cyberdrop.md.
import { hostIdSchema } from '#server/ids.ts'
import { defineHost } from './definition.ts'
import type { Host, HostFacts } from './host.ts'
import type { LolisafeDialect, LolisafeSite } from './lolisafe/config.ts'
import { largestBody } from './lolisafe/rules.ts'
import { lolisafe } from './lolisafe.ts'

const cyberdropFacts = {
  id: hostIdSchema.parse('cyberdrop'),
  name: 'Cyberdrop',
  homepage: 'https://cyberdrop.cr',
  account: 'required',
  limits: { maxFileSize: null, concurrency: 2 },
  retention: 'not published',
} satisfies HostFacts

/** @param site with the base of look-ups by slug */
export const cyberdrop = ({ fileInfoUrl, ...site }: LolisafeSite & { fileInfoUrl: string }) => {
  const dialect: LolisafeDialect = {
    albumListing: 'whole',
    albumOnChunks: true,
    usualChunkSize: largestBody,
    fileInfoUrl,
  }
  return { ...cyberdropFacts, ...lolisafe({ ...site, ...dialect }), digests: [] } satisfies Host
}

const api = 'https://cyberdrop.cr/api'
const fileInfo = 'https://api.cyberdrop.cr/api/file/info'

export const cyberdropHost = defineHost({
  facts: cyberdropFacts,
  addresses: { api, site: 'https://cyberdrop.cr' },
  variables: { api: 'CYBERDROP_API_URL', upload: 'CYBERDROP_UPLOAD_URL' },
  account: { token: { label: 'Token of the dashboard', hidden: true, variable: 'CYBERDROP_API_KEY' } },
  missing: 'Set CYBERDROP_API_KEY to the token of a Cyberdrop account.',
  open({ apiUrl, namedUploadUrl, linkOrigin, credentials, http }) {
    if (!credentials) throw new Error('Cyberdrop takes files with an account only.')
    const fileInfoUrl = apiUrl === api ? fileInfo : `${apiUrl}/file/info`
    return cyberdrop({ apiUrl, uploadUrl: namedUploadUrl, linkOrigin, fileInfoUrl, token: credentials.token, http })
  },
})
