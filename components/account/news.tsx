'use client'
// What has just become of the account, where the form that did it is gone.
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef } from 'react'
import { PageMessage } from '#components/shell/page-message.tsx'
import { buttonLook } from '#components/ui/button.tsx'

/** What had the focus is gone, so it goes to what is said. */
export function News({ children, className }: { children: ReactNode; className: string }) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => ref.current?.focus(), [])
  return (
    <div ref={ref} tabIndex={-1} className={className}>
      {children}
    </div>
  )
}

export function Deleted() {
  const t = useTranslations('account.deleted')
  return (
    <News className="flex grow flex-col">
      <PageMessage
        title={t('title')}
        action={
          // Loaded anew, so that nothing of the account stays in the page's memory.
          <a href="/" className={buttonLook('primary')}>
            {t('home')}
          </a>
        }
      >
        {t('text')}
      </PageMessage>
    </News>
  )
}
