'use client'
// Deletes the account, after its owner has typed what it is called.
import { useTranslations } from 'next-intl'
import { trpc } from '#components/trpc/trpc.ts'
import { Field } from '#components/ui/field.tsx'
import { AccountForm } from './account-form.tsx'
import { type AccountView, isNamed } from './account-view.ts'
import { useForm } from './use-form.ts'

type Props = { account: AccountView; onDeleted: () => void }

export function DeleteForm({ account, onDeleted }: Props) {
  const t = useTranslations('account.delete')
  const { client } = trpc.useUtils()
  const form = useForm(async (typed) => {
    await client.account.delete.mutate({ confirm: typed('confirm') })
    onDeleted()
  })
  return (
    <details className="group">
      <summary className="w-fit rounded-control font-semibold text-failed">
        {isNamed(account) ? t('account') : t('guest')}
      </summary>
      <div className="mt-4 grid max-w-read gap-4">
        <p>{t('text')}</p>
        <AccountForm form={form} action={t('all')} weight="danger">
          <Field
            label={t('confirm', { word: account.username ?? 'guest' })}
            {...form.field('confirm')}
            autoComplete="off"
            verbatim
            required
          />
        </AccountForm>
      </div>
    </details>
  )
}
