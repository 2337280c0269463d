// Bunkr (bunkr.cr): the lolisafe protocol with a node per file and an account's token. Facts: docs/hosts/bunkr.md.
import { hostIdSchema } from '#server/ids.ts'
import type { Host, HostFacts } from './host.ts'
import type { LolisafeConfig } from './lolisafe/config.ts'
import { lolisafe } from './lolisafe.ts'

export const bunkrFacts = {
  id: hostIdSchema.parse('bunkr'),
  name: 'Bunkr',
  homepage: 'https://bunkr.cr',
  account: 'required',
  limits: { maxFileSize: 2_000_000_000, concurrency: 2 },
  retention: 'for as long as Bunkr keeps files',
} satisfies HostFacts

export const bunkr = (config: LolisafeConfig) => ({ ...bunkrFacts, ...lolisafe(config) }) satisfies Host
