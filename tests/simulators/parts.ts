// The parts of a file that comes in numbered pieces, each kept by itself until they are joined.
import { createReadStream } from 'node:fs'
import { type Received, receive } from './receiver.ts'

export class Parts {
  readonly #newPath: () => string
  readonly #all = new Map<number, Received>()

  constructor(newPath: () => string) {
    this.#newPath = newPath
  }

  /** Keeps a part in place of the one that had its number. A part that breaks off leaves the one before as it was. */
  async put(number: number, chunks: AsyncIterable<Uint8Array>): Promise<Received> {
    const part = await receive(this.#newPath(), chunks)
    this.#all.set(number, part)
    return part
  }

  get(number: number): Received | undefined {
    return this.#all.get(number)
  }

  /** Whether the parts are numbered from 1 without a gap, and there is at least one. */
  get whole(): boolean {
    return this.#all.size > 0 && [...this.#all.keys()].every((number) => number >= 1 && number <= this.#all.size)
  }

  /** The parts in the order of their numbers. */
  get ordered(): Received[] {
    return [...this.#all].toSorted(([one], [two]) => one - two).map(([, part]) => part)
  }

  /** Writes the parts, in the order of their numbers, into one new file. */
  join(): Promise<Received> {
    const parts = this.ordered
    return receive(
      this.#newPath(),
      (async function* () {
        for (const { path } of parts) yield* createReadStream(path)
      })(),
    )
  }
}
