// A WebDAV server of somebody's: a collection per mirror, each file moved to its name once it is whole. Facts: docs/hosts/webdav.md.
import { z } from 'zod'
import { HostError } from './errors.ts'
import type { Host } from './host.ts'
import { baseUrl, type CommonSettings, defineKind, factsOf, hidden } from './kind.ts'
import { type WebdavConfig, webdavApi } from './webdav/api.ts'
import { collectionsOf } from './webdav/collections.ts'
import { checkFile, findFile, removeFile, uploadFile } from './webdav/files.ts'
import { look } from './webdav/look.ts'

const settings = z
  .strictObject({
    username: hidden.exactOptional(),
    password: hidden.exactOptional(),
    /** Where everybody can read what is in the collection. */
    publicUrl: baseUrl.exactOptional(),
    /** Whether the server tells checksums of what it was sent, as ownCloud does. */
    checksums: z.boolean().default(false),
  })
  .refine(
    ({ username, password }) => (username === undefined) === (password === undefined),
    'expected "username" and "password", or neither',
  )

export function webdav(common: CommonSettings, config: WebdavConfig) {
  const api = webdavApi(config)
  return {
    ...factsOf(common),
    digests: config.checksums ? ['sha1'] : [],
    resendIsSafe: false,
    upload: (source, call) => uploadFile(api, source, call),
    async checkAccount({ signal }) {
      if (!(await look(api, '', signal))) throw new HostError('account', 'has no folder at its address.')
    },
    group: collectionsOf(api),
    find: (file, call) => findFile(api, file, call),
    check: (stored, call) => checkFile(api, stored, call),
    remove: (stored, call) => removeFile(api, stored, call),
  } satisfies Host
}

export const webdavKind = defineKind({
  kind: 'webdav',
  settings,
  open: (common, { username, password, publicUrl, checksums }, http) =>
    webdav(common, {
      url: common.url,
      account: username && password ? { username, password } : null,
      publicUrl: publicUrl ?? null,
      checksums,
      http,
    }),
})
