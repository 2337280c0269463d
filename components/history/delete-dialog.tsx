'use client'
// Asks once before a mirror is deleted, and says what goes and what stays.
import { useEffect, useId, useRef, useState } from 'react'
import { formatBytes } from '#components/format/bytes.ts'
import { plainName } from '#components/format/plain-name.ts'
import { count } from '#components/format/plural.ts'
import { errorSentence } from '#components/trpc/error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { Button } from '#components/ui/button.tsx'
import { CheckBox } from '#components/ui/check-box.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { deletedTitle, type Deletion, DeletionWords, isLeft } from './deletion.tsx'
import type { HistoryItem } from './filter.ts'

type Props = {
  item: HistoryItem
  open: boolean
  onClose: () => void
  /** Told once it is deleted here, with what became of the copies. What is left to say of them stands in the dialog, while that is open. */
  onDeleted: (copies: Deletion) => void
  /** Where the focus goes when it is over; null: where it came from. */
  focusAfter: () => HTMLElement | null
}

export function DeleteDialog({ item, open, onClose, onDeleted, focusAfter }: Props) {
  const [withCopies, setWithCopies] = useState(false)
  const remove = trpc.history.delete.useMutation({
    onSuccess: ({ copies }) => onDeleted(copies),
    networkMode: 'always',
  })
  const { id, name, fileCount, bytes, hosts } = item
  const copies = remove.data?.copies
  if (copies && isLeft(copies))
    return (
      <Dialog
        open={open}
        onClose={onClose}
        title={deletedTitle(name)}
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
      title={`Delete “${plainName(name)}”?`}
      focusAfter={focusAfter}
      actions={
        <>
          <Button onClick={onClose}>{remove.isPending ? 'Close' : 'Keep it'}</Button>
          <Button
            weight="danger"
            disabled={remove.isPending}
            focusableWhenDisabled
            onClick={() => remove.mutate({ id, deleteFromHosts: withCopies })}
          >
            {remove.isPending && withCopies ? 'Deleting' : 'Delete'}
          </Button>
        </>
      }
    >
      <p>
        The share page and {count(fileCount, 'file')} ({formatBytes(bytes)}) are deleted here, and what is still on its
        way stops. This cannot be undone.
      </p>
      {hosts.some(({ host }) => host !== 'local') && <Copies checked={withCopies} onChange={setWithCopies} />}
      {remove.isError && (
        <p role="alert" className="text-failed">
          {errorSentence(remove.error)} Nothing was deleted.
        </p>
      )}
    </Dialog>
  )
}

function Read({ onRead }: { onRead: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  // The button that was pressed is gone, and a keyboard's place with it.
  useEffect(() => button.current?.focus(), [])
  return (
    <Button ref={button} weight="primary" onClick={onRead}>
      Close
    </Button>
  )
}

function Copies({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  const labelId = useId()
  const noteId = useId()
  return (
    <label className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3">
      <CheckBox checked={checked} onChange={onChange} labelledBy={labelId} describedBy={noteId} />
      <span id={labelId} className="text-ink">
        Delete the copies at the hosts too
      </span>
      <span id={noteId} className="col-start-2 text-small">
        {checked
          ? 'Their links end with them. What a host does not delete is told.'
          : 'Otherwise they stay, and their links go on working.'}
      </span>
    </label>
  )
}
