// Pulls lines and slices out of a byte stream, holding no more than one chunk of it.
import { S3Error } from '#server/embedded/storage/errors.ts'

export class ByteReader {
  readonly #source: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Lets go of the source, which may not have been read to its end. */
  async close(): Promise<void> {
    await this.#source.return?.()
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next()
    if (next.done) return false
    this.#rest = next.value
    return true
  }

  /** The next bytes, at most `limit` of them; undefined at the end. */
  async slice(limit: number): Promise<Buffer | undefined> {
    while (this.#rest.length === 0) if (!(await this.#more())) return undefined
    const taken = this.#rest.subarray(0, limit)
    this.#rest = this.#rest.subarray(taken.length)
    return taken
  }

  /**
   * The next line without its end; undefined at the end of the stream.
   * @throws {S3Error} InvalidRequest when a line is longer than `limit` bytes
   */
  async line(limit: number): Promise<string | undefined> {
    let line = ''
    for (;;) {
      const end = this.#rest.indexOf(10)
      line += this.#rest.toString('latin1', 0, end === -1 ? undefined : end)
      if (line.length > limit) throw new S3Error('InvalidRequest', 'A line of the chunked body is too long.')
      if (end !== -1) {
        this.#rest = this.#rest.subarray(end + 1)
        return line.endsWith('\r') ? line.slice(0, -1) : line
      }
      if (!(await this.#more())) return line === '' ? undefined : line
    }
  }
}
