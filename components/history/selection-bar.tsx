'use client'
// Stays at the bottom while rows are being chosen: how many, and what can be done with all of them.
import { Trash2, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { ExportForm } from './export-form.tsx'
import type { HistoryItem } from './filter.ts'

type Props = {
  chosen: readonly HistoryItem[]
  onAll: () => void
  onClear: () => void
  onDelete: () => void
  onEnd: () => void
}

export function SelectionBar({ chosen, onAll, onClear, onDelete, onEnd }: Props) {
  const t = useTranslations('history.selection')
  const end = useTranslations('history')('endSelection')
  const count = chosen.length
  return (
    <section
      aria-label={t('label')}
      className="sticky bottom-0 z-20 -mx-4 flex flex-wrap items-center gap-2 border-t border-line bg-card px-4 pt-3 pb-[max(12px,env(safe-area-inset-bottom))] shadow-float sm:bottom-4 sm:mx-0 sm:rounded-card sm:border"
    >
      <p role="status" className="figures me-auto font-semibold">
        {t('count', { count })}
      </p>
      <Button weight="quiet" onClick={onAll}>
        {t('all')}
      </Button>
      <Button weight="quiet" disabled={count === 0} focusableWhenDisabled onClick={onClear}>
        {t('clear')}
      </Button>
      <IconButton name={end} onClick={onEnd}>
        <X aria-hidden="true" />
      </IconButton>
      {count > 0 && (
        <div className="flex w-full flex-wrap gap-2">
          <Button weight="danger" onClick={onDelete}>
            <Trash2 aria-hidden="true" />
            {t('delete')}
          </Button>
          <ExportForm method="post" params={new URLSearchParams(chosen.map(({ id }) => ['id', id]))} />
          <CopyButton
            text={chosen.map(({ id }) => `/mirror/${id}`)}
            what={t('links', { count })}
            label={t('copyLinks')}
          />
        </div>
      )}
    </section>
  )
}
