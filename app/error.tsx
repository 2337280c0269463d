'use client'
// The page for when a page could not be made.
import { useTranslations } from 'next-intl'
import { PageMessage } from '#components/shell/page-message.tsx'
import { Button } from '#components/ui/button.tsx'

export default function ErrorPage({ retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations()
  return (
    <PageMessage
      broken
      title={t('errors.brokenTitle')}
      action={
        <Button weight="primary" onClick={retry}>
          {t('common.tryAgain')}
        </Button>
      }
    >
      {t('errors.brokenText')}
    </PageMessage>
  )
}
