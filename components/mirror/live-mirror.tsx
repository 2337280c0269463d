'use client'
// Keeps a share page fresh: what is pushed is shown at once, and the page is read again for the rest.
import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react'
import { noteSilence } from '#components/trpc/server-answers.ts'
import { followMirror } from './live-events.ts'
import { isOver, type LiveView } from './mirror-view.ts'

/** Where pushes do not come through: some proxies hold them back, and some networks cut them. */
const ASK_MS = 2_500
/** Files get their links one by one, which is not pushed. */
const REREAD_MS = 20_000
/** A copy may die while its page is open; nobody is told of it once the mirror is over. */
const LOOK_AGAIN_MS = 5 * 60_000

/** Several hosts may end at once. */
const SETTLE_MS = 300

const Live = createContext<LiveView | null>(null)

/** The newest that is known of the mirror of this page. */
export function useLive(): LiveView {
  const live = use(Live)
  if (live === null) throw new Error('useLive() is for what stands in a LiveMirror.')
  return live
}

/** What the rest of the page was made of. */
const outlineOf = ({ status, links }: LiveView): string =>
  [status, ...links.map(({ host, status, url }) => `${host} ${status} ${url}`)].join('\n')

type Props = { id: string; initial: LiveView; children: ReactNode }

/** @param initial as the page was made of it; a page that is read again brings a newer one */
export function LiveMirror({ id, initial, children }: Props) {
  const reread = useReread()
  const [pushed, setPushed] = useState<LiveView | null>(null)
  const [quiet, setQuiet] = useState(false)
  const [made, setMade] = useState(initial)
  if (made !== initial) {
    setMade(initial)
    // What is over, or was asked for since nothing is pushed, is newer than the last push.
    if (quiet || isOver(initial.status)) setPushed(null)
  }
  const live = pushed ?? initial
  const over = isOver(live.status)

  useEffect(() => {
    if (over) return undefined
    return followMirror(id, {
      onLive: (next) => {
        setQuiet(false)
        setPushed(next)
      },
      onQuiet: () => setQuiet(true),
    })
  }, [id, over])

  const outline = outlineOf(live)
  useEffect(() => {
    if (outline === outlineOf(initial)) return undefined
    const timer = setTimeout(reread, SETTLE_MS)
    return () => clearTimeout(timer)
  }, [initial, outline, reread])

  const period = over ? LOOK_AGAIN_MS : quiet ? ASK_MS : REREAD_MS
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reread(), period)
    return () => clearInterval(timer)
  }, [period, reread])

  return <Live value={live}>{children}</Live>
}

/** Has the server make the page anew. It is asked first whether it is there: what it does not answer, the router leaves to the browser. */
function useReread(): () => void {
  const router = useRouter()
  return useCallback(() => {
    fetch('/api/health-check').then(({ ok }) => ok && router.refresh(), noteSilence)
  }, [router])
}
