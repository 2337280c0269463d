// One read of a file that several readers follow, none of them further behind than a bounded window.
import { Bell } from './bell.ts'

type Piece = { from: number; bytes: Uint8Array }

/** One reader's place. What it was given counts as read when it asks for more. */
export type Cursor = {
  /** Everything before it is done with. */
  released: number
  /** The next byte that it is due. */
  position: number
  /** Whether it waits for bytes that are not there yet. */
  waiting: boolean
}

type Options = {
  size: number
  /** Most bytes held between the slowest reader and the newest byte. */
  windowBytes: number
  /** Opens the bytes from an offset on; must give exactly those up to `size`, or throw. */
  open: (from: number) => AsyncIterable<Uint8Array>
}

const none = new Uint8Array()

/**
 * The window and its readers. `step` takes one piece from the source; whoever drives it asks `isFull` first. A reader
 * that stands before the window makes the read begin again at its place; one that stands behind it waits.
 */
export class SharedRead {
  /** Rings when readers may find something new: bytes, or the failure. */
  readonly grew = new Bell()
  /** Rings when a reader has come, gone or moved on. */
  readonly moved = new Bell()
  readonly cursors = new Set<Cursor>()
  readonly #options: Options
  #pieces: Piece[] = []
  #head = 0
  #tail = 0
  #source: AsyncIterator<Uint8Array> | null = null
  #failure: { error: unknown } | null = null

  constructor(options: Options) {
    this.#options = options
  }

  /** The first byte that was not read yet. */
  get head(): number {
    return this.#head
  }

  /** The first byte that is still held. */
  get tail(): number {
    return this.#tail
  }

  isAtEnd(): boolean {
    return this.#head >= this.#options.size
  }

  get hasFailed(): boolean {
    return this.#failure !== null
  }

  /** Whether the slowest reader has to go on before more can be read. */
  isFull(): boolean {
    return this.lag >= this.#options.windowBytes
  }

  /** Bytes between the slowest reader and the newest byte. */
  get lag(): number {
    return this.#head - this.#slowest()
  }

  /** Readers who have all that was read and want more. */
  get someoneIsStarved(): boolean {
    for (const cursor of this.cursors) if (cursor.waiting) return true
    return false
  }

  /** Lets a reader in at its place. */
  add(cursor: Cursor): void {
    if (cursor.position < this.#tail) this.#restart(cursor.position)
    this.cursors.add(cursor)
    this.moved.ring()
  }

  remove(cursor: Cursor): void {
    if (!this.cursors.delete(cursor)) return
    this.#trim()
    this.moved.ring()
  }

  /** Reads one piece and gives it back, empty at the end. @throws what the source throws, which then ends every reader */
  async step(): Promise<Uint8Array> {
    this.#source ??= this.#options.open(this.#head)[Symbol.asyncIterator]()
    const source = this.#source
    try {
      const next = await source.next()
      // The read began again elsewhere while this piece was on its way.
      if (source !== this.#source) return none
      if (next.done === true) throw new Error('The source ended early.')
      const { value } = next
      this.#pieces.push({ from: this.#head, bytes: value })
      this.#head += value.length
      this.#trim()
      this.grew.ring()
      return value
    } catch (error) {
      if (source === this.#source) this.fail(error)
      throw error
    }
  }

  /** Ends every reader with this error. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.grew.ring()
  }

  /** What the cursor may have now: bytes, nothing yet, or the end. Moves it on. @throws what the read failed with */
  take(cursor: Cursor): Uint8Array | 'wait' | 'end' {
    cursor.released = cursor.position
    const piece = this.#pieces.find(
      ({ from, bytes }) => from <= cursor.position && cursor.position < from + bytes.length,
    )
    const bytes = piece?.bytes.subarray(cursor.position - piece.from)
    cursor.position += bytes?.length ?? 0
    cursor.waiting = bytes === undefined
    this.#trim()
    this.moved.ring()
    if (bytes) return bytes
    if (cursor.position >= this.#options.size) return 'end'
    if (this.#failure) throw this.#failure.error
    return 'wait'
  }

  /** Lets the source go. */
  close(): void {
    this.#letGo()
    this.#pieces = []
  }

  #letGo(): void {
    // Not awaited: a source that hangs would hang here too.
    this.#source?.return?.().catch(() => undefined)
    this.#source = null
  }

  #restart(from: number): void {
    this.#letGo()
    this.#pieces = []
    this.#head = from
    this.#tail = from
  }

  #slowest(): number {
    let slowest = this.#head
    for (const { released } of this.cursors) slowest = Math.min(slowest, released)
    return slowest
  }

  #trim(): void {
    const slowest = this.#slowest()
    const first = this.#pieces.findIndex(({ from, bytes }) => from + bytes.length > slowest)
    if (first === 0) return
    this.#pieces = first < 0 ? [] : this.#pieces.slice(first)
    this.#tail = this.#pieces[0]?.from ?? this.#head
  }
}
