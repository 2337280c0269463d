// Cuts the body of an answer into the parts that storage takes, byte for byte, at the pace of the slower side.
import { FetchError } from './fetch-error.ts'

export class BodyParts {
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #onBytes: (bytes: number) => void
  readonly #toError: (error: unknown) => Error
  #rest: Uint8Array = new Uint8Array()
  #failure: Error | null = null

  /**
   * @param onBytes told of each piece as it comes
   * @param toError what a failure of the body is for those who take parts
   */
  constructor(
    body: AsyncIterable<Uint8Array>,
    { onBytes, toError }: { onBytes: (bytes: number) => void; toError: (error: unknown) => Error },
  ) {
    this.#chunks = body[Symbol.asyncIterator]()
    this.#onBytes = onBytes
    this.#toError = toError
  }

  /** Why bytes did not come, whatever somebody else has made of it since. */
  get failure(): Error | null {
    return this.#failure
  }

  /** The next `size` bytes. @throws {FetchError} when they do not come */
  async *take(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      if (this.#rest.length === 0) this.#rest = (await this.#next()) ?? this.#fail()
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.length)
      left -= piece.length
      this.#onBytes(piece.length)
      yield piece
    }
  }

  /** @throws {FetchError} when there is more than was taken */
  async end(): Promise<void> {
    while (this.#rest.length === 0) {
      const more = await this.#next()
      if (more === null) return
      this.#rest = more
    }
    throw new FetchError('The server sends more bytes than it had said.')
  }

  async #next(): Promise<Uint8Array | null> {
    try {
      const next = await this.#chunks.next()
      return next.done === true ? null : next.value
    } catch (error) {
      this.#failure = this.#toError(error)
      throw this.#failure
    }
  }

  #fail(): never {
    this.#failure = new FetchError('The server sends fewer bytes than it had said.')
    throw this.#failure
  }
}
