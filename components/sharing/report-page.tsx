// The form that reports a mirror to the operator, and what became of it.
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { PageMessage } from '#components/shell/page-message.tsx'
import { Button, buttonLook } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ReasonChoice } from './reason-choice.tsx'
import { TextArea } from './text-area.tsx'

type Props = {
  id: string
  /** Null before it was sent. */
  outcome: 'sent' | 'often' | 'input' | null
}

export function ReportPage({ id, outcome }: Props) {
  const t = useTranslations('sharing.report')
  const back = (
    <Link href={`/mirror/${id}`} className={buttonLook('plain')}>
      {t('back')}
    </Link>
  )
  if (outcome === 'sent')
    return (
      <PageMessage title={t('sentTitle')} action={back}>
        {t('sent')}
      </PageMessage>
    )
  return (
    <div className="mx-auto flex w-full max-w-read flex-col gap-4 px-4 pt-8 pb-16 sm:px-6">
      <h1 className="text-title font-semibold tracking-tight">{t('title')}</h1>
      <p className="text-ink-soft">{t('why')}</p>
      {outcome !== null && (
        <p role="alert" className="text-failed">
          {t(outcome)}
        </p>
      )}
      <form method="post" action={`/mirror/${id}/report/send`} className="mt-2 grid gap-5">
        <ReasonChoice />
        <TextArea label={t('details')} name="details" hint={t('detailsHint')} maxLength={2000} />
        <Field label={t('contact')} name="contact" hint={t('contactHint')} autoComplete="email" maxLength={254} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" weight="primary">
            {t('send')}
          </Button>
          {back}
        </div>
      </form>
    </div>
  )
}
