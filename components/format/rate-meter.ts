// Turns "so many bytes by now" into a rate that does not jump: smoothed over 3 s, the time left over 10 s.

type Sample = { at: number; bytes: number }

const RATE_WINDOW_MS = 3_000
const LEFT_WINDOW_MS = 10_000
// Two samples closer than this say more about the clock than about the line.
const LEAST_SPAN_MS = 400

export class RateMeter {
  #samples: Sample[] = []

  /**
   * Notes that `bytes` have moved at `at` (milliseconds of any steady clock).
   * Fewer bytes than before mean a new attempt: what was measured until then no longer counts.
   */
  add(at: number, bytes: number): void {
    const last = this.#samples.at(-1)
    if (last && bytes < last.bytes) this.#samples = []
    this.#samples.push({ at, bytes })
    // One sample older than the window stays, so that the window is always spanned.
    while ((this.#samples[1]?.at ?? Infinity) < at - LEFT_WINDOW_MS) this.#samples.shift()
  }

  /** Forgets everything: a pause is not slowness. */
  reset(): void {
    this.#samples = []
  }

  /** Bytes in a second over the last 3 s, or null while there is too little to say. */
  rate(): number | null {
    return this.#over(RATE_WINDOW_MS)
  }

  /** Seconds until `remaining` bytes have moved at the pace of the last 10 s, or null when nothing can be said. */
  secondsLeft(remaining: number): number | null {
    const rate = this.#over(LEFT_WINDOW_MS)
    return rate === null || rate <= 0 ? null : remaining / rate
  }

  #over(windowMs: number): number | null {
    const last = this.#samples.at(-1)
    if (!last) return null
    const first = this.#samples.findLast((sample) => sample.at <= last.at - windowMs) ?? this.#samples[0]
    if (!first || last.at - first.at < LEAST_SPAN_MS) return null
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at)
  }
}
