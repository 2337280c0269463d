// The memory that storage reads fill: a piece's memory is used again once everyone who was given the piece is done with it.
import { processWide } from '#server/process-wide.ts'

/** One read of the operating system fills at most this, in bytes: larger ones were no faster, smaller ones cost more calls. */
const BUFFER_BYTES = 256 * 1024
/** With less room than this left in a buffer, the next read gets another one. */
const SMALLEST_ROOM = 64 * 1024
/** Buffers kept for later reads; what is above this goes to the garbage collector. */
const MOST_KEPT = 128

type Lent = {
  memory: Uint8Array
  /** Pieces of it that somebody has not given back. */
  pieces: number
  isFilling: boolean
}

/** Where one connection puts its bytes. */
export type Filling = {
  /** Memory for the next read. */
  room(): Uint8Array
  /** The first `length` bytes of that room as a piece, to be given back with `recycle`. */
  take(length: number): Uint8Array
  /** Nothing more will be read into it. */
  close(): void
}

export class ReadBuffers {
  readonly #free: Lent[] = []
  /** Weak, so that a piece which is never given back costs its memory until it is collected and no longer. */
  readonly #lent = new WeakMap<ArrayBufferLike, Lent>()

  open(): Filling {
    let current: Lent | null = null
    let filled = 0
    const seal = () => {
      if (!current) return
      current.isFilling = false
      this.#keepIfUnused(current)
      current = null
    }
    const begin = (): Lent => {
      seal()
      filled = 0
      current = this.#take()
      return current
    }
    return {
      room: () => {
        if (current?.pieces === 0) filled = 0
        const { memory } = current && BUFFER_BYTES - filled >= SMALLEST_ROOM ? current : begin()
        return memory.subarray(filled)
      },
      take: (length) => {
        const lent = current ?? begin()
        const piece = lent.memory.subarray(filled, filled + length)
        filled += length
        lent.pieces += 1
        return piece
      },
      close: seal,
    }
  }

  /** Takes a piece back; bytes that did not come from here are left alone. */
  recycle(piece: Uint8Array): void {
    const lent = this.#lent.get(piece.buffer)
    if (!lent) return
    lent.pieces -= 1
    this.#keepIfUnused(lent)
  }

  #take(): Lent {
    const lent = this.#free.pop() ?? { memory: Buffer.allocUnsafeSlow(BUFFER_BYTES), pieces: 0, isFilling: true }
    lent.isFilling = true
    this.#lent.set(lent.memory.buffer, lent)
    return lent
  }

  #keepIfUnused(lent: Lent): void {
    if (lent.isFilling || lent.pieces > 0 || this.#free.length >= MOST_KEPT) return
    this.#free.push(lent)
  }
}

/** The buffers of this process. */
export const readBuffers = (): ReadBuffers => processWide('read-buffers', () => new ReadBuffers())
