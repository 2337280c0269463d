'use client'
// What an account says of its owner.
import { trpc } from '#components/trpc/trpc.ts'
import { Field } from '#components/ui/field.tsx'
import { AccountForm } from './account-form.tsx'
import type { AccountView, NamedAccount } from './account-view.ts'
import { useForm } from './use-form.ts'

type Props = { account: NamedAccount; onSaved: (account: AccountView) => void }

export function ProfileForm({ account, onSaved }: Props) {
  const { client } = trpc.useUtils()
  const form = useForm(async (typed) => {
    const [username, firstName, lastName] = [typed('username'), typed('firstName'), typed('lastName')]
    const [email, phone] = [typed('email'), typed('phone')]
    onSaved(await client.account.update.mutate({ username, firstName, lastName, email, phone }))
  })
  return (
    <AccountForm form={form} action="Save" weight="plain" doneSentence="Saved.">
      <Field
        label="Username"
        {...form.field('username')}
        defaultValue={account.username}
        autoComplete="username"
        verbatim
        required
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="First name"
          {...form.field('firstName')}
          defaultValue={account.firstName ?? ''}
          autoComplete="given-name"
        />
        <Field
          label="Last name"
          {...form.field('lastName')}
          defaultValue={account.lastName ?? ''}
          autoComplete="family-name"
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="E-mail address"
          {...form.field('email')}
          type="email"
          inputMode="email"
          defaultValue={account.email ?? ''}
          autoComplete="email"
        />
        <Field
          label="Telephone"
          {...form.field('phone')}
          type="tel"
          defaultValue={account.phone ?? ''}
          autoComplete="tel"
        />
      </div>
    </AccountForm>
  )
}
