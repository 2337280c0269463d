'use client'
// A token that has just been made, for the one time that it is shown.
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { News } from './news.tsx'

type Props = { name: string; token: string; onSeen: () => void }

export function NewToken({ name, token, onSeen }: Props) {
  const t = useTranslations('account.tokens')
  return (
    <News className="grid gap-3 rounded-control border border-live p-4">
      <p>
        <strong className="font-semibold wrap-anywhere">{t('madeTitle', { name })}.</strong> {t('madeText')}
      </p>
      <code translate="no" className="figures block wrap-anywhere select-all">
        {token}
      </code>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={token} what={t('token')} label={t('copyLabel')} weight="primary" />
        <Button weight="quiet" onClick={onSeen}>
          {t('done')}
        </Button>
      </div>
    </News>
  )
}
