'use client'
// The mirrors of one person, a dense line each; searched, narrowed, sorted, renamed, opened, chosen and deleted.
import { useTranslations } from 'next-intl'
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
  // Whoever has no session has no history, and is not asked for one.
  if (!isNarrow(first.filter) && !isNarrow(filter) && first.page.items.length === 0) return <EmptyHistory />
  return (
    <Toasts label={t('notices')}>
      <Listed first={first} hosts={hosts} filter={filter} form={form} />
    </Toasts>
  )
}
