'use client'
// The pages of the history that were loaded, and what changes in them: a name, a mirror that is gone.
import { keepPreviousData } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { trpc } from '#components/trpc/trpc.ts'
import { addressOf, filterOf, type HistoryFilter, type HistoryItem, type HistoryPage, inputOf } from './filter.ts'

/** A page that came with the document, and what it was narrowed to. */
export type FirstPage = { filter: HistoryFilter; page: HistoryPage }

const FRESH_MS = 30_000

/** What was found before stays until the new is there; an answer that comes late belongs to its own question only. */
export function useHistory(filter: HistoryFilter, first: FirstPage) {
  const utils = trpc.useUtils()
  const address = addressOf(filter)
  const input = useMemo(() => inputOf(filterOf(new URLSearchParams(address))), [address])
  const isFirst = addressOf(first.filter) === address
  const query = trpc.history.list.useInfiniteQuery(input, {
    getNextPageParam: (last) => last.nextCursor,
    ...(isFirst && { initialData: { pages: [first.page], pageParams: [null] } }),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    // A failure is shown at once, with a button, and also while the browser thinks that it is offline.
    retry: false,
    networkMode: 'always',
  })

  /** A page that stays as it is stays the same object, so that its rows are not drawn anew. */
  const change = useCallback(
    (id: HistoryItem['id'], become: HistoryItem[]) => {
      const changed = (page: HistoryPage): HistoryPage =>
        page.items.some((item) => item.id === id)
          ? { ...page, items: page.items.flatMap((item) => (item.id === id ? become : [item])) }
          : page
      utils.history.list.setInfiniteData(input, (data) => data && { ...data, pages: data.pages.map(changed) })
      // Other searches that are still remembered are asked anew when they are looked at.
      void utils.history.list.invalidate(undefined, { refetchType: 'none' })
    },
    [utils, input],
  )
  const replace = useCallback((item: HistoryItem) => change(item.id, [item]), [change])
  const drop = useCallback((id: HistoryItem['id']) => change(id, []), [change])
  return { query, items: query.data?.pages.flatMap((page) => page.items) ?? [], replace, drop }
}
