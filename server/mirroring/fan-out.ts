// One read of a file for all of its hosts: the bytes come once, and no host holds up the others for long.
import { setTimeout as sleep } from 'node:timers/promises'
import type { DigestName, Digests } from '#server/hosts/host.ts'
import { startDigests } from './digests.ts'
import { HoldUp } from './hold-up.ts'
import { type Cursor, type ReadBytes, SharedRead } from './shared-read.ts'

export type Windows = { leading: () => number; lagging: () => number }

type Options = {
  size: number
  /** Opens the file's bytes from an offset on: exactly those up to `size`, or an error. */
  open: (from: number) => ReadBytes
  /** Digests to compute as the bytes pass; none when all are known. */
  digests: readonly DigestName[]
  /** How many are going to take the bytes; the beginning is kept for them until all of them do, or for `patienceMs`. */
  takers: number
  /** Most bytes that each read may hold, as things are now. */
  windows: Windows
  /** How long the slowest may hold up others before it goes on by a read of its own, in milliseconds. */
  graceMs?: number
  /** How long the read keeps its beginning for takers that are not ready yet, in milliseconds. */
  patienceMs?: number
  signal: AbortSignal
}

const GRACE_MS = 2_000
const PATIENCE_MS = 2_000

type Wish = 'none' | 'when-read' | 'now'

/**
 * Reads the file once for everyone (the leading read). Who falls behind by more than the window and costs the others too
 * much goes over to a second read with all of its pace; there are never more than two. Holds a window for each.
 */
export class FanOut {
  readonly #options: Options
  readonly #leading: SharedRead
  readonly #lagging: SharedRead
  readonly #holdUp: HoldUp
  readonly #homes = new Map<Cursor, SharedRead>()
  readonly #digests = Promise.withResolvers<Digests>()
  readonly #complete = Promise.withResolvers<void>()
  readonly #onAbort = () => this.#end()
  #ready = 0
  #leads = false
  #lags = false
  #wish: Wish
  #closed = false

