'use client'
// Nothing was made yet, or nothing that this page knows of.
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import Link from 'next/link'
import { useEffect } from 'react'
import { PageMessage } from '#components/shell/page-message.tsx'
import { buttonLook } from '#components/ui/button.tsx'
import { hasSession } from '#components/session/guest-session.ts'

export function EmptyHistory() {
  const router = useRouter()
  const t = useTranslations('history.empty')
  // The way back shows a page as it was, perhaps before the first upload.
  useEffect(() => {
    const over = new AbortController()
    hasSession().then(
      (has) => has && !over.signal.aborted && router.refresh(),
      () => undefined,
    )
    return () => over.abort()
  }, [router])
  return (
    <PageMessage
      title={t('title')}
      action={
        <Link href="/" className={buttonLook('primary')}>
          {t('action')}
        </Link>
      }
    >
      {t('text')}
    </PageMessage>
  )
}
