// How many bytes the reads of this process may hold, shared by the files that are under way.

import type { Windows } from './fan-out.ts'

const MiB = 1024 ** 2
/** Hosts of nearly one speed may drift apart by this before one waits for another; all who follow the second read are slow. */
const LARGEST = { leading: 16 * MiB, lagging: 4 * MiB }
const SMALLEST = 1 * MiB
/** The second read is rare, and all who follow it are slow. */
const LEADING_SHARE = 3 / 4

export type Share = Disposable & Windows

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
    const part = (most: number, share: number) =>
      Math.min(most, Math.max(SMALLEST, (this.#bytes / this.#files) * share))
    return {
      leading: () => part(LARGEST.leading, LEADING_SHARE),
      lagging: () => part(LARGEST.lagging, 1 - LEADING_SHARE),
      [Symbol.dispose]: () => {
        this.#files -= 1
      },
    }
  }
}