  constructor(options: Options) {
    const { size, open, windows, graceMs = GRACE_MS } = options
    this.#options = options
    this.#leading = new SharedRead({ size, windowBytes: windows.leading, open, keepsAll: true })
    this.#lagging = new SharedRead({ size, windowBytes: windows.lagging, open, keepsAll: false })
    this.#holdUp = new HoldUp({ windowBytes: windows.leading, graceMs })
    this.#wish = options.digests.length > 0 ? 'when-read' : 'none'
    // Who wants the digests asks for them; nobody may.
    this.#digests.promise.catch(() => undefined)
    options.signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** The bytes for one taker, from the first to the last. */
  bytes(): AsyncIterable<Uint8Array> {
    return this.#follow({ released: 0, position: 0, waiting: false })
  }

  /** A taker that will not take after all. */
  leave(): void {
    this.#ready += 1
    if (this.#ready >= this.#options.takers) this.#complete.resolve()
  }

  /** Digests of the whole file; reads it to its end if nobody else does. @throws what the read failed with */
  digests(): Promise<Digests> {
    if (this.#wish === 'none') return Promise.resolve({})
    this.#wish = 'now'
    this.#startLeading()
    this.#leading.moved.ring()
    return this.#digests.promise
  }

  /** Ends all reading. */
  close(): void {
    this.#options.signal.removeEventListener('abort', this.#onAbort)
    this.#end()
  }

  #end(): void {
    const { signal } = this.#options
    this.#closed = true
    const error: unknown = signal.aborted ? signal.reason : new Error('The read was closed.')
    for (const read of [this.#leading, this.#lagging]) {
      read.fail(error)
      read.moved.ring()
      read.close()
    }
    this.#complete.resolve()
    this.#digests.reject(error)
  }

  async *#follow(cursor: Cursor): AsyncGenerator<Uint8Array> {
    // A host that takes its time before it takes bytes may find the beginning gone.
    this.#moveTo(this.#leading.tail === 0 && !this.#closed ? this.#leading : this.#lagging, cursor)
    this.leave()
    try {
      for (;;) {
        const read = this.#homes.get(cursor) ?? this.#leading
        const grew = read.grew.next()
        const bytes = read.take(cursor)
        if (bytes === 'end') return
        if (bytes !== 'wait') yield bytes
        else await grew
      }
    } finally {
      this.#homes.get(cursor)?.remove(cursor)
      this.#homes.delete(cursor)
      // Whether the leading read goes on may depend on whether anybody is left at the other.
      this.#leading.moved.ring()
    }
  }

  /** Whether there is a reason to read on. */
  #isNeeded(read: SharedRead): boolean {
    if (this.#closed) return false
    if (read.cursors.size > 0) return true
    // The digests are those of the leading read, which goes over the file without a gap.
    return (
      read === this.#leading && (this.#wish === 'now' || (this.#wish === 'when-read' && this.#lagging.cursors.size > 0))
    )
  }

  async #drive(read: SharedRead, onBytes: (bytes: Uint8Array) => void): Promise<void> {
    while (!read.isAtEnd() && this.#isNeeded(read)) {
      if (read.isFull()) {
        await this.#waitForRoom(read)
        continue
      }
      await read.step(onBytes)
      if (read === this.#leading) this.#holdUp.note(read.head, read.lag)
    }
  }

  async #waitForRoom(read: SharedRead): Promise<void> {
    const moved = read.moved.next()
    if (read !== this.#leading || !read.someoneIsStarved) return moved
    await outlasts(moved, this.#holdUp.watch(read.head))
    if (read.isFull() && this.#holdUp.isWorthIt(read.head)) this.#detachSlowest()
  }

  /** Sends those that hold up the others over to the second read: the slowest, and who is about where it is. */
  #detachSlowest(): void {
    const window = this.#options.windows.leading()
    const read = this.#leading
    const least = Math.max(window / 2, read.lag - window / 4)
    for (const cursor of [...read.cursors]) {
      if (cursor.waiting || read.head - cursor.released < least) continue
      read.remove(cursor)
      this.#moveTo(this.#lagging, cursor)
    }
  }

  #moveTo(read: SharedRead, cursor: Cursor): void {
    this.#homes.set(cursor, read)
    read.add(cursor)
    if (read === this.#leading) this.#startLeading()
    else this.#startLagging()
  }

  #startLagging(): void {
    if (this.#lags) return
    this.#lags = true
    const read = this.#lagging
    this.#drive(read, () => undefined)
      // Its readers have heard of it.
      .catch(() => undefined)
      .finally(() => {
        this.#lags = false
        // Somebody may have come while this run was at its end.
        if (read.cursors.size > 0 && !read.isAtEnd() && !read.hasFailed && !this.#closed) this.#startLagging()
      })
  }

  #startLeading(): void {
    if (this.#leads) return
    this.#leads = true
    this.#lead().catch((error: unknown) => {
      this.#leading.fail(error)
      this.#digests.reject(error)
    })
  }

  async #lead(): Promise<void> {
    const { digests, patienceMs = PATIENCE_MS } = this.#options
    void outlasts(this.#complete.promise, patienceMs).then(() => this.#leading.letGoOn())
    const running = await startDigests(digests)
    while (!this.#leading.isAtEnd() && !this.#closed) {
      const moved = this.#leading.moved.next()
      await this.#drive(this.#leading, (bytes) => running.update(bytes))
      // Nobody needs more for now; who comes later finds the rest unread.
      if (!this.#leading.isAtEnd()) await moved
    }
    if (this.#leading.isAtEnd()) this.#digests.resolve(running.finish())
  }
}

/** Whether `promise` is still open after so many milliseconds. */
async function outlasts(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController()
  try {
    return await Promise.race([promise.then(() => false), sleep(ms, true, { signal: timer.signal }).catch(() => false)])
  } finally {
    timer.abort()
  }
}
