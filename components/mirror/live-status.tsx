'use client'
// Where a mirror stands, as its fan and in one sentence that follows it.
import { SmallFan } from '#components/fan/small-fan.tsx'
import { rayState } from './link-state.ts'
import { useLive } from './live-mirror.tsx'
import { useLinkWords } from './use-link-words.ts'

export function LiveStatus() {
  const { status, links } = useLive()
  const words = useLinkWords()
  return (
    // On a phone the longest sentence takes two lines, whose room is kept.
    <p className="mt-3 flex min-h-13 items-center gap-3 text-lead sm:min-h-7">
      <SmallFan states={links.map((link) => rayState(link))} />
      <span role="status">{words.status(status, links)}</span>
    </p>
  )
}
