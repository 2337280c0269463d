// The data files: written once under a temporary name, synced, renamed into place, and removed when nothing refers to them.
import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Draft } from './draft.ts'

/** Name of a data file: 32 hex digits, never anything that a client chose. */
export type FileId = string

export const fileIdPattern = /^[0-9a-f]{32}$/

const folders = Array.from({ length: 256 }, (_, number) => number.toString(16).padStart(2, '0'))

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export class Files {
  readonly #directory: string
  readonly #pins = new Map<FileId, number>()
  readonly #doomed = new Set<FileId>()
  #removals: Promise<void> = Promise.resolve()
  /** Whether the index refers to a file; asked at the last moment before one is removed. */
  readonly #isReferenced: (id: FileId) => boolean

  constructor(directory: string, isReferenced: (id: FileId) => boolean) {
    this.#directory = directory
    this.#isReferenced = isReferenced
  }

  /** Where data files and temporary files are kept under the storage's folder. */
  static paths(directory: string): { data: string; temporary: string; folders: string[] } {
    const data = join(directory, 'data')
    return { data, temporary: join(directory, 'tmp'), folders: folders.map((name) => join(data, name)) }
  }

  /** Makes the folders. */
  static async prepare(directory: string): Promise<void> {
    const { data, temporary, folders: all } = Files.paths(directory)
    await mkdir(data, { recursive: true, mode: 0o700 })
    await mkdir(temporary, { recursive: true, mode: 0o700 })
    for (const folder of all) await mkdir(folder, { recursive: true, mode: 0o700 })
    await syncFolder(data)
    await syncFolder(directory)
  }

  #path(id: FileId): string {
    return join(this.#directory, 'data', id.slice(0, 2), id)
  }

  /** Begins a file that nobody sees yet. */
  async create(): Promise<Draft> {
    const path = join(this.#directory, 'tmp', randomBytes(16).toString('hex'))
    return new Draft(await open(path, 'wx', 0o600), path)
  }

  /** Syncs a draft and gives it its name; it is pinned until `release`, so that its row can be written. */
  async keep(draft: Draft): Promise<FileId> {
    const id = randomBytes(16).toString('hex')
    await draft.finish()
    await rename(draft.path, this.#path(id))
    await syncFolder(join(this.#directory, 'data', id.slice(0, 2)))
    this.pin([id])
    return id
  }

  /** Throws a draft away. Never throws. */
  async discard(draft: Draft): Promise<void> {
    await draft.abandon()
    await rm(draft.path, { force: true }).catch(() => undefined)
  }

  open(id: FileId): Promise<FileHandle> {
    return open(this.#path(id), 'r')
  }

  /** Keeps files from being removed while they are read or while rows for them are written. */
  pin(ids: Iterable<FileId>): void {
    for (const id of ids) this.#pins.set(id, (this.#pins.get(id) ?? 0) + 1)
  }

  release(ids: Iterable<FileId>): void {
    for (const id of ids) {
      const left = (this.#pins.get(id) ?? 1) - 1
      if (left > 0) this.#pins.set(id, left)
      else {
        this.#pins.delete(id)
        if (this.#doomed.delete(id)) this.remove([id])
      }
    }
  }

  /** Removes files that lost their last row, once nobody reads them. What fails is removed by the next start. */
  remove(ids: Iterable<FileId>): void {
    for (const id of ids) {
      if (this.#pins.has(id)) this.#doomed.add(id)
      else
        this.#removals = this.#removals.then(async () => {
          if (this.#pins.has(id)) this.#doomed.add(id)
          else if (!this.#isReferenced(id)) await unlink(this.#path(id)).catch(() => undefined)
        })
    }
  }

  /** Resolves when every removal that was asked for is over. */
  settled(): Promise<void> {
    return this.#removals
  }
}
