'use client'
// One API token: what it is for, when it was made and used, and its end.
import { useTranslations } from 'next-intl'
import { plainName } from '#components/format/plain-name.ts'
import { Button } from '#components/ui/button.tsx'
import { DateTime } from '#components/ui/date-time.tsx'
import type { ApiToken } from './account-view.ts'

type Props = { token: ApiToken /** Asks first. */; onRevoke: () => void }

export function ApiTokenRow({ token, onRevoke }: Props) {
  const t = useTranslations('account.tokens')
  const { createdAt, lastUsedAt } = token
  const name = plainName(token.name)
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0">
        <p className="font-semibold wrap-anywhere">{name}</p>
        <p className="text-small text-ink-soft">
          {t.rich('made', { date: () => <DateTime at={createdAt} /> })},{' '}
          {lastUsedAt ? t.rich('used', { date: () => <DateTime at={lastUsedAt} /> }) : t('unused')}
        </p>
      </div>
      <Button onClick={onRevoke} aria-label={t('revokeNamed', { name })} className="noscript:hidden">
        {t('revoke')}
      </Button>
    </li>
  )
}
