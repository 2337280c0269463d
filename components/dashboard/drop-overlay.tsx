// What covers the page while files hover over it: what will happen when they are let go.
import { useTranslations } from 'next-intl'

export function DropOverlay({ another }: { another: boolean }) {
  const t = useTranslations('dashboard')
  return (
    <div className="pointer-events-none fixed inset-0 z-40 bg-paper/85 p-3 sm:p-5">
      <div className="flex h-full flex-col items-center justify-center gap-2 rounded-card border-2 border-dashed border-beam bg-beam-faint px-6 text-center">
        <p className="text-title font-semibold tracking-tight">{t('letGo')}</p>
        <p className="text-ink-soft">{another ? t('letGoAnother') : t('letGoFirst')}</p>
      </div>
    </div>
  )
}
