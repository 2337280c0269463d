// The page for an address that leads nowhere.
import type { Metadata } from 'next'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { PageMessage } from '#components/shell/page-message.tsx'
import { buttonLook } from '#components/ui/button.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('errors'))('notFound'),
})

export default function NotFound() {
  const t = useTranslations('errors')
  return (
    <PageMessage
      broken
      title={t('notFoundTitle')}
      action={
        <Link href="/" className={buttonLook('primary')}>
          {t('toStart')}
        </Link>
      }
    >
      {t('notFoundText')}
    </PageMessage>
  )
}
