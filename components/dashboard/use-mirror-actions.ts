'use client'
// What can be asked of a mirror while it is on the page: start it, try again, stop.
import { errorSentence } from '#components/trpc/error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'

export type MirrorActions = {
  start: (hosts: readonly string[]) => void
  retry: (host?: string) => void
  cancel: (host?: string) => void
  busy: boolean
  /** What the last of these calls failed with, as a sentence. */
  error: string | null
}

/** @param onChange called when the server has taken one of them, so that its state is followed again */
export function useMirrorActions(id: string, onChange: () => void): MirrorActions {
  const start = trpc.mirror.start.useMutation({ onSuccess: onChange })
  const retry = trpc.mirror.retry.useMutation({ onSuccess: onChange })
  const cancel = trpc.mirror.cancel.useMutation({ onSuccess: onChange })
  const failed = [start, retry, cancel].find((call) => call.isError)
  const of = (host?: string) => (host === undefined ? { id } : { id, host })
  const begin = (call: () => void) => {
    for (const { reset } of [start, retry, cancel]) reset()
    call()
  }
  return {
    start: (hosts) => begin(() => start.mutate({ id, hosts: [...hosts] })),
    retry: (host) => begin(() => retry.mutate(of(host))),
    cancel: (host) => begin(() => cancel.mutate(of(host))),
    busy: start.isPending || retry.isPending || cancel.isPending,
    error: failed ? errorSentence(failed.error) : null,
  }
}
