// By what a copy was checked, in words.
import type { FileLinkView } from './mirror-view.ts'

type Verified = FileLinkView['verified']

const words = {
  checksum: 'same checksum',
  size: 'same size',
  reply: 'host’s word',
} as const

const strength = { reply: 0, size: 1, checksum: 2 } as const

/** "same size": the host counts as many bytes as were uploaded. */
export const verifiedWord = (verified: Verified): string => words[verified]

/** What a host's copies have in common: no more than the weakest check; null while there is none. */
export function weakestCheck(links: readonly FileLinkView[]): string | null {
  const [weakest] = links.map((link) => link.verified).toSorted((a, b) => strength[a] - strength[b])
  return weakest === undefined ? null : words[weakest]
}
