// How many bytes the reads of this process may hold, shared by the files that are under way.

const MiB = 1024 ** 2
/** More than this between the fastest host and the slowest gains nothing; less would make them wait for each other. */
const LARGEST = 8 * MiB
const SMALLEST = 1 * MiB
/** A file is read twice at the most, at the same time. */
const READS_OF_A_FILE = 2

export type Share = Disposable & {
  /** Bytes for each read of the file, as things are now. */
  windowBytes(): number
}

export class WindowBudget {
  readonly #bytes: number
  #files = 0

  /** @param bytes for all files together; each gets 1 MiB for a read even where that is more */
  constructor(bytes: number) {
    this.#bytes = bytes
  }

  /** A file's part of it, which shrinks and grows with their number, until it is disposed of. */
  share(): Share {
    this.#files += 1
    return {
      windowBytes: () => Math.min(LARGEST, Math.max(SMALLEST, this.#bytes / (this.#files * READS_OF_A_FILE))),
      [Symbol.dispose]: () => {
        this.#files -= 1
      },
    }
  }
}
