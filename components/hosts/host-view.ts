// What the page of hosts knows of one, and the words for it.
import type { RouterOutputs } from '#components/trpc/trpc.ts'

export type HostEntry = RouterOutputs['mirror']['hosts'][number]

const digestNames: Record<HostEntry['digests'][number], string> = {
  sha256: 'SHA-256',
  sha1: 'SHA-1',
  md5: 'MD5',
  blake3: 'BLAKE3',
}

/** The checksums that a copy there is compared by, such as "MD5"; null where the host tells none. */
export const comparedBy = ({ digests }: HostEntry): string | null =>
  digests.length === 0 ? null : digests.map((name) => digestNames[name]).join(', ')

/** "98 %": never 100 while one has failed. */
export const percentOf = (rate: number): string => `${Math.floor(rate * 100)} %`
