'use client'
// Deletes the account, after its owner has typed what it is called.
import { trpc } from '#components/trpc/trpc.ts'
import { Field } from '#components/ui/field.tsx'
import { AccountForm } from './account-form.tsx'
import { type AccountView, isNamed } from './account-view.ts'
import { useForm } from './use-form.ts'

type Props = { account: AccountView; onDeleted: () => void }

export function DeleteForm({ account, onDeleted }: Props) {
  const { client } = trpc.useUtils()
  const form = useForm(async (typed) => {
    await client.account.delete.mutate({ confirm: typed('confirm') })
    onDeleted()
  })
  return (
    <details className="group">
      <summary className="w-fit rounded-control font-semibold text-failed">
        {isNamed(account) ? 'Delete this account' : 'Delete what this browser has'}
      </summary>
      <div className="mt-4 grid gap-4">
        <p>
          All mirrors, their pages and what this server keeps of their files are deleted, and uploads end. Copies that
          hosts already have stay there. This cannot be undone.
        </p>
        <AccountForm form={form} action="Delete everything" weight="danger">
          <Field
            label={`Type “${account.username ?? 'guest'}” to confirm`}
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
