// One connection to the storage whose answers land in buffers that are used again: the way in of every byte.
import { connect, isIP, type Socket } from 'node:net'
import { clearTimeout, setTimeout } from 'node:timers'
import { connect as connectSecurely } from 'node:tls'
import { type Filling, readBuffers } from './read-buffers.ts'
import { type ResponseHead, ResponseHeadReader } from './response-head.ts'

/** Milliseconds to connect, and until the answer begins and between two pieces of it. */
const CONNECT_MS = 5_000
const SILENCE_MS = 30_000
/** Bytes that lie here before the network is told to wait, and at which it may go on. */
const READ_AHEAD = 1024 * 1024
const GO_ON = READ_AHEAD / 2

/** The connection ended before a byte of the answer came, which on one that was used before says nothing about storage. */
export class NoAnswerError extends Error {}

/**
 * Speaks HTTP/1.1 with `GET` and a known length, one request at a time. What the general clients do beyond that costs more
 * than half of the throughput: they give each read memory of its own and take 64 KiB at a time (docs/decisions/015).
 */
export class ReadConnection {
  readonly #socket: Socket
  readonly #host: string
  readonly #filling: Filling = readBuffers().open()
  readonly #headReader = new ResponseHeadReader()
  readonly #silence: NodeJS.Timeout
  #expects: 'nothing' | 'head' | 'body' = 'nothing'
  #head: ResponseHead | null = null
  #queue: Uint8Array[] = []
  #queued = 0
  #isHeld = false
  /** Bytes of the body that have not come yet. */
  #missing = 0
  #isWaiting = false
  #wake: () => void = () => undefined
  #failure: Error | null = null
  #requests = 0

  constructor(origin: URL) {
    this.#host = origin.host
    this.#socket = this.#open(origin)
    this.#socket.setNoDelay(true)
    const late = setTimeout(
      () => this.destroy(new Error(`Storage could not be reached within ${CONNECT_MS / 1000} s.`)),
      CONNECT_MS,
    )
    this.#socket.once(origin.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(late))
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('end', () => this.#fail(new Error('Storage closed the connection.')))
    this.#socket.on('close', () => {
      clearTimeout(late)
      this.#fail(new Error('The connection to storage was closed.'))
      this.#filling.close()
    })
    this.#silence = setTimeout(() => {
      if (this.#isWaiting) this.destroy(new Error(`Storage said nothing for ${SILENCE_MS / 1000} s.`))
    }, SILENCE_MS)
    this.#silence.unref()
  }

  #open({ protocol, hostname, port }: URL): Socket {
    const host = hostname.replace(/^\[|\]$/g, '')
    const onread = { buffer: () => this.#filling.room(), callback: (length: number) => this.#take(length) }
    if (protocol !== 'https:') return connect({ host, port: Number(port || 80), onread })
    // `onread` is passed on to the socket below; only the types do not know.
    const secure = { host, port: Number(port || 443), ALPNProtocols: ['http/1.1'], onread }
    return connectSecurely(isIP(host) ? secure : { ...secure, servername: host })
  }

  /**
   * Asks for `path` and waits for the head of the answer.
   * @param path with its query, as it was signed
   * @throws {NoAnswerError} when the connection ended before an answer began
   * @throws the reason of `signal`, once that is aborted
   */
  async get(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<ResponseHead> {
    this.#requests += 1
    this.#socket.ref()
    this.#expects = 'head'
    this.#head = null
    const lines = Object.entries({ host: this.#host, 'accept-encoding': 'identity', ...headers })
    const fields = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    this.#socket.write(`GET ${path} HTTP/1.1\r\n${fields}\r\n`)
    const stop = () => this.destroy(new Error('The read was stopped.'))
    signal.addEventListener('abort', stop, { once: true })
    try {
      signal.throwIfAborted()
      for (;;) {
        const head = this.#answered()
        if (head) return head
        if (this.#failure) throw new NoAnswerError('Storage gave no answer.', { cause: this.#failure })
        await this.#news()
        signal.throwIfAborted()
      }
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  #answered(): ResponseHead | null {
    return this.#head
  }

  /** Bytes that have come and were not read. */
  get buffered(): number {
    return this.#queued
  }

  /** Whether an earlier request had been made when the present one was. */
  get wasUsedBefore(): boolean {
    return this.#requests > 1
  }

  /**
   * The next piece of the body, or null at its end.
   * @throws {Error} when it breaks off, says nothing for 30 s, or the connection is destroyed
   */
  async read(): Promise<Uint8Array | null> {
    for (;;) {
      const piece = this.#queue.shift()
      if (piece) {
        this.#queued -= piece.length
        if (this.#isHeld && this.#queued <= GO_ON) this.#letCome()
        return piece
      }
      if (this.#missing === 0) return null
      if (this.#failure) throw this.#failure
      await this.#news()
    }
  }

  /** Whether another request can follow: the body has been read to its end and the other side stays. */
  canBeReused(): boolean {
    const isOver = this.#expects === 'nothing' && this.#missing === 0 && this.#queue.length === 0
    return isOver && this.#failure === null && this.#head?.keepsAlive === true
  }

  /** It does not keep the process alive until it is used again. */
  rest(): void {
    this.#socket.unref()
  }

  get isOpen(): boolean {
    return this.#failure === null
  }

  destroy(reason: Error): void {
    this.#fail(reason)
    this.#socket.destroy()
  }

  /** Called for each read of the operating system. @returns false to be given no more for now */
  #take(length: number): boolean {
    const piece = this.#filling.take(length)
    try {
      const body = this.#expects === 'body' ? piece : this.#takeHead(piece)
      if (body.length > 0) this.#takeBody(body)
      else readBuffers().recycle(piece)
    } catch (error) {
      readBuffers().recycle(piece)
      this.destroy(error instanceof Error ? error : new Error('The answer of storage makes no sense.'))
    }
    this.#isHeld = this.#queued >= READ_AHEAD
    this.#ring()
    return !this.#isHeld
  }

  #takeHead(piece: Uint8Array): Uint8Array {
    if (this.#expects === 'nothing') throw new Error('Storage spoke without being asked.')
    const taken = this.#headReader.take(piece)
    if (!taken) return piece.subarray(piece.length)
    const { head, used } = taken
    const rest = piece.subarray(used)
    // 1xx: the answer itself comes after it.
    if (head.status < 200) return this.#takeHead(rest)
    this.#head = head
    // Of a page without a length nobody reads on: what it says is in the status.
    this.#missing = head.bodyLength ?? Number.POSITIVE_INFINITY
    this.#expects = this.#missing > 0 ? 'body' : 'nothing'
    return rest
  }

  #takeBody(body: Uint8Array): void {
    this.#missing -= body.length
    if (this.#missing < 0) throw new Error('Storage gave more than it had announced.')
    if (this.#missing === 0) this.#expects = 'nothing'
    this.#queue.push(body)
    this.#queued += body.length
  }

  #letCome(): void {
    this.#isHeld = false
    this.#socket.resume()
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#isWaiting = true
      this.#silence.refresh()
      this.#wake = resolve
    })
  }

  #ring(): void {
    this.#isWaiting = false
    this.#wake()
  }

  #fail(reason: Error): void {
    this.#failure ??= reason
    clearTimeout(this.#silence)
    this.#ring()
  }
}
