// GoFile's tree of folders and files, and its accounts: everything has a UUID, a folder also a public code.
import { randomUUID } from 'node:crypto'
import { shortId } from './ids.ts'
import type { Arrival } from './simulator.ts'

export type GofileAccount = { id: string; token: string; rootFolder: string; tier: 'guest' | 'standard' | 'premium' }

export type GofileFolder = {
  type: 'folder'
  id: string
  code: string
  name: string
  public: boolean
  owner: string
  parent: string | null
  created: Date
}

export type GofileFile = {
  type: 'file'
  id: string
  name: string
  owner: string
  parent: string
  mimetype: string
  modTime: number
  path: string
  arrival: Arrival
}

export type GofileContent = GofileFolder | GofileFile

export class GofileContents {
  readonly all = new Map<string, GofileContent>()
  readonly accounts = new Map<string, GofileAccount>()

  addAccount(tier: GofileAccount['tier'], token = shortId(32)): GofileAccount {
    const account: GofileAccount = { id: randomUUID(), token, rootFolder: '', tier }
    account.rootFolder = this.addRoot(account.id).id
    this.accounts.set(token, account)
    return account
  }

  addRoot(owner: string): GofileFolder {
    return this.addFolder({ name: 'root', public: false, owner, parent: null })
  }

  addFolder(given: Pick<GofileFolder, 'name' | 'public' | 'owner' | 'parent'>): GofileFolder {
    const folder: GofileFolder = { type: 'folder', id: randomUUID(), code: shortId(6), created: new Date(), ...given }
    this.all.set(folder.id, folder)
    return folder
  }

  folder(id: string): GofileFolder | null {
    const found = this.all.get(id)
    return found?.type === 'folder' ? found : null
  }

  folderByCode(code: string): GofileFolder | null {
    return this.folders().find((folder) => folder.code === code) ?? null
  }

  folders(): GofileFolder[] {
    return [...this.all.values()].filter((content) => content.type === 'folder')
  }

  childrenOf(folderId: string): GofileContent[] {
    return [...this.all.values()].filter(({ parent }) => parent === folderId)
  }

  filesOf(folderId: string): GofileFile[] {
    return this.childrenOf(folderId).filter((content) => content.type === 'file')
  }

  /** Removes a file, or a folder with all that is in it. */
  remove(id: string): void {
    for (const child of this.childrenOf(id)) this.remove(child.id)
    const content = this.all.get(id)
    if (content?.type === 'file') content.arrival.stored = false
    this.all.delete(id)
  }

  /** Removes everything but the accounts, whose root folders stay. */
  clear(): void {
    const roots = [...this.accounts.values()].map(({ rootFolder }) => rootFolder)
    for (const { id } of this.folders()) if (!roots.includes(id)) this.all.delete(id)
    for (const { id, type } of this.all.values()) if (type === 'file') this.all.delete(id)
  }
}
