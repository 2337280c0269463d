// One request at a simulator, read piece by piece so that a fault can strike at any byte.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Pace } from './pace.ts'

const headBytes = 16_384

export class Exchange {
  readonly method: string
  /** The path as sent, still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  /** Path and query as sent. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly ip: string
  /** The declared Content-Length in bytes, or null. */
  readonly length: number | null
  /** Aborted when the connection is gone, on either side. */
  readonly signal: AbortSignal
  /** Body bytes read from the connection. */
  bytes = 0
  /** What the route's `:name` parts matched, percent-decoded. */
  params: Record<string, string> = {}
  pace: Pace

  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #chunks: AsyncIterator<Buffer>
  #peeked: Buffer[] = []

  constructor(request: IncomingMessage, response: ServerResponse, pace: Pace) {
    const url = new URL(`http://host${request.url ?? '/'}`)
    this.method = request.method ?? 'GET'
    this.path = request.url?.split('?')[0] ?? '/'
    this.query = url.searchParams
    this.target = request.url ?? '/'
    this.headers = request.headers
    this.ip = request.socket.remoteAddress ?? ''
    const length = request.headers['content-length']
    this.length = length === undefined ? null : Number(length)
    this.pace = pace
    this.#request = request
    this.#response = response
    this.#chunks = request.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]()
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    this.signal = gone.signal
  }

  /** Whether the whole body has been read. */
  get complete(): boolean {
    return this.#peeked.length === 0 && (this.#request.complete || (this.length ?? 0) === 0)
  }

  /** The body, once. Throws when the client goes away in the middle. */
  async *body(): AsyncGenerator<Buffer> {
    for (let chunk = this.#peeked.shift(); chunk; chunk = this.#peeked.shift()) yield chunk
    for (let chunk = await this.#read(); chunk; chunk = await this.#read()) yield chunk
  }

  /** The first part of the body as text, up to the end of the first file's part header; `body()` still gives it. */
  async head(): Promise<string> {
    const text = () => Buffer.concat(this.#peeked).subarray(0, headBytes).toString('utf8')
    const enough = () => text().length >= headBytes / 2 || /filename=[^]*\r\n\r\n/.test(text())
    while (!enough()) {
      const chunk = await this.#read()
      if (!chunk) break
      this.#peeked.push(chunk)
    }
    return text()
  }

  /** Reads and throws away the body, or what comes until `upTo` bytes of it were read. */
  async drain(upTo = Number.POSITIVE_INFINITY): Promise<void> {
    this.#peeked = []
    while (this.bytes < upTo && (await this.#read()));
  }

  /** The whole body as text. */
  async text(): Promise<string> {
    const parts: Buffer[] = []
    for await (const chunk of this.body()) parts.push(chunk)
    return Buffer.concat(parts).toString('utf8')
  }

  /** The parsed body, or undefined when it is not JSON or not declared as `application/json`. */
  async json(): Promise<unknown> {
    const text = await this.text()
    if (!this.headers['content-type']?.startsWith('application/json')) return undefined
    try {
      return JSON.parse(text)
    } catch {
      return undefined
    }
  }

  /** The fields of a form that is declared as `application/x-www-form-urlencoded`; none where it is not. */
  async form(): Promise<URLSearchParams> {
    const text = await this.text()
    const isForm = this.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    return new URLSearchParams(isForm ? text : '')
  }

  /** Ends the connection at once, with no (further) word. */
  destroy(): void {
    this.#response.destroy()
  }

  /** Resolves when the connection is gone. */
  async gone(): Promise<void> {
    if (!this.signal.aborted) await new Promise((done) => this.signal.addEventListener('abort', done, { once: true }))
  }

  async #read(): Promise<Buffer | undefined> {
    const next = await this.#chunks.next()
    if (next.done) return undefined
    this.bytes += next.value.length
    await this.pace(next.value.length, this.signal)
    return next.value
  }
}
