'use client'
// Picked files become a mirror, and its upload starts at once.
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useErrorSentence } from '#components/trpc/use-error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { acceptFiles, type Limits } from '#components/upload/accept-files.ts'
import { createMirror } from '#components/upload/create-mirror.ts'
import type { PickedFile } from '#components/upload/picked-files.ts'
import { useRefusalWords } from '#components/upload/use-refusal-words.ts'
import { beginUpload } from './begin-upload.ts'
import { titleOf } from './mirror-section.ts'

/** What did not work, in a sentence; `again` tries the same once more. */
export type Problem = { message: string; again?: () => void }

/** @param handles what was dropped, where the browser can read it again after a reload */
export type TakeFiles = (picked: PickedFile[], handles?: readonly FileSystemHandle[]) => void

export type NewMirror = {
  /** A mirror is being made right now. */
  busy: boolean
  problems: readonly Problem[]
  add: TakeFiles
  dismiss: () => void
}

export function useNewMirror(limits: Limits): NewMirror {
  const t = useTranslations('dashboard')
  const wordsOf = useRefusalWords(limits)
  const errorSentence = useErrorSentence()
  const { client } = trpc.useUtils()
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<readonly Problem[]>([])

  const begin = async (
    picked: readonly PickedFile[],
    handles: readonly FileSystemHandle[],
    notes: readonly Problem[],
  ) => {
    setBusy(true)
    setProblems(notes)
    try {
      const title = titleOf(picked, (name, more) => t('several', { name, more }))
      const mirror = await createMirror(client, title, picked)
      await beginUpload(client, { mirror, title, picked, handles })
    } catch (error) {
      const message = t('nothingUploaded', { sentence: errorSentence(error) })
      setProblems([...notes, { message, again: () => void begin(picked, handles, notes) }])
    } finally {
      setBusy(false)
    }
  }

  const add: TakeFiles = (picked, handles = []) => {
    if (busy) return
    const { accepted, refused } = acceptFiles(picked, limits)
    const notes = refused.map((refusal) => ({ message: wordsOf(refusal) }))
    if (accepted.length === 0) setProblems(notes)
    else void begin(accepted, handles, notes)
  }

  return { busy, problems, add, dismiss: () => setProblems([]) }
}
