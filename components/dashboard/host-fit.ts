// Whether files fit a host, and the words for it.
import { formatLimit } from '#components/format/bytes.ts'
import type { RouterOutputs } from '#components/trpc/trpc.ts'

export type HostEntry = RouterOutputs['mirror']['hosts'][number]

export type Fit = 'all' | 'some' | 'none'

/** How many of the files a host takes, by its largest size. */
export function fitOf(host: HostEntry, files: readonly { size: number }[]): { fit: Fit; over: number } {
  const limit = host.maxFileSize
  const over = limit === null ? 0 : files.filter((file) => file.size > limit).length
  return { fit: over === 0 ? 'all' : over === files.length ? 'none' : 'some', over }
}

/** "Up to 20 GB a file · 60 days after the last download". */
export const factsOf = (host: HostEntry): string =>
  [host.maxFileSize === null ? 'Any size' : `Up to ${formatLimit(host.maxFileSize)} a file`, host.retention].join(' · ')

/** What to know of files that do not fit, or null. */
export function fitNote({ fit, over }: ReturnType<typeof fitOf>, files: number): string | null {
  if (fit === 'all') return null
  if (fit === 'none') return files === 1 ? 'The file is too large for it.' : 'The files are too large for it.'
  return over === 1
    ? '1 file is too large for it and is left out there.'
    : `${over} files are too large for it and are left out there.`
}
