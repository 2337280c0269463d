// Saint, now Turbo (turbo.cr): an experiment. It has no documented upload API, and is asked in the lolisafe protocol where an operator
// knows a place that speaks it. Facts: docs/hosts/saint.md.
import { hostIdSchema } from '#server/ids.ts'
import { defineHost } from './definition.ts'
import { HostError } from './errors.ts'
import type { Host, HostFacts, Source } from './host.ts'
import { type LolisafeSite, plainLolisafe } from './lolisafe/config.ts'
import { lolisafe } from './lolisafe.ts'
import { checkVideo } from './saint/check.ts'

const saintFacts = {
  id: hostIdSchema.parse('saint'),
  name: 'Saint',
  homepage: 'https://turbo.cr',
  account: 'required',
  limits: { maxFileSize: null, concurrency: 2 },
  retention: 'not published',
} satisfies HostFacts

const videoName = /\.(3gp|avi|flv|m2ts|m4v|mkv|mov|mp4|mpe?g|mts|ogv|ts|webm|wmv)$/i

/** A type that says nothing leaves it to the name. */
const isVideo = ({ name, type }: Pick<Source, 'name' | 'type'>) =>
  /^video\//i.test(type) || (type === 'application/octet-stream' && videoName.test(name))

export const saint = (site: LolisafeSite) => {
  const abilities = lolisafe({ ...site, ...plainLolisafe })
  const refuses = (file: Pick<Source, 'name' | 'size' | 'type'>) =>
    isVideo(file) ? abilities.refuses(file) : 'takes videos only.'
  return {
    ...saintFacts,
    ...abilities,
    refuses,
    async upload(source, call) {
      const reason = refuses(source)
      if (reason !== null) throw new HostError('rejected', reason)
      return abilities.upload(source, call)
    },
    check: async (stored, call) => (await checkVideo(site, stored, call)) ?? abilities.check(stored, call),
  } satisfies Host
}

export const saintHost = defineHost({
  facts: saintFacts,
  addresses: { api: 'https://turbo.cr/api', site: 'https://turbo.cr' },
  variables: { api: 'SAINT_API_URL', upload: 'SAINT_UPLOAD_URL' },
  account: { token: { label: 'API key', hidden: true, variable: 'SAINT_API_KEY' } },
  note: 'Experimental: Saint has no documented upload API, so that files may not arrive.',
  unready: ({ SAINT_API_URL, SAINT_API_KEY }) =>
    SAINT_API_URL !== undefined && SAINT_API_KEY !== undefined
      ? null
      : 'Saint has no documented upload API. Set SAINT_API_URL and SAINT_API_KEY to try one.',
  open({ apiUrl, namedUploadUrl, linkOrigin, credentials, http }) {
    if (!credentials) throw new Error('Saint takes files with an account only.')
    return saint({ apiUrl, uploadUrl: namedUploadUrl, linkOrigin, token: credentials.token, http })
  },
})
