'use client'
// What an account says of its owner.
import { useTranslations } from 'next-intl'
import { trpc } from '#components/trpc/trpc.ts'
import { Field } from '#components/ui/field.tsx'
import { AccountForm } from './account-form.tsx'
import type { AccountView, NamedAccount } from './account-view.ts'
import { useForm } from './use-form.ts'

type Props = { account: NamedAccount; onSaved: (account: AccountView) => void }

export function ProfileForm({ account, onSaved }: Props) {
  const t = useTranslations('account')
  const { client } = trpc.useUtils()
  const form = useForm(async (typed) => {
    const [username, firstName, lastName] = [typed('username'), typed('firstName'), typed('lastName')]
    const [email, phone] = [typed('email'), typed('phone')]
    onSaved(await client.account.update.mutate({ username, firstName, lastName, email, phone }))
  })
  return (
    <AccountForm form={form} action={t('profile.save')} weight="plain" doneSentence={t('profile.saved')}>
      <Field
        label={t('fields.username')}
        {...form.field('username')}
        defaultValue={account.username}
        autoComplete="username"
        verbatim
        required
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('fields.firstName')}
          {...form.field('firstName')}
          defaultValue={account.firstName ?? ''}
          autoComplete="given-name"
        />
        <Field
          label={t('fields.lastName')}
          {...form.field('lastName')}
          defaultValue={account.lastName ?? ''}
          autoComplete="family-name"
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('fields.email')}
          {...form.field('email')}
          type="email"
          inputMode="email"
          defaultValue={account.email ?? ''}
          autoComplete="email"
        />
        <Field
          label={t('fields.phone')}
          {...form.field('phone')}
          type="tel"
          defaultValue={account.phone ?? ''}
          autoComplete="tel"
        />
      </div>
    </AccountForm>
  )
}
