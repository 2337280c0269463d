// One read of a file for all of its hosts: the bytes come once, and no host holds up the others for long.
import { setTimeout as sleep } from 'node:timers/promises'
import type { DigestName, Digests } from '#server/hosts/host.ts'
import { startDigests } from './digests.ts'
import { HoldUp } from './hold-up.ts'
import { type Cursor, SharedRead } from './shared-read.ts'

type Options = {
  size: number
  /** Opens the file's bytes from an offset on: exactly those up to `size`, or an error. */
  open: (from: number) => AsyncIterable<Uint8Array>
  /** Digests to compute as the bytes pass; none when all are known. */
  digests: readonly DigestName[]
  /** How many are going to take the bytes; the read begins when all of them do, or after `patienceMs`. */
  takers: number
  windowBytes?: number
  /** How long the slowest may hold up others before it goes on by a read of its own, in milliseconds. */
  graceMs?: number
  /** How long the read waits for takers that are not ready yet, in milliseconds. */
  patienceMs?: number
  signal: AbortSignal
}

const MiB = 1024 ** 2
const WINDOW_BYTES = 8 * MiB
const GRACE_MS = 2_000
const PATIENCE_MS = 2_000

export type FanOut = {
  /** The bytes for one taker. Calling it again gives an error, since a half-read body can't be sent again. */
  bytes(): AsyncIterable<Uint8Array>
  /** A taker that will not take after all. */
  leave(): void
  /** Digests of the whole file; reads it to its end if nobody else does. @throws what the read failed with */
  digests(): Promise<Digests>
  /** Ends all reading. */
  close(): void
}

/**
 * Reads the file once for everyone (the leading read). Who falls behind by more than the window for longer than the grace
 * goes over to a second read with the others of its pace; there are never more than two. Holds at most two windows.
 */
export function fanOut(options: Options): FanOut {
  const { size, open, takers, signal } = options
  const { windowBytes = WINDOW_BYTES, graceMs = GRACE_MS, patienceMs = PATIENCE_MS } = options
  const leading = new SharedRead({ size, windowBytes, open })
  const lagging = new SharedRead({ size, windowBytes, open })
  const holdUp = new HoldUp({ windowBytes, graceMs })
  const homes = new Map<Cursor, SharedRead>()
  const digests = Promise.withResolvers<Digests>()
  digests.promise.catch(() => undefined)
  const begun = Promise.withResolvers<void>()
  let ready = 0
  let leadingRuns: Promise<void> | undefined
  let laggingRuns: Promise<void> | undefined
  let digestWanted = options.digests.length > 0 ? 'when-someone-reads' : 'no'
  let closed = false

  const isReady = () => {
    ready += 1
    if (ready >= takers) begun.resolve()
  }

  /** Whether there is a reason to read on. */
  const isNeeded = (read: SharedRead) =>
    !closed &&
    (read.cursors.size > 0 ||
      (read === leading && (digestWanted === 'now' || (digestWanted !== 'no' && lagging.cursors.size > 0))))

  async function drive(read: SharedRead, onBytes: (bytes: Uint8Array) => void): Promise<void> {
    while (!read.isAtEnd && isNeeded(read)) {
      if (!read.isFull) {
        onBytes(await read.step())
        if (read === leading) holdUp.note(read.head, read.lag)
        continue
      }
      const moved = read.moved.next()
      if (read !== leading || !read.someoneIsStarved) {
        await moved
        continue
      }
      await outlasts(moved, holdUp.watch(read.head))
      if (read.isFull && holdUp.isWorthIt(read.head)) detachSlowest()
    }
  }

  /** Sends those that hold up the others over to the second read. */
  function detachSlowest(): void {
    for (const cursor of [...leading.cursors]) {
      if (cursor.waiting || leading.head - cursor.released < windowBytes / 2) continue
      leading.remove(cursor)
      moveTo(lagging, cursor)
    }
  }

  function moveTo(read: SharedRead, cursor: Cursor): void {
    homes.set(cursor, read)
    read.add(cursor)
    if (read === leading) startLeading()
    else startLagging()
  }

  function startLagging(): void {
    laggingRuns ??= drive(lagging, () => undefined)
      .catch(() => undefined)
      .finally(() => {
        laggingRuns = undefined
        // Somebody may have come while the last run was at its end.
        if (lagging.cursors.size > 0 && !lagging.isAtEnd && !lagging.hasFailed && !closed) startLagging()
      })
  }

  function startLeading(): void {
    leadingRuns ??= lead().catch((error: unknown) => {
      leading.fail(error)
      digests.reject(error)
    })
  }

  async function lead(): Promise<void> {
    await outlasts(begun.promise, patienceMs)
    const running = await startDigests(options.digests)
    for (;;) {
      await drive(leading, (bytes) => running.update(bytes))
      if (leading.isAtEnd || closed) break
      // Nobody needs more for now; who comes later finds the rest unread.
      await leading.moved.next()
    }
    signal.throwIfAborted()
    if (leading.isAtEnd) digests.resolve(running.finish())
  }

  async function* follow(cursor: Cursor): AsyncGenerator<Uint8Array> {
    // A host that takes its time before it takes bytes must not find the beginning gone.
    moveTo(leading.tail === 0 && !closed ? leading : lagging, cursor)
    isReady()
    try {
      for (;;) {
        const read = homes.get(cursor) ?? leading
        const grew = read.grew.next()
        const bytes = read.take(cursor)
        if (bytes === 'end') return
        if (bytes !== 'wait') yield bytes
        else await grew
      }
    } finally {
      homes.get(cursor)?.remove(cursor)
      homes.delete(cursor)
      // What the other read does may depend on whether anybody is left here.
      leading.moved.ring()
    }
  }

  function close(): void {
    closed = true
    const error: unknown = signal.aborted ? signal.reason : new Error('The read was closed.')
    for (const read of [leading, lagging]) {
      read.fail(error)
      read.moved.ring()
      read.close()
    }
    begun.resolve()
    digests.reject(error)
  }
  signal.addEventListener('abort', close, { once: true })

  return {
    bytes: () => follow({ released: 0, position: 0, waiting: false }),
    leave: isReady,
    digests: () => {
      if (options.digests.length === 0) return Promise.resolve({})
      digestWanted = 'now'
      begun.resolve()
      startLeading()
      leading.moved.ring()
      return digests.promise
    },
    close: () => {
      signal.removeEventListener('abort', close)
      close()
    },
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
