'use client'
// Changes the password; who is signed in anywhere else has to sign in again.
import { useTranslations } from 'next-intl'
import { trpc } from '#components/trpc/trpc.ts'
import { PasswordField } from '#components/ui/password-field.tsx'
import { AccountForm } from './account-form.tsx'
import type { AccountView, NamedAccount } from './account-view.ts'
import { useForm } from './use-form.ts'

type Props = { account: NamedAccount; onChanged: (account: AccountView) => void }

export function PasswordForm({ account, onChanged }: Props) {
  const t = useTranslations('account')
  const { client } = trpc.useUtils()
  const form = useForm(async (typed, element) => {
    const [currentPassword, newPassword] = [typed('currentPassword'), typed('newPassword')]
    await client.account.changePassword.mutate({ currentPassword, newPassword })
    element.reset()
    // Its session is a new one, with another end.
    onChanged(await client.account.me.query())
  })
  return (
    <AccountForm form={form} action={t('password.change')} weight="plain" doneSentence={t('password.changed')}>
      {/* Password managers look for the name that a new password is for. */}
      <input type="text" name="username" autoComplete="username" value={account.username} readOnly hidden />
      <PasswordField
        label={t('fields.currentPassword')}
        {...form.field('currentPassword')}
        autoComplete="current-password"
        required
      />
      <PasswordField
        label={t('fields.newPassword')}
        {...form.field('newPassword')}
        hint={t('fields.passwordHint')}
        autoComplete="new-password"
        required
      />
    </AccountForm>
  )
}
