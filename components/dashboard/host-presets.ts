// Choices that many people want, each as one press.
import type { HostEntry } from './host-fit.ts'

export const presets = ['all', 'longest', 'noAccount'] as const
export type Preset = (typeof presets)[number]

/** How many of the longest are taken where fewer keep files without an end. */
const LONGEST = 3

const daysOf = ({ retentionDays }: HostEntry): number => (retentionDays === 'endless' ? Infinity : (retentionDays ?? 0))

/** All that keep files without an end, or the three that keep them longest; never one that does not tell. */
function longest(hosts: readonly HostEntry[]): HostEntry[] {
  const telling = hosts.filter((host) => daysOf(host) > 0).toSorted((a, b) => daysOf(b) - daysOf(a))
  const endless = telling.filter((host) => daysOf(host) === Infinity)
  return endless.length >= LONGEST ? endless : telling.slice(0, LONGEST)
}

const picks: Record<Preset, (hosts: readonly HostEntry[]) => readonly HostEntry[]> = {
  all: (hosts) => hosts,
  longest,
  noAccount: (hosts) => hosts.filter((host) => host.anonymous && !host.ownAccount),
}

/** The ids that a preset chooses of hosts that can take files. */
export const presetOf = (preset: Preset, hosts: readonly HostEntry[]): ReadonlySet<string> =>
  new Set(picks[preset](hosts).map(({ id }) => id))

/** Whether of `hosts` exactly those of the preset are chosen. */
export function isPreset(preset: Preset, hosts: readonly HostEntry[], chosen: ReadonlySet<string>): boolean {
  const wanted = presetOf(preset, hosts)
  return wanted.size > 0 && hosts.every(({ id }) => wanted.has(id) === chosen.has(id))
}
