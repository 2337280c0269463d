'use client'
// Where somebody is signed in: everywhere else can be ended, and here too by who can come back.
import { useTranslations } from 'next-intl'
import { trpc } from '#components/trpc/trpc.ts'
import { AccountForm } from './account-form.tsx'
import { type AccountView, isNamed } from './account-view.ts'
import { SignOut } from './sign-out.tsx'
import { useForm } from './use-form.ts'

type Props = { account: AccountView; onChanged: (account: AccountView) => void }

export function Sessions({ account, onChanged }: Props) {
  const t = useTranslations('account.sessions')
  const { client } = trpc.useUtils()
  const form = useForm(async () => {
    await client.account.endSessions.mutate()
    // This one is new, with another end.
    onChanged(await client.account.me.query())
  })
  const named = isNamed(account)
  return (
    <>
      <p className="max-w-read">{named ? t('text') : t('textGuest')}</p>
      <AccountForm form={form} action={t('endOthers')} weight="plain" doneSentence={t('ended')} />
      {named && <SignOut />}
    </>
  )
}
