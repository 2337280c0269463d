// The files and folders of a simulated XFileSharing site; the root folder is `0`, and numbers are told as texts.
import { shortId } from './ids.ts'
import type { Received } from './receiver.ts'
import { html } from './reply.ts'
import type { Handler } from './routes.ts'
import type { Ground } from './server.ts'
import type { Arrival, SimulatedGroup } from './simulator.ts'
import { envelopeError, ok, serverTime } from './xfs-envelope.ts'

export type XfsFile = { arrival: Arrival; path: string; folder: string; isPublic: boolean }
type Folder = { id: string; name: string; parent: string; code: string }

type FilesOptions = { ground: Ground; linkBase: string; codeKey: 'filecode' | 'file_code'; listPageSize: number }

const root = '0'

export class XfsFiles {
  readonly #files = new Map<string, XfsFile>()
  readonly #folders = new Map<string, Folder>()
  readonly #options: FilesOptions

  constructor(options: FilesOptions) {
    this.#options = options
  }

  clear(): void {
    this.#files.clear()
    this.#folders.clear()
  }

  /** The file that has this code and was not deleted. */
  find(code: string): XfsFile | null {
    const file = this.#files.get(code)
    return file?.arrival.stored ? file : null
  }

  hasFolder(id: string): boolean {
    return id === root || this.#folders.has(id)
  }

  /** Bytes of all files that are there. */
  get used(): string {
    return String(this.#stored().reduce((sum, { arrival }) => sum + arrival.size, 0))
  }

  #stored(folder?: string): XfsFile[] {
    const stored = [...this.#files.values()].filter(({ arrival }) => arrival.stored)
    return folder === undefined ? stored : stored.filter((file) => file.folder === folder)
  }

  /** Stores a file, and gives its code. */
  keep(received: Received, { name, ...file }: { name: string; isPublic: boolean; folder: string }): string {
    const { path, size, sha256, md5 } = received
    const fileId = shortId(12).toLowerCase()
    const url = `${this.#options.linkBase}/${fileId}`
    const group = file.folder === root ? null : file.folder
    const arrival: Arrival = { at: new Date(), fileId, name, size, sha256, md5, group, stored: true, url }
    this.#files.set(fileId, { arrival, path, ...file })
    this.#options.ground.ledger.push(arrival)
    return fileId
  }

  groups(): SimulatedGroup[] {
    const idsIn = (folder: string) => this.#stored(folder).map(({ arrival }) => arrival.fileId)
    return [...this.#folders.values()].map(({ id, name }) => ({ id, name, files: idsIn(id) }))
  }

  readonly createFolder: Handler = ({ query }) => {
    const [name, parent] = [query.get('name') ?? '', query.get('parent_id') ?? '']
    if (name === '' || name.length > 255) return envelopeError(400, 'Bad folder name')
    if (parent === '') return envelopeError(400, 'No parent_id')
    if (!this.hasFolder(parent)) return envelopeError(404, 'No such parent folder')
    // Two folders may have one name.
    const id = String(1000 + this.#folders.size)
    this.#folders.set(id, { id, name, parent, code: shortId(10).toLowerCase() })
    return ok({ fld_id: id })
  }

  readonly listFolder: Handler = ({ query }) => {
    const id = query.get('fld_id') ?? root
    if (!this.hasFolder(id)) return envelopeError(404, 'No such folder')
    const inside = [...this.#folders.values()].filter(({ parent }) => parent === id)
    const folders = inside.map(({ id: fld_id, name, code }) => ({ fld_id, name, code }))
    return ok({ folders, files: this.#stored(id).map(listed) })
  }

  readonly setFolder: Handler = ({ query }) => {
    const file = this.find(query.get('file_code') ?? '')
    const folder = query.get('fld_id') ?? ''
    if (!file) return envelopeError(404, 'No such file')
    if (!this.hasFolder(folder)) return envelopeError(404, 'No such folder')
    file.folder = folder
    file.arrival.group = folder === root ? null : folder
    return ok('true')
  }

  /** Each code has a status of its own, in the order asked. */
  readonly info: Handler = ({ query }) => {
    const codes = query.get('file_code')?.split(',').filter(Boolean) ?? []
    if (codes.length === 0) return envelopeError(400, 'No file_code')
    return ok(codes.map((code) => ({ [this.#options.codeKey]: code, ...told(this.find(code)) })))
  }

  readonly list: Handler = ({ query }) => {
    const folder = query.get('fld_id') ?? root
    const at = Number(query.get('page') ?? 1)
    if (!this.hasFolder(folder)) return envelopeError(404, 'No such folder')
    if (!Number.isInteger(at) || at < 1) return envelopeError(400, 'Bad page')
    const { listPageSize } = this.#options
    const here = this.#stored(folder).toReversed()
    const shown = here.slice((at - 1) * listPageSize, at * listPageSize)
    return ok({ results_total: String(here.length), results: shown.length, files: shown.map(listed) })
  }

  readonly remove: Handler = ({ query }) => {
    const file = this.find(query.get('file_code') ?? '')
    if (!file) return envelopeError(404, 'No such file')
    file.arrival.stored = false
    return ok('true')
  }

  readonly download: Handler = ({ params }) => {
    const file = this.find(params['code'] ?? '')
    if (!file) return html(404, '<h1>404</h1>')
    const { name, size } = file.arrival
    return { status: 200, body: { file: { path: file.path, type: 'application/octet-stream', name, size } } }
  }
}

const told = (file: XfsFile | null) => {
  if (!file) return { status: 404 }
  const { name, size, at } = file.arrival
  return { status: 200, name, size: String(size), uploaded: serverTime(at), downloads: '0' }
}

const listed = ({ arrival: { fileId, name, size, at, url }, folder, isPublic }: XfsFile) => ({
  file_code: fileId,
  name,
  size: String(size),
  fld_id: folder,
  link: url,
  public: isPublic ? '1' : '0',
  uploaded: serverTime(at),
})
