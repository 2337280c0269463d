// Bunkr (bunkr.cr): the lolisafe protocol with a node per file and an account's token. Facts: docs/hosts/bunkr.md.
import { hostIdSchema } from '#server/ids.ts'
import { defineHost } from './definition.ts'
import type { Host, HostFacts } from './host.ts'
import { type LolisafeSite, plainLolisafe } from './lolisafe/config.ts'
import { lolisafe } from './lolisafe.ts'

const bunkrFacts = {
  id: hostIdSchema.parse('bunkr'),
  name: 'Bunkr',
  homepage: 'https://bunkr.cr',
  account: 'required',
  limits: { maxFileSize: 2_000_000_000, concurrency: 2 },
  retention: 'for as long as Bunkr keeps files',
} satisfies HostFacts

export const bunkr = (site: LolisafeSite) =>
  ({ ...bunkrFacts, ...lolisafe({ ...site, ...plainLolisafe }) }) satisfies Host

export const bunkrHost = defineHost({
  facts: bunkrFacts,
  addresses: { api: 'https://dash.bunkr.cr/api', site: 'https://bunkr.cr' },
  variables: { api: 'BUNKR_API_URL', upload: 'BUNKR_UPLOAD_URL' },
  account: { token: { label: 'Token of the dashboard', hidden: true, variable: 'BUNKR_API_KEY' } },
  missing: 'Set BUNKR_API_KEY to the token of a Bunkr account.',
  open({ apiUrl, namedUploadUrl, linkOrigin, credentials, http }) {
    if (!credentials) throw new Error('Bunkr takes files with an account only.')
    return bunkr({ apiUrl, uploadUrl: namedUploadUrl, linkOrigin, token: credentials.token, http })
  },
})
