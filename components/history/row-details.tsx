'use client'
// What a row of the history opens to: the mirror's hosts as they stand right now, and its files.
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { isOver } from '#components/mirror/mirror-view.ts'
import { SharingButton } from '#components/sharing/sharing-button.tsx'
import { useErrorSentence } from '#components/trpc/use-error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { Button, buttonLook } from '#components/ui/button.tsx'
import type { RowActions } from './history-row.tsx'
import type { HistoryItem } from './filter.ts'
import { RowFiles } from './row-files.tsx'
import { RowHosts } from './row-hosts.tsx'
import { hasCopies } from './use-deletion.ts'

/** Milliseconds between two looks at a mirror that is not over. */
const LOOK_MS = 1_000

type Props = Pick<RowActions, 'onChanged' | 'onDeleteWithCopies'> & { item: HistoryItem }

export function RowDetails({ item, onChanged, onDeleteWithCopies }: Props) {
  const t = useTranslations('history.details')
  const common = useTranslations('common')
  const errorSentence = useErrorSentence()
  const { id } = item
  const files = trpc.history.files.useQuery({ id }, { retry: false, networkMode: 'always' })
  const live = trpc.history.get.useQuery(
    { id },
    {
      networkMode: 'always',
      staleTime: 0,
      refetchInterval: ({ state: { data } }) =>
        data && data.links.length > 0 && !isOver(data.item.status) ? LOOK_MS : false,
    },
  )
  useLatest(live.data?.item, onChanged)
  useCopiesThatCame(item, () => void files.refetch())
  return (
    <div className="grid gap-4 border-t border-line bg-paper px-4 py-4 sm:px-5">
      <RowHosts item={item} links={live.data?.links ?? null} onChanged={() => void live.refetch()} />
      {files.data && <RowFiles files={files.data} />}
      {files.isPending && (
        <p role="status" className="text-small text-ink-soft">
          {t('filesComing')}
        </p>
      )}
      {files.isError && (
        <p role="alert" className="flex flex-wrap items-center gap-3">
          {errorSentence(files.error)}
          <Button onClick={() => void files.refetch()}>{common('tryAgain')}</Button>
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Link href={`/mirror/${id}`} className={buttonLook('plain')}>
          {t('sharePage')}
        </Link>
        <SharingButton id={id} />
        {hasCopies(item) && (
          <Button weight="danger" onClick={() => onDeleteWithCopies(item)}>
            {t('deleteWithCopies')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Puts what is known now into the row above, once for each answer. */
function useLatest(item: HistoryItem | undefined, onChanged: (item: HistoryItem) => void): void {
  useEffect(() => {
    if (item) onChanged(item)
  }, [item, onChanged])
}

/** Each host that has got its files has given links to them. */
function useCopiesThatCame({ hosts }: HistoryItem, onCame: () => void): void {
  const done = hosts.filter(({ status }) => status === 'done').length
  const known = useRef(done)
  const newest = useRef(onCame)
  useEffect(() => {
    newest.current = onCame
  })
  useEffect(() => {
    if (done > known.current) newest.current()
    known.current = done
  }, [done])
}
