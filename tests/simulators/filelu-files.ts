// FileLu's files and folders: folders go by their path, files by a code, and a file that came in parts is seen later.
import { shortId } from './ids.ts'
import type { Received } from './receiver.ts'
import { html } from './reply.ts'
import type { Handler } from './routes.ts'
import type { Ground } from './server.ts'
import type { Arrival, SimulatedGroup } from './simulator.ts'
import { envelopeError, ok } from './xfs-envelope.ts'

export type FileluFile = { arrival: Arrival; path: string; folder: string; seenFrom: number }
type Folder = { id: string; path: string }

/** A path with one slash before each of its folders; the root is empty. */
export const plainPath = (path: string): string =>
  path
    .split('/')
    .filter(Boolean)
    .map((part) => `/${part}`)
    .join('')

const parentOf = (path: string) => path.slice(0, path.lastIndexOf('/'))
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

export class FileluFiles {
  readonly #files = new Map<string, FileluFile>()
  readonly #folders = new Map<string, Folder>()
  readonly #ground: Ground

  constructor(ground: Ground) {
    this.#ground = ground
    this.clear()
  }

  clear(): void {
    this.#files.clear()
    this.#folders.clear()
    this.#folders.set('', { id: '0', path: '' })
  }

  folder(path: string): Folder | null {
    return this.#folders.get(plainPath(path)) ?? null
  }

  /** The file that has this code, was not deleted, and is seen by now. */
  find(code: string): FileluFile | null {
    const file = this.#files.get(code)
    return file?.arrival.stored && file.seenFrom <= Date.now() ? file : null
  }

  #seenIn(folder: string): FileluFile[] {
    return [...this.#files.values()].filter((file) => file.folder === folder && this.find(file.arrival.fileId))
  }

  /** Bytes of all files that are stored. */
  get used(): string {
    const stored = [...this.#files.values()].filter(({ arrival }) => arrival.stored)
    return String(stored.reduce((sum, { arrival }) => sum + arrival.size, 0))
  }

  /** Stores a file that is seen after a while, and gives its code. */
  keep(received: Received, { name, folder, afterMs }: { name: string; folder: Folder; afterMs: number }): string {
    const { path, size, sha256, md5 } = received
    const at = new Date()
    const fileId = shortId(12).toLowerCase()
    const group = folder.path === '' ? null : folder.id
    const url = `${this.#ground.origin}/${fileId}`
    const arrival: Arrival = { at, fileId, name, size, sha256, md5, group, stored: true, url }
    this.#files.set(fileId, { arrival, path, folder: folder.path, seenFrom: at.getTime() + afterMs })
    this.#ground.ledger.push(arrival)
    return fileId
  }

  groups(): SimulatedGroup[] {
    const storedIn = (folder: string) =>
      [...this.#files.values()].filter((file) => file.folder === folder && file.arrival.stored)
    return [...this.#folders.values()]
      .filter(({ path }) => path !== '')
      .map(({ id, path }) => ({ id, name: nameOf(path), files: storedIn(path).map(({ arrival }) => arrival.fileId) }))
  }

  /** Makes the folders above it as well; one that is there is given again. */
  readonly createFolder: Handler = ({ query }) => {
    const path = plainPath(query.get('folder_path') ?? '')
    if (path === '') return envelopeError(400, 'No folder_path')
    if (path.split('/').some((part) => part.length > 255)) return envelopeError(400, 'Bad folder name')
    return ok({ folder_id: this.#make(path).id })
  }

  #make(path: string): Folder {
    const there = this.#folders.get(path)
    if (there) return there
    this.#make(parentOf(path))
    const folder = { id: String(1000 + this.#folders.size), path }
    this.#folders.set(path, folder)
    return folder
  }

  readonly listFolder: Handler = ({ query }) => {
    const folder = this.folder(query.get('folder_path') ?? '')
    if (!folder) return envelopeError(404, 'Folder not found')
    const inside = [...this.#folders.values()].filter(({ path }) => path !== '' && parentOf(path) === folder.path)
    const folders = inside.map(({ id, path }) => ({ name: nameOf(path), fld_id: id, path }))
    const files = this.#seenIn(folder.path).map(({ arrival: { name, fileId, size } }) => ({
      name,
      file_code: fileId,
      size,
      fld_id: folder.id,
    }))
    return ok({ files, folders })
  }

  readonly info: Handler = ({ query }) => {
    const codes = query.get('file_code')?.split(',').filter(Boolean) ?? []
    if (codes.length === 0) return envelopeError(400, 'No file_code')
    return ok(codes.map((code) => ({ filecode: code, ...told(this.find(code)) })))
  }

  /** Deletes the newest file of that path. */
  readonly remove: Handler = ({ query }) => {
    const path = plainPath(query.get('file_path') ?? '')
    const file = this.#seenIn(parentOf(path)).findLast(({ arrival }) => arrival.name === nameOf(path))
    if (!file) return envelopeError(404, 'File not found')
    file.arrival.stored = false
    return ok('deleted')
  }

  readonly download: Handler = ({ params }) => {
    const file = this.find(params['code'] ?? '')
    if (!file) return html(404, '<h1>404</h1>')
    const { name, size } = file.arrival
    return { status: 200, body: { file: { path: file.path, type: 'application/octet-stream', name, size } } }
  }
}

const told = (file: FileluFile | null) => {
  if (!file) return { status: 404 }
  const { name, size, md5 } = file.arrival
  return { status: 200, name, size: String(size), hash: md5 }
}
