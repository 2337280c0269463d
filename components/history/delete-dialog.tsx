'use client'
// Asks once before a mirror is deleted for good, and says what goes and what stays.
import { useTranslations } from 'next-intl'
import { useEffect, useId, useRef, useState } from 'react'
import { plainName } from '#components/format/plain-name.ts'
import { useFormat } from '#components/format/use-format.ts'
import { useErrorSentence } from '#components/trpc/use-error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { Button } from '#components/ui/button.tsx'
import { CheckBox } from '#components/ui/check-box.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { type Deletion, DeletionWords, isLeft } from './deletion.tsx'
import type { HistoryItem } from './filter.ts'
import { hasCopies } from './use-deletion.ts'

type Props = {
  item: HistoryItem
  /** Whether its copies at hosts are to go with it, unless that is unticked. */
  withCopies: boolean
  open: boolean
  onClose: () => void
  /** Told once it is deleted here, with what became of the copies. What is left to say of them stands in the dialog, while that is open. */
  onDeleted: (copies: Deletion) => void
  /** Where the focus goes when it is over; null: where it came from. */
  focusAfter: () => HTMLElement | null
}

export function DeleteDialog({ item, withCopies: asked, open, onClose, onDeleted, focusAfter }: Props) {
  const t = useTranslations('history.dialog')
  const common = useTranslations('common')
  const format = useFormat()
  const errorSentence = useErrorSentence()
  const [withCopies, setWithCopies] = useState(asked)
  const remove = trpc.history.delete.useMutation({
    onSuccess: ({ copies }) => onDeleted(copies),
    networkMode: 'always',
  })
  const { id, fileCount, bytes } = item
  const name = plainName(item.name)
  const copies = remove.data?.copies
  if (copies && isLeft(copies))
    return (
      <Dialog
        open={open}
        onClose={onClose}
        title={t('deletedHere', { name })}
        focusAfter={focusAfter}
        actions={<Read onRead={onClose} />}
      >
        <DeletionWords copies={copies} />
      </Dialog>
    )
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('title', { name })}
      focusAfter={focusAfter}
      actions={
        <>
          <Button onClick={onClose}>{remove.isPending ? common('close') : t('keep')}</Button>
          <Button
            weight="danger"
            disabled={remove.isPending}
            focusableWhenDisabled
            onClick={() => remove.mutate({ id, deleteFromHosts: withCopies })}
          >
            {remove.isPending && withCopies ? t('deleting') : t('delete')}
          </Button>
        </>
      }
    >
      <p>{t('what', { count: fileCount, size: format.bytes(bytes) })}</p>
      {hasCopies(item) && <Copies checked={withCopies} onChange={setWithCopies} />}
      {remove.isError && (
        <p role="alert" className="text-failed">
          {errorSentence(remove.error)} {t('nothing')}
        </p>
      )}
    </Dialog>
  )
}

function Read({ onRead }: { onRead: () => void }) {
  const t = useTranslations('common')
  const button = useRef<HTMLButtonElement>(null)
  // The button that was pressed is gone, and a keyboard's place with it.
  useEffect(() => button.current?.focus(), [])
  return (
    <Button ref={button} weight="primary" onClick={onRead}>
      {t('close')}
    </Button>
  )
}

function Copies({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  const t = useTranslations('history.dialog')
  const labelId = useId()
  const noteId = useId()
  return (
    <label className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3">
      <CheckBox checked={checked} onChange={onChange} labelledBy={labelId} describedBy={noteId} />
      <span id={labelId} className="text-ink">
        {t('copies')}
      </span>
      <span id={noteId} className="col-start-2 text-small">
        {t(checked ? 'copiesGo' : 'copiesStay')}
      </span>
    </label>
  )
}
