'use client'
// The mirrors of this page: picked files become one, its upload starts at once.
import { useEffect, useRef, useState } from 'react'
import { errorSentence } from '#components/trpc/error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { acceptFiles, type Limits } from '#components/upload/accept-files.ts'
import { type Connections, createConnections } from '#components/upload/connections.ts'
import { createMirror } from '#components/upload/create-mirror.ts'
import { uploadApi } from '#components/upload/upload-api.ts'
import { type PickedFile, UploadSession } from '#components/upload/upload-session.ts'
import { type MirrorSection, titleOf } from './mirror-section.ts'

/** What did not work, in a sentence; `again` tries the same once more. */
export type Problem = { message: string; again?: () => void }

export type Sections = {
  /** Newest first. */
  sections: readonly MirrorSection[]
  /** A mirror is being made right now. */
  busy: boolean
  problems: readonly Problem[]
  add: (picked: PickedFile[]) => void
  dismiss: () => void
}

export function useSections(limits: Limits): Sections {
  const { client } = trpc.useUtils()
  const [sections, setSections] = useState<readonly MirrorSection[]>([])
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const connections = useRef<Connections>(null)

  const begin = async (picked: readonly PickedFile[], notes: readonly Problem[]) => {
    setBusy(true)
    setProblems(notes)
    try {
      const title = titleOf(picked)
      const mirror = await createMirror(client, title, picked)
      connections.current ??= createConnections()
      const uploads = new UploadSession({
        mirror,
        picked,
        api: uploadApi(client),
        connections: connections.current,
      })
      setSections((before) => [{ mirror, title, uploads }, ...before])
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

  useLeaveGuard(sections)
  return { sections, busy, problems, add, dismiss: () => setProblems([]) }
}

/** Asks before the page is left while bytes are on their way: they would be lost with it. */
function useLeaveGuard(sections: readonly MirrorSection[]): void {
  useEffect(() => {
    const guard = (event: BeforeUnloadEvent) => {
      if (sections.some(({ uploads }) => !uploads.view().settled)) event.preventDefault()
    }
    window.addEventListener('beforeunload', guard)
    return () => window.removeEventListener('beforeunload', guard)
  }, [sections])
}
