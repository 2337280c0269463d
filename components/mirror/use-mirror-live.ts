'use client'
// Follows a mirror while it is under way: pushed by the server, or asked for where a push does not come through.
import { useState } from 'react'
import { trpc } from '#components/trpc/trpc.ts'
import { isOver, type LiveView, type MirrorView } from './mirror-view.ts'

const ASK_EVERY_MS = 2_500

/**
 * The newest that is known of a mirror, from `initial` on.
 * Once it is over, the whole of it is read again, since file links and digests come with the end.
 */
export function useMirrorLive(id: string, initial?: MirrorView) {
  const [pushed, setPushed] = useState<LiveView | null>(null)
  const [broken, setBroken] = useState(false)
  const known = pushed ?? initial
  const under = known === undefined || !isOver(known.status)

  trpc.mirror.progress.useSubscription(
    { id },
    {
      enabled: under,
      onData: (event) => {
        setBroken(false)
        setPushed(event.data)
      },
      onError: () => setBroken(true),
    },
  )

  const endedHere = pushed !== null && isOver(pushed.status)
  const asked = trpc.mirror.get.useQuery(
    { id },
    {
      ...(initial === undefined ? {} : { initialData: initial }),
      // A static page needs no second copy; a page whose push broke asks, and so does one that saw the end.
      enabled: initial === undefined || broken || endedHere,
      staleTime: endedHere ? 0 : Infinity,
      refetchInterval: broken && under ? ASK_EVERY_MS : false,
    },
  )
  const live = latest(pushed, asked.data, broken)
  /** To be called when something was begun that the last push could not know of, such as a retry. */
  const follow = () => {
    if (live) setPushed({ ...live, status: 'mirroring' })
  }
  return { whole: asked.data, live, follow }
}

/** A push is newer than what was asked for, unless pushing is what broke. */
function latest(pushed: LiveView | null, asked: MirrorView | undefined, broken: boolean): LiveView | null {
  if (pushed && !broken) return pushed
  return asked ?? pushed
}
