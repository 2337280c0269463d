// BuzzHeavier (buzzheavier.com): raw uploads from anyone; folders, look-ups and deletion with an account. Facts: docs/hosts/buzzheavier.md.
import { z } from 'zod'
import { hostIdSchema } from '#server/ids.ts'
import { type BuzzheavierConfig, read } from './buzzheavier/api.ts'
import { findFile, removeEntry, uploadFile } from './buzzheavier/files.ts'
import { foldersOf } from './buzzheavier/folders.ts'
import { defineHost } from './definition.ts'
import type { Host, HostFacts } from './host.ts'
import { linkState } from './linked-copy.ts'

const buzzheavierFacts = {
  id: hostIdSchema.parse('buzzheavier'),
  name: 'BuzzHeavier',
  homepage: 'https://buzzheavier.com',
  account: 'optional',
  limits: { maxFileSize: null, concurrency: 2 },
  retention: 'for a while that BuzzHeavier does not tell',
} satisfies HostFacts

const abilitiesOfAccount = (config: BuzzheavierConfig) =>
  ({
    async checkAccount({ signal }) {
      await read(config, { method: 'GET', path: '/account', signal }, z.looseObject({}))
    },
    group: foldersOf(config),
    find: (file, call) => findFile(config, file, call),
    remove: (stored, call) => removeEntry(config, stored, call),
  }) satisfies Partial<Host>

export const buzzheavier = (config: BuzzheavierConfig) =>
  ({
    ...buzzheavierFacts,
    digests: [],
    resendIsSafe: false,
    upload: (source, call) => uploadFile(config, source, call),
    check: ({ url }, call) => linkState({ http: config.http, url, base: config.linkOrigin }, call, 'a page'),
    ...(config.accountId && abilitiesOfAccount(config)),
  }) satisfies Host

export const buzzheavierHost = defineHost({
  facts: buzzheavierFacts,
  addresses: {
    api: 'https://buzzheavier.com/api',
    upload: 'https://w.buzzheavier.com',
    site: 'https://buzzheavier.com',
  },
  variables: { api: 'BUZZHEAVIER_API_URL', upload: 'BUZZHEAVIER_UPLOAD_URL' },
  account: { accountId: { label: 'Account id', hidden: true, variable: 'BUZZHEAVIER_ACCOUNT_ID' } },
  extra: true,
  open: ({ apiUrl, uploadUrl, linkOrigin, credentials, http }) =>
    buzzheavier({ apiUrl, uploadUrl, linkOrigin, accountId: credentials?.accountId ?? null, http }),
})
