// Calls of an API one after the other, with a least time between them: 1fichier locks out addresses that ask in floods.
import { pause } from '#server/hosts/http/pause.ts'

export type Pace = {
  /**
   * Makes a call once the one before it has its answer, and the gap is over.
   * @throws the reason of `signal`, once that is aborted
   */
  run<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** Halves the rate, down to one call in five seconds. */
  slowDown(): void
}

const longestGapMs = 5000

/** Rejects with the signal's reason. */
const abortOf = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

/** @param gapMs the least time between an answer and the next call, in milliseconds */
export function paceOf(gapMs: number): Pace {
  let gap = gapMs
  let due = 0
  let last: Promise<void> = Promise.resolve()
  return {
    async run(call, signal) {
      signal.throwIfAborted()
      const before = last
      const { promise: over, resolve: end } = Promise.withResolvers<void>()
      last = before.then(() => over)
      try {
        await Promise.race([before, abortOf(signal)])
        await pause(Math.max(Math.ceil(due - performance.now()), 0), signal)
        return await call()
      } finally {
        due = performance.now() + gap
        end()
      }
    },
    slowDown() {
      gap = Math.min(gap * 2, longestGapMs)
    },
  }
}
