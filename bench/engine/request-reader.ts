// Reads requests off a connection and forgets their bodies: heads, lengths, chunks, as far as uploads of curl, rclone and the engine go.

type Events = {
  /** A head came whole. */
  onHead(head: string): void
  /** So many bytes of the body. */
  onBody(bytes: number): void
  /** The request is over. */
  onEnd(): void
}

const HEAD_END = '\r\n\r\n'
const LONGEST_LINE = 64 * 1024

type State = 'head' | 'body' | 'chunk-size' | 'chunk' | 'trailer'

export class RequestReader {
  readonly #events: Events
  #state: State = 'head'
  #text = ''
  #left = 0

  constructor(events: Events) {
    this.#events = events
  }

  /** Takes what was read; the buffer may be used again afterwards. */
  feed(bytes: number, buffer: Buffer): void {
    let at = 0
    while (at < bytes) {
      if (this.#state === 'body' || this.#state === 'chunk') at += this.#skip(bytes - at)
      else at += this.#readText(buffer, at, bytes)
    }
  }

  #skip(available: number): number {
    const taken = Math.min(available, this.#left)
    this.#left -= taken
    this.#events.onBody(taken)
    if (this.#left > 0) return taken
    if (this.#state === 'body') this.#end()
    else this.#state = 'chunk-size'
    return taken
  }

  /** Lines, byte by byte: there are few of them. */
  #readText(buffer: Buffer, from: number, to: number): number {
    const wanted = this.#state === 'head' ? HEAD_END : '\r\n'
    for (let at = from; at < to; at++) {
      this.#text += String.fromCharCode(buffer[at] ?? 0)
      if (this.#text.length > LONGEST_LINE) throw new Error('A line of a request is too long.')
      if (!this.#text.endsWith(wanted)) continue
      const text = this.#text
      this.#text = ''
      this.#take(text)
      return at + 1 - from
    }
    return to - from
  }

  #take(text: string): void {
    switch (this.#state) {
      case 'head':
        return this.#begin(text)
      case 'chunk-size':
        return this.#beginChunk(text)
      case 'trailer':
        return text === '\r\n' ? this.#end() : undefined
      case 'body':
      case 'chunk':
        return undefined
    }
  }

  #begin(head: string): void {
    this.#events.onHead(head)
    if (/^transfer-encoding: *chunked/im.test(head)) {
      this.#state = 'chunk-size'
      return
    }
    this.#left = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
    this.#state = 'body'
    if (this.#left === 0) this.#end()
  }

  /** The line break that ends a chunk's bytes stands before the size of the next. */
  #beginChunk(line: string): void {
    if (line === '\r\n') return
    this.#left = Number.parseInt(line, 16)
    if (Number.isNaN(this.#left)) throw new Error('A chunk has no size.')
    this.#state = this.#left === 0 ? 'trailer' : 'chunk'
  }

  #end(): void {
    this.#state = 'head'
    this.#events.onEnd()
  }
}
