'use client'
// The pages of the history that were loaded, and what changes in them.
import { keepPreviousData } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { trpc } from '#components/trpc/trpc.ts'
import { addressOf, filterOf, type HistoryFilter, type HistoryItem, type HistoryPage, inputOf } from './filter.ts'

/** A page that came with the document, and what it was narrowed to. */
export type FirstPage = { filter: HistoryFilter; page: HistoryPage }

const FRESH_MS = 30_000

/**
 * What was found before stays until the new is there; an answer that comes late belongs to its own question only.
 * @param hidden mirrors that were deleted a moment ago, and may come back
 */
export function useHistory(filter: HistoryFilter, first: FirstPage, hidden: ReadonlySet<string>) {
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
  const replace = useCallback(
    (changed: HistoryItem) => {
      const { id } = changed
      const inPage = (page: HistoryPage): HistoryPage =>
        page.items.some((item) => item.id === id)
          ? { ...page, items: page.items.map((item) => (item.id === id ? changed : item)) }
          : page
      utils.history.list.setInfiniteData(input, (data) => data && { ...data, pages: data.pages.map(inPage) })
      // Other searches that are still remembered are asked anew when they are looked at.
      void utils.history.list.invalidate(undefined, { refetchType: 'none' })
    },
    [utils, input],
  )
  /** Asks anew, where what came back is not in what was loaded. */
  const refresh = useCallback(() => utils.history.list.invalidate(), [utils])

  const pages = useMemo(
    () =>
      query.data?.pages.map(({ items }) =>
        items.some(({ id }) => hidden.has(id)) ? items.filter(({ id }) => !hidden.has(id)) : items,
      ) ?? [],
    [query.data, hidden],
  )
  return { query, pages, items: pages.flat(), replace, refresh }
}
