// The page for a share link that leads to no mirror.
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { PageMessage } from '#components/shell/page-message.tsx'
import { buttonLook } from '#components/ui/button.tsx'

export default function NotFound() {
  const t = useTranslations('mirror.missing')
  return (
    <PageMessage
      broken
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
