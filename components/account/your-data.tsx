'use client'
// The way to all that is kept of somebody, as a file.
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { buttonLook } from '#components/ui/button.tsx'

export function YourData() {
  const t = useTranslations('account.data')
  return (
    <>
      <p className="max-w-read">{t('text')}</p>
      <div>
        <a href="/api/account/export" download className={buttonLook()}>
          <Download aria-hidden="true" />
          {t('download')}
        </a>
      </div>
    </>
  )
}
