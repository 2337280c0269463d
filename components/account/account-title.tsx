// Who the page is about, in a sentence or two.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DateTime } from '#components/ui/date-time.tsx'
import { type AccountView, isNamed } from './account-view.ts'

export function AccountTitle({ account }: { account: AccountView | null }) {
  const t = useTranslations('account')
  if (account === null) return <Title title={t('title')}>{t('nobody.lead')}</Title>
  if (!isNamed(account)) return <Title title={t('guest.title')}>{t('guest.lead')}</Title>
  const { username, memberSince, nextRenewal } = account
  return (
    <Title title={username}>
      {t.rich('named.since', { joined: () => <DateTime at={memberSince} /> })}{' '}
      {nextRenewal && t.rich('named.lasts', { end: () => <DateTime at={nextRenewal} /> })}
    </Title>
  )
}

function Title({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid max-w-read gap-2">
      <h1 className="text-title font-semibold tracking-tight wrap-anywhere">{title}</h1>
      <p className="text-ink-soft">{children}</p>
    </div>
  )
}
