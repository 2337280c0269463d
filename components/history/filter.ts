// What the history can be narrowed to, as it stands in the address: `?q=` and `?status=`.
import type { RouterInputs, RouterOutputs } from '#components/trpc/trpc.ts'

export type HistoryPage = RouterOutputs['history']['list']
export type HistoryItem = HistoryPage['items'][number]
export type HistoryInput = NonNullable<RouterInputs['history']['list']>
type Status = HistoryItem['status']

export type HistoryFilter = { search: string; status: Status | null }

/** Mirrors that are asked for at once. */
const PAGE_LENGTH = 50

/** The one word for each state of a mirror, in the order of its life. */
export const statusWords: Record<Status, string> = {
  uploading: 'Uploading',
  queued: 'Waiting',
  mirroring: 'Sending',
  done: 'Live',
  partial: 'Partly live',
  failed: 'Failed',
  expired: 'Expired',
}

export const isStatus = (text: string): text is Status => Object.hasOwn(statusWords, text)

/** What makes no sense in an address counts as not there. */
export function filterOf(params: Pick<URLSearchParams, 'get'>): HistoryFilter {
  const status = params.get('status') ?? ''
  return { search: (params.get('q') ?? '').trim().slice(0, 255), status: isStatus(status) ? status : null }
}

/** The part of the address after `?`; empty when nothing is narrowed. */
export function addressOf({ search, status }: HistoryFilter): string {
  const params = new URLSearchParams()
  if (search !== '') params.set('q', search)
  if (status !== null) params.set('status', status)
  return params.toString()
}

export const isNarrow = ({ search, status }: HistoryFilter): boolean => search !== '' || status !== null

export const inputOf = ({ search, status }: HistoryFilter): HistoryInput => ({
  limit: PAGE_LENGTH,
  ...(search !== '' && { search }),
  ...(status !== null && { status }),
})
