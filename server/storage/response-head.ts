// The head of an HTTP/1.1 response, read from the first bytes of a connection (RFC 9112): status and headers, no more.

export type ResponseHead = {
  status: number
  /** By lower-case name; of a name that comes twice, the last one. */
  headers: ReadonlyMap<string, string>
  /** Bytes of the body, or null where the head does not tell. */
  bodyLength: number | null
  /** Whether the connection can be used again after the body (RFC 9112 §9.3). */
  keepsAlive: boolean
}

/** No storage sends longer ones; more than this is not HTTP. In bytes. */
const MOST_BYTES = 64 * 1024

/** Collects bytes until the head is whole. */
export class ResponseHeadReader {
  #bytes = Buffer.alloc(0)

  /**
   * Takes the next bytes.
   * @returns the head and how many of these bytes belong to it, or null while it is not whole
   * @throws {Error} when this is no HTTP/1.1 response
   */
  take(bytes: Uint8Array): { head: ResponseHead; used: number } | null {
    const before = this.#bytes.length
    this.#bytes = Buffer.concat([this.#bytes, bytes.subarray(0, MOST_BYTES)])
    const end = this.#bytes.indexOf('\r\n\r\n')
    if (end < 0) {
      if (this.#bytes.length >= MOST_BYTES) throw new Error('The head of the answer does not end.')
      return null
    }
    const head = parseHead(this.#bytes.toString('latin1', 0, end))
    this.#bytes = Buffer.alloc(0)
    return { head, used: end + 4 - before }
  }
}

function parseHead(text: string): ResponseHead {
  const [first = '', ...lines] = text.split('\r\n')
  const status = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(first)
  if (!status) throw new Error('The answer is not HTTP/1.1.')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon <= 0) throw new Error('A header of the answer is not one.')
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  const connection = headers.get('connection')?.toLowerCase() ?? ''
  const length = Number(headers.get('content-length') ?? Number.NaN)
  const bodyLength = Number.isSafeInteger(length) && !headers.has('transfer-encoding') ? length : null
  return {
    status: Number(status[2]),
    headers,
    bodyLength,
    keepsAlive: status[1] === '1' && !connection.includes('close'),
  }
}
