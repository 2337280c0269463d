'use client'
// The place to drop, once there is something to show: a strip above it.
import { useTranslations } from 'next-intl'
import { FilePickers } from './file-pickers.tsx'
import type { TakeFiles } from './use-new-mirror.ts'

export function AddMore({ onFiles, disabled }: { onFiles: TakeFiles; disabled: boolean }) {
  const t = useTranslations('dashboard')
  return (
    <div className="flex items-center gap-4 rounded-card border border-dashed border-edge px-4 py-3 sm:px-5">
      <p className="min-w-0 grow text-ink-soft">
        <span className="hidden sm:inline">{t('dropMore')}</span>
        <span className="sm:hidden">{t('another')}</span>
      </p>
      <div className="flex shrink-0 gap-2">
        <FilePickers onFiles={onFiles} weight="plain" small disabled={disabled} />
      </div>
    </div>
  )
}
