'use client'
// The mirrors of one person, newest first, a dense line each; searched, narrowed, renamed, opened and deleted.
import { useCallback, useRef, useState } from 'react'
import { closeMirror } from '#components/dashboard/open-mirrors.ts'
import { errorSentence } from '#components/trpc/error-sentence.ts'
import { Button } from '#components/ui/button.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { deletedTitle, type Deletion, DeletionNote, isLeft } from './deletion.tsx'
import { EmptyHistory } from './empty-history.tsx'
import { type HistoryItem, isNarrow } from './filter.ts'
import { rowLinkId } from './history-row.tsx'
import { HistoryRows } from './history-rows.tsx'
import { More } from './more.tsx'
import { SearchForm } from './search-form.tsx'
import { type FirstPage, useHistory } from './use-history.ts'
import { useHistoryFilter } from './use-history-filter.ts'

export function HistoryList({ first }: { first: FirstPage }) {
  const { filter, ...form } = useHistoryFilter()
  // Whoever has no session has no history, and is not asked for one.
  if (!isNarrow(first.filter) && !isNarrow(filter) && first.page.items.length === 0) return <EmptyHistory />
  return <Listed first={first} filter={filter} form={form} />
}

type Filtering = ReturnType<typeof useHistoryFilter>
type ListedProps = { first: FirstPage; filter: Filtering['filter']; form: Omit<Filtering, 'filter'> }

function Listed({ first, filter, form }: ListedProps) {
  const { query, items, replace, drop } = useHistory(filter, first)
  const [asked, setAsked] = useState<{ item: HistoryItem; open: boolean } | null>(null)
  const [left, setLeft] = useState<{ title: string; copies: Deletion } | null>(null)
  const next = useRef<string | null>(null)
  const ask = useCallback((item: HistoryItem) => setAsked({ item, open: true }), [])
  const close = () => setAsked((before) => before && { ...before, open: false })
  const narrow = isNarrow(filter)

  const deleted = ({ id, name }: HistoryItem, copies: Deletion) => {
    const place = items.findIndex((item) => item.id === id)
    const neighbour = items[place + 1] ?? items[place - 1]
    next.current = neighbour ? rowLinkId(neighbour.id) : null
    if (!isLeft(copies)) close()
    else if (!asked?.open) setLeft({ title: deletedTitle(name), copies })
    closeMirror(id)
    drop(id)
  }
  const isEmpty = !narrow && query.isSuccess && !query.isPlaceholderData && !query.hasNextPage && items.length === 0
  // What is still to be read of the last one is read first.
  if (isEmpty && !asked?.open && left === null) return <EmptyHistory />
  return (
    <div className="mx-auto flex w-full max-w-page flex-col gap-4 px-4 pt-4 pb-16 sm:px-6">
      <h1 className="text-title font-semibold tracking-tight">History</h1>
      <div>
        <SearchForm {...form} status={filter.status} />
        <Outcome query={query} found={items.length} narrow={narrow} clear={form.clear} />
      </div>
      {left && <DeletionNote {...left} onRead={() => setLeft(null)} />}
      {items.length > 0 && (
        <>
          <div role="list" aria-label="Mirrors" className="overflow-hidden rounded-card border border-line bg-card">
            {query.data?.pages.map((page, place) => (
              <HistoryRows key={place} items={page.items} onRenamed={replace} onDelete={ask} />
            ))}
          </div>
          <More
            shown={items.length}
            state={endOf(query)}
            load={() => void query.fetchNextPage({ cancelRefetch: false })}
          />
        </>
      )}
      {asked && (
        <DeleteDialog
          key={asked.item.id}
          item={asked.item}
          open={asked.open}
          onClose={close}
          onDeleted={(copies) => deleted(asked.item, copies)}
          focusAfter={() => (next.current === null ? null : document.getElementById(next.current))}
        />
      )}
    </div>
  )
}

type Query = ReturnType<typeof useHistory>['query']

function endOf(query: Query): 'idle' | 'loading' | 'failed' | 'end' {
  if (query.isFetchNextPageError) return 'failed'
  if (query.isFetching) return 'loading'
  return query.hasNextPage ? 'idle' : 'end'
}

type OutcomeProps = { query: Query; found: number; narrow: boolean; clear: () => void }

/** What came of a search, in a line that a screen reader is told of too. */
function Outcome({ query, found, narrow, clear }: OutcomeProps) {
  if (query.isError && !query.isFetchNextPageError)
    return (
      <p role="alert" className="flex flex-wrap items-center gap-3 pt-3">
        {errorSentence(query.error)}
        <Button onClick={() => void query.refetch()}>Try again</Button>
      </p>
    )
  if (query.isPlaceholderData || query.isPending)
    return (
      <p role="status" className="pt-3 text-small text-ink-soft">
        Searching.
      </p>
    )
  return (
    <p role="status" className="flex flex-wrap items-center gap-3 text-small text-ink-soft not-empty:pt-3">
      {narrow && (found > 0 ? `${query.hasNextPage ? 'The newest ' : ''}${found} that fit.` : 'No mirror fits.')}
      {narrow && found === 0 && <Button onClick={clear}>Show all</Button>}
    </p>
  )
}
