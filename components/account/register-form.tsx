'use client'
// Makes an account of what this browser has, a guest session or none yet.
import { becomeGuest, hasSession } from '#components/session/guest-session.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { Field } from '#components/ui/field.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'
import { AccountForm } from './account-form.tsx'
import type { AccountView } from './account-view.ts'
import { useForm } from './use-form.ts'

export function RegisterForm({ onRegistered }: { onRegistered: (account: AccountView) => void }) {
  const { client } = trpc.useUtils()
  const form = useForm(async (typed) => {
    if (!(await hasSession())) await becomeGuest()
    const email = typed('email')
    onRegistered(
      await client.account.register.mutate({ username: typed('username'), password: typed('password'), email }),
    )
  })
  return (
    <AccountForm form={form} action="Make an account">
      <Field
        label="Username"
        {...form.field('username')}
        hint="3 to 32 letters, digits, dots, hyphens or underscores."
        autoComplete="username"
        verbatim
        required
      />
      <PasswordField
        label="Password"
        {...form.field('password')}
        hint="At least 8 characters; spaces are welcome."
        autoComplete="new-password"
        required
      />
      <Field
        label="E-mail address (optional)"
        {...form.field('email')}
        type="email"
        inputMode="email"
        autoComplete="email"
      />
    </AccountForm>
  )
}
