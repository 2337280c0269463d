// Which files a host cannot take, and why, before anything is sent.
import { plainName } from '#components/format/plain-name.ts'
import type { RouterOutputs } from '#components/trpc/trpc.ts'

export type HostEntry = RouterOutputs['mirror']['hosts'][number]
/** What hosts would never take, by their own rules. */
export type Refusals = RouterOutputs['mirror']['fit']

export type FitFile = { id: string; name: string; size: number }

/** Files that stay out for one reason: their size, or a rule of the host's in a whole sentence. */
export type LeftOut = { why: 'size' | { reason: string }; names: readonly string[] }

export type Fit = {
  /** How many of the files it takes. */
  takes: 'all' | 'some' | 'none'
  leftOut: readonly LeftOut[]
}

/** How one host and these files go together. */
export function fitOf(host: HostEntry, files: readonly FitFile[], refusals: Refusals): Fit {
  const limit = host.maxFileSize
  const tooLarge = limit === null ? [] : files.filter((file) => file.size > limit)
  const out = new Set(tooLarge.map(({ id }) => id))
  const leftOut: LeftOut[] = tooLarge.length > 0 ? [{ why: 'size', names: tooLarge.map(({ name }) => name) }] : []
  for (const { reason, fileIds } of refusals.filter((refusal) => refusal.host === host.id)) {
    const ids = new Set<string>(fileIds)
    const refused = files.filter(({ id }) => ids.has(id) && !out.has(id))
    if (refused.length === 0) continue
    leftOut.push({ why: { reason }, names: refused.map(({ name }) => name) })
    for (const { id } of refused) out.add(id)
  }
  return { takes: out.size === 0 ? 'all' : out.size === files.length ? 'none' : 'some', leftOut }
}

export type Fits = ReadonlyMap<string, Fit>

export const fitsOf = (hosts: readonly HostEntry[], files: readonly FitFile[], refusals: Refusals): Fits =>
  new Map(hosts.map((host) => [host.id, fitOf(host, files, refusals)]))

/** Hosts of which none would be sent a single file are not offered. */
export const canTake = (fits: Fits, host: HostEntry): boolean => fits.get(host.id)?.takes !== 'none'

const NAMES_SHOWN = 3
const LONGEST_NAME = 32

/** The beginning and the end of a name that is long: they tell most. */
const shortName = (name: string): string => {
  const letters = Array.from(plainName(name))
  return letters.length <= LONGEST_NAME
    ? letters.join('')
    : `${letters.slice(0, 18).join('')}…${letters.slice(-12).join('')}`
}

/** The first few names in one line, and how many more there are. */
export const someNames = (names: readonly string[]): { names: string; more: number } => ({
  names: names.slice(0, NAMES_SHOWN).map(shortName).join(', '),
  more: Math.max(0, names.length - NAMES_SHOWN),
})
