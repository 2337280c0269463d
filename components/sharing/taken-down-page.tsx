// Stands at the address of a mirror that the operator took down, with the operator's reason.
import { useTranslations } from 'next-intl'
import { PageMessage } from '#components/shell/page-message.tsx'
import { WayOn } from './way-on.tsx'

type Props = { kind: 'legal' | 'rules'; reason: string }

export function TakenDownPage({ kind, reason }: Props) {
  const t = useTranslations('sharing.takenDown')
  return (
    <PageMessage broken title={t('title')} action={<WayOn />}>
      {t(kind)}{' '}
      <span className="mt-3 block text-ink wrap-anywhere">
        <span className="font-semibold">{t('reason')}</span> <bdi>{reason}</bdi>
      </span>
    </PageMessage>
  )
}
