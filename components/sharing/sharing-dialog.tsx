'use client'
// Who can see a mirror's page, for its owner: a password, and until when.
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useId } from 'react'
import { useErrorSentence } from '#components/trpc/use-error-sentence.ts'
import { type RouterInputs, trpc } from '#components/trpc/trpc.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { EndChoice, readEnd } from './end-choice.tsx'
import { PasswordChoice, readPassword } from './password-choice.tsx'

type Props = { id: string; open: boolean; onClose: () => void; onSaved: () => void }

export function SharingDialog({ id, open, onClose, onSaved }: Props) {
  const t = useTranslations('sharing.dialog')
  const common = useTranslations('common')
  const errorSentence = useErrorSentence()
  const formId = useId()
  const utils = trpc.useUtils()
  const asked = trpc.mirror.sharing.useQuery({ id }, { enabled: open, retry: false, networkMode: 'always' })
  const share = trpc.mirror.share.useMutation({
    networkMode: 'always',
    onSuccess: (sharing) => {
      utils.mirror.sharing.setData({ id }, sharing)
      onSaved()
    },
  })
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = new FormData(event.currentTarget)
    const change: RouterInputs['mirror']['share'] = { id, password: readPassword(typed), expiresAt: readEnd(typed) }
    if (change.password === undefined && change.expiresAt === undefined) onClose()
    else share.mutate(change)
  }
  const close = () => {
    share.reset()
    onClose()
  }
  const error = share.error ?? asked.error
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('title')}
      actions={
        <>
          <Button onClick={close}>{common('cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            weight="primary"
            disabled={share.isPending || !asked.data}
            focusableWhenDisabled
          >
            {share.isPending ? t('saving') : t('save')}
          </Button>
        </>
      }
    >
      {asked.isPending && <p role="status">{t('loading')}</p>}
      {asked.data && (
        <form id={formId} onSubmit={submit} className="grid gap-5 text-ink">
          <PasswordChoice hasPassword={asked.data.hasPassword} />
          <EndChoice expiresAt={asked.data.expiresAt} />
        </form>
      )}
      <p className="text-small">{t('limits')}</p>
      {error && (
        <p role="alert" className="text-failed">
          {t('nothingChanged', { sentence: errorSentence(error) })}
        </p>
      )}
    </Dialog>
  )
}
