'use client'
// The mirrors of one person, a dense line each; searched, narrowed, sorted, renamed, opened, chosen and deleted.
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Toasts } from '#components/ui/toast.tsx'
import { EmptyHistory } from './empty-history.tsx'
import { isNarrow } from './filter.ts'
import { Listed } from './listed.tsx'
import type { HostChoice } from './search-form.tsx'
import type { FirstPage } from './use-history.ts'
import { useHistoryFilter } from './use-history-filter.ts'

/** `hosts`: where mirrors can have been sent to, to choose from. */
export function HistoryList({ first, hosts }: { first: FirstPage; hosts: readonly HostChoice[] }) {
  const { filter, ...form } = useHistoryFilter()
  const t = useTranslations('history.deletion')
  const isEmpty = !isNarrow(first.filter) && !isNarrow(filter) && first.page.items.length === 0
  const [wasListed, setWasListed] = useState(!isEmpty)
  if (!isEmpty && !wasListed) setWasListed(true)
  // Whoever has no session has no history, and is not asked for one. Who has just deleted the last mirror can still undo that.
  if (isEmpty && !wasListed) return <EmptyHistory />
  return (
    <Toasts label={t('notices')}>
      <Listed first={first} hosts={hosts} filter={filter} form={form} />
    </Toasts>
  )
}
