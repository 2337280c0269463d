'use client'
// The account of whoever looks: of somebody with a name, of a guest, or of nobody yet.
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AccountTitle } from './account-title.tsx'
import { type AccountView, isNamed, type Lists } from './account-view.ts'
import { DeleteForm } from './delete-form.tsx'
import { Deleted, News } from './news.tsx'
import { PasswordForm } from './password-form.tsx'
import { ProfileForm } from './profile-form.tsx'
import { RegisterForm } from './register-form.tsx'
import { Section } from './section.tsx'
import { type PagePart, Sections } from './sections.tsx'
import { useKeptParts } from './use-kept-parts.tsx'
import { Usage } from './usage.tsx'

type Props = { account: AccountView | null; lists: Lists }

export function AccountPage({ account: initial, lists }: Props) {
  const t = useTranslations('account')
  const [account, setAccount] = useState(initial)
  const [news, setNews] = useState<'registered' | 'deleted' | null>(null)
  const keptParts = useKeptParts(lists)
  if (news === 'deleted') return <Deleted />
  const register = (
    <RegisterForm
      isGuest={account !== null}
      onRegistered={(made) => {
        setAccount(made)
        setNews('registered')
      }}
    />
  )
  const leave = (whose: AccountView): PagePart => ({
    id: 'delete',
    title: t('delete.title'),
    body: <DeleteForm account={whose} onDeleted={() => setNews('deleted')} />,
  })
  return (
    <div className="mx-auto flex w-full max-w-page flex-col gap-6 px-4 pt-4 pb-16 sm:px-6">
      {news === 'registered' && (
        <News className="rounded-card border border-live bg-card px-4 py-3 sm:px-6">{t('registered')}</News>
      )}
      <AccountTitle account={account} />
      {account && <Usage usage={account.usage} />}
      {account === null ? (
        <div className="max-w-read">
          <Section id="register" title={t('nobody.make')}>
            {register}
          </Section>
        </div>
      ) : isNamed(account) ? (
        <Sections
          parts={[
            {
              id: 'profile',
              title: t('profile.title'),
              body: <ProfileForm account={account} onSaved={setAccount} />,
            },
            {
              id: 'password',
              title: t('password.title'),
              body: <PasswordForm account={account} onChanged={setAccount} />,
            },
            ...keptParts(account, setAccount),
            leave(account),
          ]}
        />
      ) : (
        <Sections
          parts={[
            { id: 'register', title: t('guest.keep'), body: register },
            ...keptParts(account, setAccount),
            leave(account),
          ]}
        />
      )}
    </div>
  )
}
