'use client'
// A new name stands in the list at once; when it could not be saved, the old one is back and the form open again with what was typed.
import { useState } from 'react'
import { useErrorSentence } from '#components/trpc/use-error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'
import type { HistoryItem } from './filter.ts'

/** What stands in the form, and why it could not be saved. */
export type Typed = { name: string; error: string | null }

/** @param onClosed told when the form is closed by its user, whose place was in it */
export function useRename(item: HistoryItem, onChanged: (item: HistoryItem) => void, onClosed: () => void) {
  /** Null while the form is closed. */
  const [typed, setTyped] = useState<Typed | null>(null)
  const errorSentence = useErrorSentence()
  const rename = trpc.history.rename.useMutation({ networkMode: 'always' })
  const leave = () => {
    setTyped(null)
    onClosed()
  }
  return {
    typed,
    begin: () => setTyped({ name: item.name, error: null }),
    leave,
    save: (name: string) => {
      leave()
      if (name === item.name) return
      onChanged({ ...item, name })
      rename.mutate(
        { id: item.id, name },
        {
          onSuccess: onChanged,
          onError: (error) => {
            onChanged(item)
            setTyped({ name, error: errorSentence(error) })
          },
        },
      )
    },
  }
}
