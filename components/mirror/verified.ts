// By what a copy was checked; the words are the messages `mirror.check`.
import type { FileLinkView } from './mirror-view.ts'

export type Verified = FileLinkView['verified']

const strength = { reply: 0, size: 1, checksum: 2 } as const

/** What a host's copies have in common: no more than the weakest check; null while there is none. */
export function weakestCheck(links: readonly Pick<FileLinkView, 'verified'>[]): Verified | null {
  const [weakest] = links.map((link) => link.verified).toSorted((a, b) => strength[a] - strength[b])
  return weakest ?? null
}
