'use client'
// The dashboard before the first file: one place to drop, and what to know before that.
import { useTranslations } from 'next-intl'
import { Fan } from '#components/fan/fan.tsx'
import { FromAddresses } from '#components/fetch/from-addresses.tsx'
import { useFormat } from '#components/format/use-format.ts'
import type { Limits } from '#components/upload/accept-files.ts'
import { FilePickers } from './file-pickers.tsx'
import type { TakeFiles } from './use-new-mirror.ts'

type Props = { limits: Limits; hostsReady: number; busy: boolean; onFiles: TakeFiles }

const MOST_RAYS = 7

export function EmptyZone({ limits, hostsReady, busy, onFiles }: Props) {
  const t = useTranslations('dashboard')
  const format = useFormat()
  const rays = Array.from({ length: Math.min(MOST_RAYS, Math.max(3, hostsReady)) }, (_, index) => ({
    id: String(index),
    progress: 0,
    state: 'waiting' as const,
  }))
  return (
    <section className="flex grow flex-col items-center justify-center rounded-card border border-dashed border-edge bg-card px-6 py-12 text-center">
      <Fan upload={0} rays={rays} width={264} rowHeight={132 / rays.length} stageAt={0.4} className="max-w-full" />
      <h1 className="mt-6 text-title sm:text-display font-semibold tracking-tight">{t('drop')}</h1>
      <p className="mt-2 max-w-110 text-lead text-ink-soft">{t('idea')}</p>
      <div className="mt-6 flex flex-wrap justify-center gap-3">
        <FilePickers onFiles={onFiles} disabled={busy} />
        <FromAddresses limits={limits} disabled={busy} />
      </div>
      <p role="status" className="mt-6 min-h-5 text-small text-ink-soft">
        {busy
          ? t('moment')
          : [
              t('largest', { limit: format.limit(limits.maxFileSize) }),
              t('hostsReady', { count: hostsReady }),
              t('noAccount'),
            ].join(' · ')}
      </p>
      <noscript>
        <p className="mt-4 text-small">{t('noScript')}</p>
      </noscript>
    </section>
  )
}
