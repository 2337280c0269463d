'use client'
// Makes an account of what this browser has, a guest session or none yet.
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { becomeGuest, hasSession } from '#components/session/guest-session.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { Field } from '#components/ui/field.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'
import { AccountForm } from './account-form.tsx'
import type { AccountView } from './account-view.ts'
import { useForm } from './use-form.ts'

type Props = { isGuest: boolean; onRegistered: (account: AccountView) => void }

export function RegisterForm({ isGuest, onRegistered }: Props) {
  const t = useTranslations('account')
  const { client } = trpc.useUtils()
  const form = useForm(async (typed) => {
    if (!(await hasSession())) await becomeGuest()
    const email = typed('email')
    onRegistered(
      await client.account.register.mutate({ username: typed('username'), password: typed('password'), email }),
    )
  })
  return (
    <>
      <AccountForm form={form} action={t('nobody.make')}>
        <Field
          label={t('fields.username')}
          {...form.field('username')}
          hint={t('fields.usernameHint')}
          autoComplete="username"
          verbatim
          required
        />
        <PasswordField
          label={t('fields.password')}
          {...form.field('password')}
          hint={t('fields.passwordHint')}
          autoComplete="new-password"
          required
        />
        <Field
          label={t('fields.emailOptional')}
          {...form.field('email')}
          type="email"
          inputMode="email"
          autoComplete="email"
        />
      </AccountForm>
      <p>
        {t.rich(isGuest ? 'guest.haveOne' : 'nobody.haveOne', {
          link: (words) => (
            <Link href="/signin" className="text-beam underline underline-offset-4">
              {words}
            </Link>
          ),
        })}
      </p>
    </>
  )
}
