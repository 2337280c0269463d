// Stands at the address of a mirror whose time is over.
import { useTranslations } from 'next-intl'
import { PageMessage } from '#components/shell/page-message.tsx'
import { WayOn } from './way-on.tsx'

export function ExpiredPage() {
  const t = useTranslations('sharing.expired')
  return (
    <PageMessage broken title={t('title')} action={<WayOn />}>
      {t('why')}
    </PageMessage>
  )
}
