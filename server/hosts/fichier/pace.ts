// Calls of an API one after the other, with a least time between them: 1fichier locks out addresses that ask in floods.
import { pause } from '#server/hosts/http/pause.ts'

export type Pace = {
  /**
   * Resolves when the next call is due.
   * @throws the reason of `signal`, once that is aborted
   */
  turn(signal: AbortSignal): Promise<void>
  /** Halves the rate, down to one call in five seconds. */
  slowDown(): void
}

const longestGapMs = 5000

/** @param gapMs the least time between two calls, in milliseconds */
export function paceOf(gapMs: number): Pace {
  let gap = gapMs
  let next = 0
  return {
    async turn(signal) {
      const now = performance.now()
      const due = Math.max(now, next)
      next = due + gap
      await pause(due - now, signal)
    },
    slowDown() {
      gap = Math.min(gap * 2, longestGapMs)
    },
  }
}
