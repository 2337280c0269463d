'use client'
// A mirror's name while it is changed in place: Enter saves, Escape leaves it as it was.
import { Check, X } from 'lucide-react'
import { useId, useState } from 'react'
import { plainName } from '#components/format/plain-name.ts'
import { errorSentence } from '#components/trpc/error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import type { HistoryItem } from './filter.ts'

type Props = { item: HistoryItem; onDone: (renamed: HistoryItem | null) => void }

/** Characters as the server counts them. */
const MOST = 60

export function RenameForm({ item, onDone }: Props) {
  const [name, setName] = useState(item.name)
  const errorId = useId()
  const rename = trpc.history.rename.useMutation({ onSuccess: onDone, networkMode: 'always' })
  const fault = faultOf(name) ?? (rename.isError ? errorSentence(rename.error) : null)
  const save = () => {
    if (rename.isPending || faultOf(name) !== null) return
    if (name.trim() === item.name) return onDone(null)
    rename.mutate({ id: item.id, name: name.trim() })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone(null)
      }}
      className="min-w-0"
    >
      <span className="flex items-center gap-1">
        <input
          ref={selectAll}
          value={name}
          onChange={(event) => setName(event.target.value)}
          aria-label={`New name of ${plainName(item.name)}`}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : errorId}
          autoComplete="off"
          className="min-h-9 w-full min-w-0 rounded-control border border-edge bg-card px-2 font-semibold"
        />
        <IconButton name="Save the name" type="submit">
          <Check aria-hidden="true" />
        </IconButton>
        <IconButton name="Keep the old name" onClick={() => onDone(null)}>
          <X aria-hidden="true" />
        </IconButton>
      </span>
      {fault !== null && (
        <span id={errorId} role="alert" className="block text-small text-failed">
          {fault}
        </span>
      )}
    </form>
  )
}

function faultOf(name: string): string | null {
  if (name.trim() === '') return 'A mirror has a name.'
  return Array.from(name.trim()).length > MOST ? 'A mirror’s name has at most 60 characters.' : null
}

function selectAll(input: HTMLInputElement | null): void {
  input?.focus()
  input?.select()
}
