'use client'
// What an account at a host is made of: the host is asked whether it is good before it is kept.
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { trpc } from '#components/trpc/trpc.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'
import { AccountForm } from './account-form.tsx'
import type { AccountHost } from './account-view.ts'
import { useForm } from './use-form.ts'

type Props = { host: AccountHost; onCancel: () => void; onSet: () => Promise<void> }

export function HostAccountForm({ host: { id, name: hostName, accounts }, onCancel, onSet }: Props) {
  const t = useTranslations('account.hosts')
  const words = useTranslations('common')
  const { client } = trpc.useUtils()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.querySelector('input')?.focus(), [])

  const form = useForm(async (typed) => {
    const credentials = Object.fromEntries(accounts.map(({ name }) => [name, typed(name)]))
    await client.account.hostAccounts.set.mutate({ host: id, credentials })
    await onSet()
  })
  return (
    <div ref={place}>
      <AccountForm
        form={form}
        action={t('save')}
        weight="plain"
        sendingSentence={t('checking', { host: hostName })}
        beside={
          <Button weight="quiet" onClick={onCancel}>
            {words('cancel')}
          </Button>
        }
      >
        {accounts.map(({ name, label, hidden }) =>
          hidden ? (
            // Of another site: what the browser keeps for this one must not be filled in.
            <PasswordField key={name} label={label} {...form.field(name)} autoComplete="new-password" required />
          ) : (
            <Field key={name} label={label} {...form.field(name)} autoComplete="off" verbatim required />
          ),
        )}
      </AccountForm>
    </div>
  )
}
