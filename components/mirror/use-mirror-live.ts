'use client'
// Follows a mirror while it is under way: pushed by the server, or asked for where a push does not come through.
import { useState } from 'react'
import { trpc } from '#components/trpc/trpc.ts'
import { isOver, type LiveView, type MirrorView } from './mirror-view.ts'

const ASK_EVERY_MS = 2_500
/** A copy may die while its page is open; nobody is told of it once the mirror is over. */
const LOOK_AGAIN_MS = 5 * 60_000

type Push = { live: LiveView; at: number }

/**
 * The newest that is known of a mirror.
 * Once it is over, the whole of it is read again, since file links and digests come with the end.
 */
export function useMirrorLive(id: string) {
  const [push, setPush] = useState<Push | null>(null)
  const asked = trpc.mirror.get.useQuery({ id }, { enabled: false })
  const live = newest(push, asked.data, asked.dataUpdatedAt)
  const under = live === null || !isOver(live.status)

  const subscription = trpc.mirror.progress.useSubscription(
    { id },
    { enabled: under, onData: (event) => setPush({ live: event.data, at: Date.now() }) },
  )
  // Some proxies hold server-sent events back, and some networks cut them.
  const mute = under && subscription.status !== 'pending'
  const endedHere = push !== null && isOver(push.live.status)
  trpc.mirror.get.useQuery(
    { id },
    {
      enabled: mute || !under,
      staleTime: endedHere ? 0 : Infinity,
      refetchInterval: mute ? ASK_EVERY_MS : LOOK_AGAIN_MS,
    },
  )

  /** To be called when something was begun that nobody has told of yet, such as a retry of what was over. */
  const follow = () =>
    setPush((last) => {
      // What was pushed since this was drawn is newer, and while a mirror is not over the pushes go on by themselves.
      const known = newest(last, asked.data, asked.dataUpdatedAt)
      return known && isOver(known.status) ? { live: { ...known, status: 'mirroring' }, at: Date.now() } : last
    })
  return { whole: asked.data, live, follow }
}

function newest(push: Push | null, asked: MirrorView | undefined, askedAt: number): LiveView | null {
  if (push && (asked === undefined || push.at >= askedAt)) return push.live
  return asked ?? null
}
