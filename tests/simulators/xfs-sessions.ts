// The sessions that XFileSharing sites hand out for uploads: each serves a number of files.
import { shortId } from './ids.ts'

export class Sessions {
  readonly #left = new Map<string, number>()
  readonly #files: number

  /** @param files how many files one session serves */
  constructor(files: number) {
    this.#files = files
  }

  open(): string {
    const id = shortId(16).toLowerCase()
    this.#left.set(id, this.#files)
    return id
  }

  /** False for a session that is unknown or used up. */
  use(id: string): boolean {
    const left = this.#left.get(id) ?? 0
    if (left > 0) this.#left.set(id, left - 1)
    return left > 0
  }

  clear(): void {
    this.#left.clear()
  }
}
