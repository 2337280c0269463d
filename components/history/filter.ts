// What the history can be narrowed to and sorted by, as it stands in the address: `?q=`, `?status=`, `?host=` and `?sort=`.
import type { RouterInputs, RouterOutputs } from '#components/trpc/trpc.ts'

export type HistoryPage = RouterOutputs['history']['list']
export type HistoryItem = HistoryPage['items'][number]
export type HistoryInput = Exclude<RouterInputs['history']['list'], void | undefined>
export type Status = HistoryItem['status']
export type Sort = NonNullable<HistoryInput['sort']>

export type HistoryFilter = {
  search: string
  status: Status | null
  /** The id of a host. */
  host: string | null
  sort: Sort
}

/** Mirrors that are asked for at once. */
const PAGE_LENGTH = 50

const listed = <Word extends string>(words: Record<Word, true>) => {
  const isOne = (text: string): text is Word => Object.hasOwn(words, text)
  return { all: Object.keys(words).filter(isOne), isOne }
}

/** In the order of a mirror's life. */
export const statuses = listed<Status>({
  uploading: true,
  queued: true,
  mirroring: true,
  done: true,
  partial: true,
  failed: true,
  expired: true,
})
export const sorts = listed<Sort>({ newest: true, oldest: true, name: true, largest: true })

export const everything: HistoryFilter = { search: '', status: null, host: null, sort: 'newest' }

/** What makes no sense in an address counts as not there. */
export function filterOf(params: Pick<URLSearchParams, 'get'>): HistoryFilter {
  const [status, host, sort] = ['status', 'host', 'sort'].map((name) => params.get(name) ?? '')
  return {
    search: (params.get('q') ?? '').trim().slice(0, 255),
    status: status !== undefined && statuses.isOne(status) ? status : null,
    host: host !== undefined && /^[a-z0-9][a-z0-9-]{0,31}$/.test(host) ? host : null,
    sort: sort !== undefined && sorts.isOne(sort) ? sort : 'newest',
  }
}

/** What differs from everything, newest first, by its name in an address. */
export function paramsOf({ search, status, host, sort }: HistoryFilter): URLSearchParams {
  const params = new URLSearchParams()
  if (search !== '') params.set('q', search)
  if (status !== null) params.set('status', status)
  if (host !== null) params.set('host', host)
  if (sort !== 'newest') params.set('sort', sort)
  return params
}

/** The part of the address after `?`; empty when nothing is narrowed or sorted. */
export const addressOf = (filter: HistoryFilter): string => paramsOf(filter).toString()

export const isNarrow = ({ search, status, host }: HistoryFilter): boolean =>
  search !== '' || status !== null || host !== null

export const inputOf = ({ search, status, host, sort }: HistoryFilter): HistoryInput => ({
  limit: PAGE_LENGTH,
  sort,
  ...(search !== '' && { search }),
  ...(status !== null && { status }),
  ...(host !== null && { host }),
})
