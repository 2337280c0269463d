'use client'
// A mirror's name while it is changed in place: Enter saves, Escape leaves it as it was.
import { Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { IconButton } from '#components/ui/icon-button.tsx'
import type { Typed } from './use-rename.ts'

type Props = {
  /** The name that it has. */
  name: string
  typed: Typed
  onSave: (name: string) => void
  onLeave: () => void
}

/** Characters as the server counts them. */
const MOST = 60

export function RenameForm({ name: before, typed, onSave, onLeave }: Props) {
  const t = useTranslations('history.rename')
  const [name, setName] = useState(typed.name)
  const errorId = useId()
  const wrong = faultOf(name)
  const fault = wrong ? t(wrong) : name === typed.name ? typed.error : null
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrong) onSave(name.trim())
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onLeave()
      }}
      className="min-w-0"
    >
      <span className="flex items-center gap-1">
        <input
          ref={selectAll}
          value={name}
          onChange={(event) => setName(event.target.value)}
          aria-label={t('field', { name: before })}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : errorId}
          autoComplete="off"
          className="min-h-9 w-full min-w-0 rounded-control border border-edge bg-card px-2 font-semibold"
        />
        <IconButton name={t('save')} type="submit">
          <Check aria-hidden="true" />
        </IconButton>
        <IconButton name={t('keep')} onClick={onLeave}>
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

function faultOf(name: string): 'missing' | 'tooLong' | null {
  if (name.trim() === '') return 'missing'
  return Array.from(name.trim()).length > MOST ? 'tooLong' : null
}

function selectAll(input: HTMLInputElement | null): void {
  input?.focus()
  input?.select()
}
