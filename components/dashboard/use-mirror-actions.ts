'use client'
// What can be asked of a mirror while it is on the page: start it, try again, stop.
import { useMemo } from 'react'
import { useErrorSentence } from '#components/trpc/use-error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'

/** The same functions for as long as the mirror is the same, so that rows which take them are not drawn for nothing. */
type Calls = {
  start: (hosts: readonly string[]) => void
  retry: (host?: string) => void
  cancel: (host?: string) => void
}

export type MirrorActions = Calls & {
  busy: boolean
  /** What the last of these calls failed with, as a sentence. */
  error: string | null
}

/** @param onChange called when the server has taken one of them, so that its state is followed again */
export function useMirrorActions(id: string, onChange: () => void): MirrorActions {
  const errorSentence = useErrorSentence()
  const start = trpc.mirror.start.useMutation({ onSuccess: onChange })
  const retry = trpc.mirror.retry.useMutation({ onSuccess: onChange })
  const cancel = trpc.mirror.cancel.useMutation({ onSuccess: onChange })
  const failed = [start, retry, cancel].find((call) => call.isError)
  const { mutate: mutateStart, reset: resetStart } = start
  const { mutate: mutateRetry, reset: resetRetry } = retry
  const { mutate: mutateCancel, reset: resetCancel } = cancel
  const calls = useMemo((): Calls => {
    const of = (host?: string) => (host === undefined ? { id } : { id, host })
    const begin = (call: () => void) => {
      for (const reset of [resetStart, resetRetry, resetCancel]) reset()
      call()
    }
    return {
      start: (hosts) => begin(() => mutateStart({ id, hosts: [...hosts] })),
      retry: (host) => begin(() => mutateRetry(of(host))),
      cancel: (host) => begin(() => mutateCancel(of(host))),
    }
  }, [id, mutateStart, mutateRetry, mutateCancel, resetStart, resetRetry, resetCancel])
  return {
    ...calls,
    busy: start.isPending || retry.isPending || cancel.isPending,
    error: failed ? errorSentence(failed.error) : null,
  }
}
