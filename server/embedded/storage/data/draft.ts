// A file that is being written: bytes are gathered into large writes, one of which is under way while the next is gathered.
import type { FileHandle } from 'node:fs/promises'

const gathered = 1024 * 1024
// Pages are handed to the disk while more are on their way, so that the sync at the end is short.
const syncEvery = 32 * 1024 * 1024

export class Draft {
  readonly path: string
  readonly #handle: FileHandle
  #pending: Buffer[] = []
  #pendingBytes = 0
  #writing: Promise<void> = Promise.resolve()
  #syncing: Promise<void> | undefined
  #sinceSync = 0
  #failure: Error | undefined
  #closed = false
  /** Bytes taken so far. */
  size = 0

  constructor(handle: FileHandle, path: string) {
    this.#handle = handle
    this.path = path
  }

  /** Takes bytes; wait for what it returns before giving more. The buffer must not be changed afterwards. */
  write(bytes: Buffer): Promise<void> | undefined {
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    this.size += bytes.length
    return this.#pendingBytes < gathered ? undefined : this.#flush()
  }

  readonly #fail = (error: unknown): void => {
    this.#failure ??= error instanceof Error ? error : new Error('The file could not be written.', { cause: error })
  }

  async #flush(): Promise<void> {
    await this.#writing
    if (this.#failure) throw this.#failure
    const batch = this.#pending
    this.#sinceSync += this.#pendingBytes
    this.#pending = []
    this.#pendingBytes = 0
    this.#writing = this.#writeAll(batch).catch(this.#fail)
  }

  async #writeAll(batch: Buffer[]): Promise<void> {
    const total = batch.reduce((sum, { length }) => sum + length, 0)
    const { bytesWritten } = await this.#handle.writev(batch)
    // A disk may take less than it was given; the rest goes in one piece.
    for (let rest = Buffer.concat(bytesWritten < total ? batch : []).subarray(bytesWritten); rest.length > 0; )
      rest = rest.subarray((await this.#handle.write(rest)).bytesWritten)
    if (this.#sinceSync < syncEvery || this.#syncing) return
    this.#sinceSync = 0
    this.#syncing = this.#handle
      .datasync()
      .catch(this.#fail)
      .finally(() => {
        this.#syncing = undefined
      })
  }

  /** Writes what is left, syncs and closes. @throws what the file system throws */
  async finish(): Promise<void> {
    if (this.#pendingBytes > 0) await this.#flush()
    await this.#writing
    await this.#syncing
    if (this.#failure) throw this.#failure
    await this.#handle.sync()
    this.#closed = true
    await this.#handle.close()
  }

  /** Closes without a word about what was written. Never throws. */
  async abandon(): Promise<void> {
    await this.#writing
    await this.#syncing
    if (this.#closed) return
    this.#closed = true
    await this.#handle.close().catch(() => undefined)
  }
}
