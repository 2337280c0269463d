// What is meant by "verified", for those who want to know.
import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

const strong = (words: ReactNode) => <strong className="font-semibold text-ink">{words}</strong>

export function VerifiedWords() {
  const t = useTranslations('mirror.explain')
  return (
    <details className="group border-t border-line text-small text-ink-soft">
      <summary className="flex min-h-10 list-none items-center gap-2 px-4 hover:bg-beam-faint focus-visible:-outline-offset-2 sm:px-5 [&::-webkit-details-marker]:hidden">
        {t('title')}
        <ChevronDown
          aria-hidden="true"
          className="size-4 shrink-0 transition-transform group-open:rotate-180 print:hidden"
        />
      </summary>
      <div className="grid max-w-read gap-2 px-4 pt-1 pb-4 sm:px-5">
        <p>{t.rich('checksum', { strong })}</p>
        <p>{t.rich('size', { strong })}</p>
        <p>{t.rich('reply', { strong })}</p>
        <p>{t('later')}</p>
      </div>
    </details>
  )
}
