// A site of the XFileSharing family, of which there are many: the same API behind each. Facts: docs/hosts/xfs.md.
import { z } from 'zod'
import type { Host } from './host.ts'
import { baseUrl, type CommonSettings, defineKind, factsOf, hidden } from './kind.ts'
import { checkFile, checkKey, uploadFile, type XfsConfig } from './xfs/files.ts'
import { findFile } from './xfs/listing.ts'

const word = z.string().regex(/^\w{1,32}$/, 'expected a word')

const settings = z.strictObject({
  /** The account's API key. */
  key: hidden,
  /** Where links lead, if that is not the site itself. */
  linkUrl: baseUrl.exactOptional(),
  /** What the upload form calls the file. */
  fileField: word.exactOptional(),
  /** What the upload form calls the account. */
  utype: word.exactOptional(),
})

/** No groups, since no site's documentation tells a folder's public address; no deletion, which only some forks have. */
export const xfs = (common: CommonSettings, config: XfsConfig) =>
  ({
    ...factsOf(common),
    digests: [],
    resendIsSafe: false,
    upload: (source, call) => uploadFile(config, source, call),
    checkAccount: (call) => checkKey(config, call),
    find: (file, call) => findFile(config, file, call),
    check: (stored, call) => checkFile(config, stored, call),
  }) satisfies Host

export const xfsKind = defineKind({
  kind: 'xfs',
  settings,
  open: (common, { key, linkUrl, fileField, utype }, http) =>
    xfs(common, {
      apiUrl: `${common.url}/api`,
      siteUrl: common.url,
      linkUrl: linkUrl ?? null,
      fileField: fileField ?? 'file_0',
      utype: utype ?? 'prem',
      key,
      http,
    }),
})
