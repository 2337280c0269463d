// What came of a search, in a line that a screen reader is told of too. It has its place whether there is something to say or not.
import { useTranslations } from 'next-intl'
import { useErrorSentence } from '#components/trpc/use-error-sentence.ts'
import { Button } from '#components/ui/button.tsx'
import type { Sort } from './filter.ts'
import type { useHistory } from './use-history.ts'

type Props = {
  query: ReturnType<typeof useHistory>['query']
  found: number
  narrow: boolean
  sort: Sort
  clear: () => void
}

const line = 'flex min-h-9 flex-wrap items-center gap-3 pt-1'

export function Outcome({ query, found, narrow, sort, clear }: Props) {
  const t = useTranslations('history.search')
  const common = useTranslations('common')
  const errorSentence = useErrorSentence()
  if (query.isError && !query.isFetchNextPageError)
    return (
      <p role="alert" className={line}>
        {errorSentence(query.error)}
        <Button onClick={() => void query.refetch()}>{common('tryAgain')}</Button>
      </p>
    )
  const isSearching = query.isPlaceholderData || query.isPending
  const said = query.hasNextPage ? (sort === 'newest' ? 'foundNewest' : 'foundFirst') : 'found'
  return (
    <p role="status" className={`${line} text-small text-ink-soft`}>
      {isSearching && t('searching')}
      {!isSearching && narrow && (found > 0 ? t(said, { count: found }) : t('none'))}
      {!isSearching && narrow && found === 0 && <Button onClick={clear}>{t('showAll')}</Button>}
    </p>
  )
}
