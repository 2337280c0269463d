// Asks for the password of a mirror, with a form that needs no script; of the mirror itself nothing is told.
import { useTranslations } from 'next-intl'
import { PageMessage } from '#components/shell/page-message.tsx'
import { Button } from '#components/ui/button.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'

type Props = {
  id: string
  /** What stands in the address after a try: `refused`, and `seconds` where there were too many. */
  query: Record<string, unknown>
}

export function LockedPage({ id, query }: Props) {
  const t = useTranslations('sharing.locked')
  return (
    <PageMessage title={t('title')} action={<PasswordForm id={id} query={query} />}>
      {t('why')}
    </PageMessage>
  )
}

const MINUTE_S = 60

function PasswordForm({ id, query: { refused, seconds } }: Props) {
  const t = useTranslations('sharing.locked')
  const minutes = Math.min(MINUTE_S, Math.max(1, Math.ceil(Number(seconds) / MINUTE_S) || 1))
  const errors = refused === 'wrong' ? [t('wrong')] : refused === 'often' ? [t('often', { minutes })] : []
  return (
    <form method="post" action={`/mirror/${id}/unlock`} className="grid w-80 max-w-full gap-4">
      <PasswordField
        label={t('password')}
        name="password"
        errors={errors}
        autoComplete="current-password"
        maxLength={200}
        required
        // The page is there for this field alone, and what is wrong with it is read out with it.
        autoFocus
      />
      <div>
        <Button type="submit" weight="primary">
          {t('open')}
        </Button>
      </div>
    </form>
  )
}
