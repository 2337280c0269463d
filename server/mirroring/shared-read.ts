// One read of a file that several readers follow, none of them further behind than a bounded window.
import { Bell } from './bell.ts'

/** `recycle` is undefined where somebody may still look at the bytes after they have left the window. */
type Piece = { from: number; bytes: Uint8Array; recycle: ((bytes: Uint8Array) => void) | undefined }

/** One reader's place. What it was given counts as read when it asks for more. */
export type Cursor = {
  /** Everything before it is done with. */
  released: number
  /** The next byte that it is due. */
  position: number
  /** Whether it waits for bytes that are not there yet. */
  waiting: boolean
}

/** Bytes that come once; what goes to `recycle` is not looked at again, so that its memory can be. */
export type ReadBytes = AsyncIterable<Uint8Array> & { recycle?(bytes: Uint8Array): void }

type Options = {
  size: number
  /** Most bytes held between the slowest reader and the newest byte, as things are now. */
  windowBytes: () => number
  /** Opens the bytes from an offset on; must give exactly those up to `size`, or throw. */
  open: (from: number) => ReadBytes
  /** Whether to let go of nothing, as far as the window reaches, until `letGoOn` is called: for readers who are still to come. */
  keepsAll: boolean
}

type Opened = { iterator: AsyncIterator<Uint8Array>; recycle: Piece['recycle'] }

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
  #source: Opened | null = null
  #keepsAll: boolean
  #failure: { error: unknown } | null = null

  constructor(options: Options) {
    this.#options = options
    this.#keepsAll = options.keepsAll
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
    return this.lag >= this.#options.windowBytes()
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

  /** Nobody is expected any more who has to find the beginning. */
  letGoOn(): void {
    this.#keepsAll = false
    this.#trim()
    this.moved.ring()
  }

  /** Lets a reader in at its place. */
  add(cursor: Cursor): void {
    // Alone in a read that stands before its place, it would only wait for bytes that it has had.
    const isAhead = this.cursors.size === 0 && cursor.position > this.#head
    if (cursor.position < this.#tail || isAhead) this.#restart(cursor.position)
    this.cursors.add(cursor)
    this.moved.ring()
  }

  remove(cursor: Cursor): void {
    if (!this.cursors.delete(cursor)) return
    // It may still be at the piece that it was given last: that one's memory is left to the garbage collector.
    for (const piece of this.#pieces)
      if (piece.from < cursor.position && piece.from + piece.bytes.length > cursor.released) piece.recycle = undefined
    this.#trim()
    this.moved.ring()
  }

  /**
   * Reads one piece and shows it to `onBytes` before any reader gets it.
   * @throws what the source throws, which then ends every reader
   */
  async step(onBytes: (bytes: Uint8Array) => void): Promise<void> {
    this.#source ??= this.#open()
    const source = this.#source
    try {
      const next = await source.iterator.next()
      // The read began again elsewhere while this piece was on its way.
      if (source !== this.#source) return
      if (next.done === true) throw new Error('The source ended early.')
      const bytes = next.value
      onBytes(bytes)
      this.#pieces.push({ from: this.#head, bytes, recycle: source.recycle })
      this.#head += bytes.length
      this.#trim()
      this.grew.ring()
    } catch (error) {
      if (source === this.#source) this.fail(error)
      throw error
    }
  }

  #open(): Opened {
    const bytes = this.#options.open(this.#head)
    return { iterator: bytes[Symbol.asyncIterator](), recycle: bytes.recycle?.bind(bytes) }
  }

  /** Ends every reader with this error. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.grew.ring()
  }

  /** What the cursor may have now: bytes, nothing yet, or the end. Moves it on. @throws what the read failed with */
  take(cursor: Cursor): Uint8Array | 'wait' | 'end' {
    cursor.released = cursor.position
    const bytes = this.#bytesAt(cursor.position)
    cursor.position += bytes?.length ?? 0
    cursor.waiting = bytes === undefined
    this.#trim()
    this.moved.ring()
    if (bytes) return bytes
    if (cursor.position >= this.#options.size) return 'end'
    if (this.#failure) throw this.#failure.error
    return 'wait'
  }

  /** From the end, where most readers are. */
  #bytesAt(position: number): Uint8Array | undefined {
    const piece = this.#pieces.findLast(({ from }) => from <= position)
    const rest = piece?.bytes.subarray(position - piece.from)
    return rest && rest.length > 0 ? rest : undefined
  }

  /** Lets the source go. */
  close(): void {
    this.#letGo()
    this.#pieces = []
  }

  #letGo(): void {
    // Not awaited: a source that hangs would hang here too.
    this.#source?.iterator.return?.().catch(() => undefined)
    this.#source = null
  }

  #restart(from: number): void {
    this.#letGo()
    this.#pieces = []
    this.#head = from
    this.#tail = from
  }

  #slowest(): number {
    let slowest = this.#keepsAll ? this.#tail : this.#head
    for (const { released } of this.cursors) slowest = Math.min(slowest, released)
    return slowest
  }

  #trim(): void {
    const slowest = this.#slowest()
    const first = this.#pieces.findIndex(({ from, bytes }) => from + bytes.length > slowest)
    if (first === 0) return
    for (const { bytes, recycle } of this.#pieces.splice(0, first < 0 ? this.#pieces.length : first)) recycle?.(bytes)
    this.#tail = this.#pieces[0]?.from ?? this.#head
  }
}
