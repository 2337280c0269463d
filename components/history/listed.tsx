'use client'
// A history that is not empty: its search, its rows, and what is done with one of them or with several.
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef } from 'react'
import { useOpenMirrors } from '#components/dashboard/open-mirrors.ts'
import { Button } from '#components/ui/button.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { DeletionNote } from './deletion.tsx'
import { EmptyHistory } from './empty-history.tsx'
import { ExportForm } from './export-form.tsx'
import { type HistoryItem, isNarrow, paramsOf } from './filter.ts'
import { rowLinkId } from './row-link.ts'
import { HistoryRows } from './history-rows.tsx'
import { More } from './more.tsx'
import { Outcome } from './outcome.tsx'
import { type HostChoice, SearchForm } from './search-form.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useDeletion } from './use-deletion.ts'
import { type FirstPage, useHistory } from './use-history.ts'
import type { useHistoryFilter } from './use-history-filter.ts'
import { useQuestion } from './use-question.ts'
import { useSelection } from './use-selection.ts'

type Filtering = ReturnType<typeof useHistoryFilter>
type Props = {
  first: FirstPage
  hosts: readonly HostChoice[]
  filter: Filtering['filter']
  form: Omit<Filtering, 'filter'>
}

const focus = (item: HistoryItem | undefined) => item && document.getElementById(rowLinkId(item.id))?.focus()

export function Listed({ first, hosts, filter, form }: Props) {
  const t = useTranslations('history')
  const { hidden, hide, remove } = useDeletion()
  const { query, pages, items, replace, refresh } = useHistory(filter, first, hidden)
  const selection = useSelection(items)
  const question = useQuestion(items, hide)
  const open = useOpenMirrors()
  const selectButton = useRef<HTMLButtonElement>(null)
  const narrow = isNarrow(filter)

  /** The first row below that stays, or the last one above. */
  const neighbourOf = (gone: readonly HistoryItem[]) => {
    const ids = new Set<string>(gone.map(({ id }) => id))
    const place = items.findIndex(({ id }) => ids.has(id))
    const stays = ({ id }: HistoryItem) => !ids.has(id)
    return items.slice(place).find(stays) ?? items.slice(0, place).findLast(stays)
  }
  const removeAll = (gone: readonly HistoryItem[]) => {
    const neighbour = neighbourOf(gone)
    remove(gone, {
      onBack: (back) => {
        const known = new Set<string>(query.data?.pages.flatMap((page) => page.items.map(({ id }) => id)))
        if (!back.every(({ id }) => known.has(id))) void refresh()
        focus(back[0])
      },
      onCopiesToo: (item) => question.ask(item, true),
    })
    focus(neighbour)
  }
  const isUploadedHere = ({ id }: HistoryItem) =>
    open.some(({ mirror, uploads }) => mirror.id === id && !uploads.view().settled)
  const latest = useRef({ removeAll, isUploadedHere })
  useEffect(() => {
    latest.current = { removeAll, isUploadedHere }
  })
  const { ask } = question
  // An upload that is stopped does not go on when its mirror is back, so that is asked first.
  const deleteOne = useCallback(
    (item: HistoryItem) => (latest.current.isUploadedHere(item) ? ask(item, false) : latest.current.removeAll([item])),
    [ask],
  )
  const deleteWithCopies = useCallback((item: HistoryItem) => ask(item, true), [ask])

  const isEmpty = !narrow && query.isSuccess && !query.isPlaceholderData && !query.hasNextPage && items.length === 0
  // What is still to be read of the last one is read first.
  if (isEmpty && !question.isOpen && question.left === null) return <EmptyHistory />
  return (
    <div className="mx-auto flex w-full max-w-page grow flex-col gap-4 px-4 pt-4 pb-16 sm:px-6">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="me-auto w-full text-title sm:w-auto font-semibold tracking-tight">{t('title')}</h1>
        <Button
          ref={selectButton}
          aria-pressed={selection.isOn}
          onClick={selection.isOn ? selection.end : selection.begin}
        >
          {t('select')}
        </Button>
        <ExportForm method="get" params={paramsOf(filter)} />
      </div>
      <div>
        <SearchForm {...form} filter={filter} hosts={hosts} />
        <Outcome query={query} found={items.length} narrow={narrow} sort={filter.sort} clear={form.clear} />
      </div>
      {question.left && <DeletionNote {...question.left} onRead={question.read} />}
      {items.length > 0 && (
        <>
          <div role="list" aria-label={t('list')} className="overflow-hidden rounded-card border border-line bg-card">
            {pages.map((page, place) => (
              <HistoryRows
                key={place}
                items={page}
                chosen={selection.isOn ? selection.ids : null}
                onChoose={selection.choose}
                onChanged={replace}
                onDelete={deleteOne}
                onDeleteWithCopies={deleteWithCopies}
              />
            ))}
          </div>
          <More
            shown={items.length}
            state={endOf(query)}
            load={() => void query.fetchNextPage({ cancelRefetch: false })}
          />
        </>
      )}
      {selection.isOn && (
        <SelectionBar
          chosen={selection.chosen}
          onAll={selection.chooseAll}
          onClear={selection.clear}
          onDelete={() => {
            selection.clear()
            removeAll(selection.chosen)
          }}
          onEnd={() => {
            selection.end()
            selectButton.current?.focus()
          }}
        />
      )}
      {question.asked && <DeleteDialog key={question.asked.item.id} {...question.dialog(question.asked)} />}
    </div>
  )
}

type Query = ReturnType<typeof useHistory>['query']

function endOf(query: Query): 'idle' | 'loading' | 'failed' | 'end' {
  if (query.isFetchNextPageError) return 'failed'
  if (query.isFetching) return 'loading'
  return query.hasNextPage ? 'idle' : 'end'
}
