'use client'
// Picked files become a mirror, and its upload starts at once.
import { useState } from 'react'
import { errorSentence } from '#components/trpc/error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { acceptFiles, type Limits } from '#components/upload/accept-files.ts'
import { createMirror } from '#components/upload/create-mirror.ts'
import { uploadApi } from '#components/upload/upload-api.ts'
import { type PickedFile, UploadSession } from '#components/upload/upload-session.ts'
import { titleOf } from './mirror-section.ts'
import { openMirror, tabConnections } from './open-mirrors.ts'

/** What did not work, in a sentence; `again` tries the same once more. */
export type Problem = { message: string; again?: () => void }

export type NewMirror = {
  /** A mirror is being made right now. */
  busy: boolean
  problems: readonly Problem[]
  add: (picked: PickedFile[]) => void
  dismiss: () => void
}

export function useNewMirror(limits: Limits): NewMirror {
  const { client } = trpc.useUtils()
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<readonly Problem[]>([])

  const begin = async (picked: readonly PickedFile[], notes: readonly Problem[]) => {
    setBusy(true)
    setProblems(notes)
    try {
      const title = titleOf(picked)
      const mirror = await createMirror(client, title, picked)
      const uploads = new UploadSession({ mirror, picked, api: uploadApi(client), connections: tabConnections() })
      openMirror({ mirror, title, uploads })
    } catch (error) {
      const message = `${errorSentence(error)} Nothing was uploaded.`
      setProblems([...notes, { message, again: () => void begin(picked, notes) }])
    } finally {
      setBusy(false)
    }
  }

  const add = (picked: PickedFile[]) => {
    if (busy) return
    const { accepted, refused } = acceptFiles(picked, limits)
    const notes = refused.map((message) => ({ message }))
    if (accepted.length === 0) setProblems(notes)
    else void begin(accepted, notes)
  }

  return { busy, problems, add, dismiss: () => setProblems([]) }
}
