'use client'
// Uploads that ended with their page, or that another tab sends: found again when the dashboard opens.
import { useEffect, useEffectEvent, useState } from 'react'
import { hasSession } from '#components/session/guest-session.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { type Standing, standingOf } from '#components/upload/go-on.ts'
import type { Matched } from '#components/upload/match-files.ts'
import { hasLocks, hearTabs, isClaimed, type Told, whenFree } from '#components/upload/one-tab.ts'
import { findUnfinished, listUnfinished, type Unfinished } from '#components/upload/unfinished.ts'
import { uploadApi } from '#components/upload/upload-api.ts'
import { UploadError } from '#components/upload/upload-error.ts'
import { isOpen } from './open-mirrors.ts'

/**
 * - `here`: it can be gone on with.
 * - `busy`: something was asked for and is being done.
 * - `elsewhere`: another tab sends its bytes.
 */
export type Place = 'here' | 'busy' | 'elsewhere'

export type Interrupted = {
  upload: Unfinished
  standing: Standing
  place: Place
  /** Set once some of its files were found and others were not. */
  matched: Matched | null
  /** Why the last try did not work: the browser may not read the files, or the server did not answer. */
  problem: 'denied' | 'silent' | null
}

export type ChangeInterrupted = (id: string, to: Partial<Interrupted>) => void

export type FoundInterrupted = {
  interrupted: readonly Interrupted[]
  change: ChangeInterrupted
  drop: (id: string) => void
}

export function useInterrupted(): FoundInterrupted {
  const { client } = trpc.useUtils()
  const [interrupted, setInterrupted] = useState<readonly Interrupted[]>([])
  const drop = (id: string) => setInterrupted((all) => all.filter(({ upload }) => upload.id !== id))
  const change: ChangeInterrupted = (id, to) =>
    setInterrupted((all) => all.map((one) => (one.upload.id === id ? { ...one, ...to } : one)))

  const look = useEffectEvent(async (upload: Unfinished, signal: AbortSignal): Promise<void> => {
    const standing = await standingOf(upload, uploadApi(client), signal)
    const place = (await isClaimed(upload.id)) ? 'elsewhere' : 'here'
    signal.throwIfAborted()
    if (!standing || isOpen(upload.id)) return drop(upload.id)
    const found = { upload, standing, place, matched: null, problem: null } as const
    setInterrupted((all) =>
      [...all.filter((one) => one.upload.id !== upload.id), found].toSorted(
        (a, b) => b.upload.begunAt - a.upload.begunAt,
      ),
    )
  })
  const lookAgain = useEffectEvent(async (id: string, signal: AbortSignal): Promise<void> => {
    const left = await findUnfinished(id)
    if (left) await look(left, signal)
    else drop(id)
  })
  const heard = useEffectEvent(({ id, sent, bytes }: Told) => {
    const one = interrupted.find(({ upload }) => upload.id === id)
    if (one) change(id, { standing: { ...one.standing, arrived: sent, bytes } })
  })

  useEffect(() => {
    if (!hasLocks()) return
    const stop = new AbortController()
    findAll(stop.signal, (upload) => look(upload, stop.signal)).catch(ifExpected)
    return () => stop.abort()
  }, [])

  const elsewhere = interrupted.flatMap(({ place, upload }) => (place === 'elsewhere' ? [upload.id] : [])).join(' ')
  useEffect(() => {
    if (elsewhere === '') return
    const stop = new AbortController()
    hearTabs((told) => heard(told), stop.signal)
    for (const id of elsewhere.split(' '))
      whenFree(id, stop.signal)
        .then(() => lookAgain(id, stop.signal))
        .catch(ifExpected)
    return () => stop.abort()
  }, [elsewhere])

  return { interrupted, change, drop }
}

/** Whoever has no session has nothing to go on with. */
async function findAll(signal: AbortSignal, look: (upload: Unfinished) => Promise<void>): Promise<void> {
  const kept = (await listUnfinished()).filter(({ id }) => !isOpen(id))
  if (kept.length === 0 || !(await hasSession())) return
  signal.throwIfAborted()
  await Promise.all(kept.map(look))
}

/** The page is gone, this browser keeps nothing, or the server does not answer: nothing is offered until the next time. */
function ifExpected(error: unknown): void {
  if (!(error instanceof DOMException) && !(error instanceof UploadError)) throw error
}
