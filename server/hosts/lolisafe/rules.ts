// What a site allows now: sizes (`GET /check`) and how long files may stay (`POST /tokens/verify`).
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call } from '#server/hosts/host.ts'
import { read } from './api.ts'
import type { LolisafeConfig } from './config.ts'

const MB = 1_000_000

/** Sizes are strings such as "2000MB", of 1,000,000 bytes each. */
const megabytes = z
  .string()
  .regex(/^\d{1,9}(\.\d+)?\s*MB$/i)
  .transform((text) => Math.floor(Number.parseFloat(text) * MB))

const check = z.object({
  maxSize: megabytes,
  chunkSize: z.object({ max: megabytes }).nullish().catch(null),
  maintenance: z.unknown(),
})

const account = z.object({
  success: z.literal(true),
  retentionPeriods: z.array(z.coerce.number().nonnegative()).nullish().catch(null),
})

/** Proxies before these sites cut bodies above 100 MB, so no request carries more than this, in bytes. */
export const largestBody = 95 * MB

export type SiteRules = {
  /** In bytes. */
  maxFileSize: number
  /** In bytes; null where the site takes no chunks. */
  chunkSize: number | null
  /** Hours that files should stay, 0 for ever; null where the site does not ask. */
  age: number | null
}

/** The longest stay: 0 means for ever, and an absent age would take the group's default, which may be short. */
const longest = (periods: readonly number[]) => (periods.includes(0) ? 0 : Math.max(...periods))

const memorySpanMs = 5 * 60_000

const verify = (config: LolisafeConfig, { signal }: Call) => {
  const json = { token: config.token.reveal() }
  return read(config, { method: 'POST', path: '/tokens/verify', json, reads: true, signal }, account)
}

/** @throws {HostError} `account` when the site does not know the token */
export async function checkToken(config: LolisafeConfig, call: Call): Promise<void> {
  await verify(config, call)
}

/** Reads the rules of an account at most every five minutes; a failed reading is not kept. */
export function siteRules(config: LolisafeConfig): (call: Call) => Promise<SiteRules> {
  let known: { rules: SiteRules; until: number } | undefined
  return async (call) => {
    const { signal } = call
    if (known && known.until > Date.now()) return known.rules
    const site = await read(config, { method: 'GET', path: '/check', signal }, check)
    if (site.maintenance) throw new HostError('unavailable', 'is under maintenance.')
    const { retentionPeriods } = await verify(config, call)
    const rules = {
      maxFileSize: site.maxSize,
      chunkSize: site.chunkSize ? Math.min(site.chunkSize.max, largestBody) : config.usualChunkSize,
      age: retentionPeriods?.length ? longest(retentionPeriods) : null,
    }
    known = { rules, until: Date.now() + memorySpanMs }
    return rules
  }
}
