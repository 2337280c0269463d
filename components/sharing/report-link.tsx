'use client'
// The way from a share page to the form that reports it.
import { Flag } from 'lucide-react'
import { useTranslations } from 'next-intl'

export function ReportLink({ id }: { id: string }) {
  const t = useTranslations('sharing.report')
  return (
    <a
      href={`/mirror/${id}/report`}
      rel="nofollow"
      className="inline-flex min-h-6 items-center gap-2 rounded-control text-small text-ink-soft underline decoration-line underline-offset-4 hover:text-ink"
    >
      <Flag aria-hidden="true" className="size-4" />
      {t('link')}
    </a>
  )
}
