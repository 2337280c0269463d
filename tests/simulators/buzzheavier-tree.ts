// BuzzHeavier's folders and files: one account's tree, and files of nobody beside it.
import { shortId } from './ids.ts'
import type { LinkedFiles } from './linked-files.ts'

export type BuzzFolder = { id: string; name: string; parent: string | null; createdAt: Date }

/** An item of a folder as the listing tells it. */
export type BuzzItem = { id: string; name: string; size: number; isDirectory: boolean; createdAt: string }

export const buzzId = (): string => shortId(12).toLowerCase()

export class BuzzTree {
  readonly folders = new Map<string, BuzzFolder>()
  readonly #files: LinkedFiles
  readonly root: BuzzFolder = { id: buzzId(), name: '', parent: null, createdAt: new Date() }

  constructor(files: LinkedFiles) {
    this.#files = files
    this.clear()
  }

  /** The root stays as it is, so that a client which knows its id can go on. */
  clear(): void {
    this.folders.clear()
    this.folders.set(this.root.id, this.root)
  }

  /** A new folder, or null where the parent has one of that name. */
  addFolder(parent: string, name: string): BuzzFolder | null {
    if (this.#subfolders(parent).some((folder) => folder.name === name)) return null
    const folder = { id: buzzId(), name, parent, createdAt: new Date() }
    this.folders.set(folder.id, folder)
    return folder
  }

  filesOf(folderId: string) {
    return [...this.#files.all.values()].map(({ arrival }) => arrival).filter(({ group }) => group === folderId)
  }

  childrenOf(folderId: string): BuzzItem[] {
    const folders = this.#subfolders(folderId).map(({ id, name, createdAt }) => {
      return { id, name, size: 0, isDirectory: true, createdAt: createdAt.toISOString() }
    })
    const files = this.filesOf(folderId).map(({ fileId, name, size, at }) => {
      return { id: fileId, name, size, isDirectory: false, createdAt: at.toISOString() }
    })
    return [...folders, ...files]
  }

  /** Deletes a folder with all that is in it. */
  async remove(folderId: string): Promise<void> {
    for (const { fileId } of this.filesOf(folderId)) await this.#files.remove(fileId)
    for (const { id } of this.#subfolders(folderId)) await this.remove(id)
    this.folders.delete(folderId)
  }

  #subfolders(parent: string): BuzzFolder[] {
    return [...this.folders.values()].filter((folder) => folder.parent === parent)
  }
}
