// Cyberfile's folders and files: private unless asked otherwise, and thrown into the trash before they are gone.
import { randomBytes } from 'node:crypto'
import { accountId, type Call } from './cyberfile-accounts.ts'
import { dateTime, type Fail, succeeded } from './cyberfile-replies.ts'
import type { Arrival } from './simulator.ts'

type Status = 'active' | 'trash'

export type CyberfileFolder = {
  id: string
  name: string
  parent: string | null
  /** 0 private, 1 unlisted, 2 listed in the search. */
  isPublic: 0 | 1 | 2
  password: string
  hash: string
  status: Status
  made: Date
}

export type CyberfileFile = {
  id: string
  shortUrl: string
  folder: string | null
  status: Status
  path: string
  type: string
  arrival: Arrival
}

type Rules = { origin: string; omitsFolderUrl: boolean; uniqueFolderNames: boolean; fail: Fail }

export class CyberfileContents {
  readonly folders = new Map<string, CyberfileFolder>()
  readonly files = new Map<string, CyberfileFile>()
  readonly #rules: Rules
  #lastId = 4000

  constructor(rules: Rules) {
    this.#rules = rules
  }

  nextId(): string {
    this.#lastId += 1
    return String(this.#lastId)
  }

  activeFolder(id: string | null): CyberfileFolder | null {
    const folder = this.folders.get(id ?? '')
    return folder?.status === 'active' ? folder : null
  }

  filesOf(folder: string | null): CyberfileFile[] {
    return [...this.files.values()].filter((file) => file.folder === folder && file.status === 'active')
  }

  foldersOf(parent: string | null): CyberfileFolder[] {
    return [...this.folders.values()].filter((folder) => folder.parent === parent && folder.status === 'active')
  }

  readonly create: Call = (given) => {
    const { fail, omitsFolderUrl, uniqueFolderNames } = this.#rules
    const name = given.get('folder_name')?.trim() ?? ''
    if (name === '') return fail('Please provide the folder_name param.')
    const parent = given.get('parent_id') || null
    if (parent !== null && !this.activeFolder(parent)) return fail('Could not find parent folder based on parent_id.')
    const isPublic = visibilityOf(given.get('is_public'))
    if (isPublic === null) return fail('The is_public param should be 0, 1 or 2.')
    if (uniqueFolderNames && this.foldersOf(parent).some((folder) => folder.name === name))
      return fail('A folder with that name already exists.')
    const folder: CyberfileFolder = {
      id: this.nextId(),
      name,
      parent,
      isPublic,
      password: given.get('access_password') ?? '',
      hash: randomBytes(16).toString('hex'),
      status: 'active',
      made: new Date(),
    }
    this.folders.set(folder.id, folder)
    const { url_folder: url, ...data } = this.#describeFolder(folder)
    return succeeded('Folder successfully created.', { data: omitsFolderUrl ? data : { ...data, url_folder: url } })
  }

  readonly folderInfo: Call = (given) => {
    const folder = this.folders.get(given.get('folder_id') ?? '')
    return folder
      ? succeeded('', { data: this.#describeFolder(folder) })
      : this.#rules.fail('Could not find folder based on folder_id.')
  }

  /** Without a parent it lists what is in no folder. */
  readonly listing: Call = (given) => {
    const parent = given.get('parent_folder_id') || null
    if (parent !== null && !this.activeFolder(parent))
      return this.#rules.fail('Could not find folder based on parent_folder_id.')
    const folders = this.foldersOf(parent).map((folder) => this.#describeFolder(folder))
    return succeeded('', { data: { folders, files: this.filesOf(parent).map(describeFile) } })
  }

  readonly deleteFolder: Call = (given) => {
    const folder = this.activeFolder(given.get('folder_id'))
    if (!folder) return this.#rules.fail('Could not find folder based on folder_id.')
    this.#trash(folder)
    return succeeded('Folder successfully removed.')
  }

  #trash(folder: CyberfileFolder): void {
    for (const file of this.filesOf(folder.id)) trashFile(file)
    for (const inner of this.foldersOf(folder.id)) this.#trash(inner)
    folder.status = 'trash'
  }

  /** Files in the trash are told too, with their status. */
  readonly fileInfo: Call = (given) => {
    const file = this.#file(given)
    return file ? succeeded('', { data: describeFile(file) }) : this.#noFile(given)
  }

  readonly deleteFile: Call = (given) => {
    const file = this.#file(given)
    if (file?.status !== 'active') return this.#noFile(given)
    trashFile(file)
    return succeeded('File successfully set as trash.', { file_id: file.id })
  }

  #file(given: URLSearchParams): CyberfileFile | undefined {
    return this.files.get(given.get('file_id') ?? '')
  }

  #noFile(given: URLSearchParams) {
    const { fail } = this.#rules
    return fail(given.get('file_id') ? 'Could not find file based on file_id.' : 'Please provide the file_id param.')
  }

  #describeFolder({ id, name, parent, isPublic, hash, status, made }: CyberfileFolder) {
    return {
      id,
      userId: accountId,
      parentId: parent,
      folderName: name,
      isPublic: String(isPublic),
      status,
      date_added: dateTime(made),
      urlHash: hash,
      url_folder: `${this.#rules.origin}/folder/${hash}/${encodeURIComponent(name.replaceAll(' ', '_'))}`,
      total_downloads: 0,
      child_folder_count: this.foldersOf(id).length,
      file_count: this.filesOf(id).length,
    }
  }
}

function visibilityOf(given: string | null): 0 | 1 | 2 | null {
  if (given === null || given === '' || given === '0') return 0
  if (given === '1') return 1
  return given === '2' ? 2 : null
}

function trashFile(file: CyberfileFile): void {
  file.status = 'trash'
  file.arrival.stored = false
}

const describeFile = ({ id, shortUrl, folder, status, type, arrival }: CyberfileFile) => ({
  id,
  filename: arrival.name,
  shortUrl,
  fileType: type,
  fileSize: String(arrival.size),
  status,
  downloads: '0',
  folderId: folder,
  url_file: arrival.url,
})
