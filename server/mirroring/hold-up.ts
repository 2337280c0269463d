// Whether the slowest reader costs the others so much that a second read of the file is worth it.

type Options = {
  windowBytes: () => number
  /** How long a hold-up is watched before it is judged, in milliseconds. */
  graceMs: number
}

/** The pace of before is told by no shorter span, in milliseconds: a burst into the buffers of sockets is no pace. */
const SHORTEST_MS = 100
/**
 * What the buffers of a socket, here and at the host, may swallow in no time once a hold-up has drained them, in bytes: only
 * after that much does the pace since then say anything of the hosts themselves.
 */
const BURST_BYTES = 48 * 1024 ** 2

/** Held to less than this share of the pace that they had, the others go on without the slowest. */
const WORTH_SHARE = 1 / 3

type Place = { head: number; at: number }

/**
 * Compares the pace of a read while its slowest reader holds it up with its pace before. A mere lag is no reason: two hosts
 * of nearly the same speed drift apart by a window over time, and reading twice for them would gain nothing.
 */
export class HoldUp {
  readonly #options: Options
  #together: Place
  #free: number | null = null
  #since: Place | null = null
  /** Hosts have been held up before, so that their buffers were drained. */
  #isDrained = false

  constructor(options: Options) {
    this.#options = options
    this.#together = { head: 0, at: performance.now() }
  }

  /** Tells where the read stands: its newest byte, and how far the slowest is behind it. */
  note(head: number, lag: number): void {
    if (lag > this.#options.windowBytes() / 4) return
    this.#isDrained ||= this.#since !== null
    this.#together = { head, at: performance.now() }
    this.#free = null
    this.#since = null
  }

  /** Called while somebody waits for the slowest. @returns how long to wait before `isWorthIt` can tell, in milliseconds */
  watch(head: number): number {
    if (this.#isDrained && head - this.#together.head < BURST_BYTES) return this.#options.graceMs
    const now = performance.now()
    this.#free ??= (head - this.#together.head) / Math.max(SHORTEST_MS, now - this.#together.at)
    this.#since ??= { head, at: now }
    return Math.max(0, this.#options.graceMs - (now - this.#since.at))
  }

  /** The verdict once the grace is over; the next one begins a new grace. */
  isWorthIt(head: number): boolean {
    const now = performance.now()
    if (this.#since === null || this.#free === null || now - this.#since.at < this.#options.graceMs) return false
    const pace = (head - this.#since.head) / (now - this.#since.at)
    this.#since = { head, at: now }
    return pace < this.#free * WORTH_SHARE
  }
}
