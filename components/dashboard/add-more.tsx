'use client'
// The place to drop, once there is something to show: a strip above it.
import { useTranslations } from 'next-intl'
import { FromAddresses } from '#components/fetch/from-addresses.tsx'
import type { Limits } from '#components/upload/accept-files.ts'
import { FilePickers } from './file-pickers.tsx'
import type { TakeFiles } from './use-new-mirror.ts'

type Props = {
  onFiles: TakeFiles
  limits: Limits
  disabled: boolean
  /** A mirror of addresses was made and opened. */
  onBegun: () => void
}

export function AddMore({ onFiles, limits, disabled, onBegun }: Props) {
  const t = useTranslations('dashboard')
  return (
    <div className="flex items-center gap-4 rounded-card border border-dashed border-edge px-4 py-3 sm:px-5">
      <p className="min-w-0 grow text-ink-soft">
        <span className="hidden sm:inline">{t('dropMore')}</span>
        <span className="sm:hidden">{t('another')}</span>
      </p>
      <div className="flex shrink-0 gap-2">
        <FilePickers onFiles={onFiles} weight="plain" small disabled={disabled} />
        <FromAddresses limits={limits} disabled={disabled} small onBegun={onBegun} />
      </div>
    </div>
  )
}
