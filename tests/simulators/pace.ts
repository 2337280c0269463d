// Slowness: bytes are let through no faster than a rate, shared by all who hold the same pace.
import { setTimeout as sleep } from 'node:timers/promises'

export type Pace = (bytes: number, signal: AbortSignal) => Promise<void>

/** A pace of `bytesPerSecond`, or one that never waits where there is no rate. */
export function paceOf(bytesPerSecond: number | undefined): Pace {
  if (bytesPerSecond === undefined) return async () => undefined
  let freeAt = 0
  return async (bytes, signal) => {
    const now = performance.now()
    freeAt = Math.max(now, freeAt) + (bytes / bytesPerSecond) * 1000
    // Waits shorter than a timer's own error would only add up to less than the rate that was asked for.
    if (freeAt - now >= 5) await sleep(freeAt - now, undefined, { signal })
  }
}
