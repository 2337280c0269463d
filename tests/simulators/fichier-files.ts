// 1fichier's files and folders: known to the API by the public link of a file and the number of a folder.
import { createReadStream } from 'node:fs'
import { createWhirlpool } from 'hash-wasm'
import { z } from 'zod'
import type { Exchange } from './exchange.ts'
import { done, notFound, refused } from './fichier-replies.ts'
import { page } from './page.ts'
import { html, type Reply } from './reply.ts'
import type { Handler } from './routes.ts'
import type { Arrival } from './simulator.ts'

export type FichierFile = {
  id: string
  removal: string
  /** 0 is the folder that is always there. */
  folder: number
  owned: boolean
  password: string
  path: string
  type: string
  arrival: Arrival
}

export type FichierFolder = { id: number; name: string; parent: number }

const folderId = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).default(0)
const mkdirBody = z.object({ name: z.string().trim().min(1).max(250), folder_id: folderId })
const lsBody = z.object({ folder_id: folderId })
const infoBody = z.object({ url: z.string() })
const rmBody = z.object({ files: z.array(z.object({ url: z.string() })).min(1) })

export class FichierFiles {
  readonly all = new Map<string, FichierFile>()
  readonly folders = new Map<number, FichierFolder>()
  readonly #origin: string
  readonly #digests = new Map<string, Promise<string>>()
  #lastFolder = 300

  constructor(origin: string) {
    this.#origin = origin
  }

  clear(): void {
    this.all.clear()
    this.folders.clear()
    this.#digests.clear()
  }

  hasFolder(id: number): boolean {
    return id === 0 || this.folders.has(id)
  }

  filesOf(folder: number): FichierFile[] {
    return [...this.all.values()].filter((file) => file.owned && file.folder === folder)
  }

  /** Read from the stored file, once, when somebody asks. */
  whirlpoolOf({ id, path }: FichierFile): Promise<string> {
    const known = this.#digests.get(id) ?? whirlpool(path)
    this.#digests.set(id, known)
    return known
  }

  readonly mkdir: Handler = async (exchange) => {
    const body = mkdirBody.safeParse(await exchange.json())
    if (!body.success) return refused('Bad parameters #26')
    const { name, folder_id: parent } = body.data
    if (!this.hasFolder(parent)) return notFound()
    this.#lastFolder += 1
    this.folders.set(this.#lastFolder, { id: this.#lastFolder, name, parent })
    return done({ folder_id: this.#lastFolder, name })
  }

  readonly folderLs: Handler = async (exchange) => {
    const id = await this.#askedFolder(exchange)
    if (id === null) return notFound()
    const inner = [...this.folders.values()].filter(({ parent }) => parent === id)
    const subFolders = inner.map((folder) => ({ id: folder.id, name: folder.name }))
    return done({ folder_id: id, name: this.folders.get(id)?.name ?? '', sub_folders: subFolders })
  }

  readonly fileLs: Handler = async (exchange) => {
    const id = await this.#askedFolder(exchange)
    if (id === null) return notFound()
    return done({ items: await Promise.all(this.filesOf(id).map((file) => this.#describe(file))) })
  }

  async #askedFolder(exchange: Exchange): Promise<number | null> {
    const body = lsBody.safeParse(await exchange.json())
    return body.success && this.hasFolder(body.data.folder_id) ? body.data.folder_id : null
  }

  readonly info: Handler = async (exchange) => {
    const body = infoBody.safeParse(await exchange.json())
    const file = body.success ? this.#byUrl(body.data.url) : undefined
    return file ? done(await this.#describe(file)) : notFound()
  }

  async #describe(file: FichierFile) {
    const { type, arrival } = file
    const { name: filename, size, url, at } = arrival
    const date = at.toISOString().slice(0, 19).replace('T', ' ')
    return { url, filename, size, date, checksum: await this.whirlpoolOf(file), 'content-type': type }
  }

  /** Deletes all of them, or none where one is not there or not of this account. */
  readonly rm: Handler = async (exchange) => {
    const body = rmBody.safeParse(await exchange.json())
    const files = body.success ? body.data.files.map(({ url }) => this.#byUrl(url)) : []
    const found = files.filter((file) => file !== undefined).filter(({ owned }) => owned)
    if (!body.success || found.length < files.length) return notFound()
    for (const file of found) this.#delete(file)
    return done({ removed: found.length })
  }

  /** Whoever has this address may delete the file, key or not. */
  readonly removePage: Handler = ({ params }) => {
    const file = this.all.get(params['id'] ?? '')
    if (file?.removal !== params['removal'] || !file) return missing()
    this.#delete(file)
    return html(200, page('1fichier', 'The file has been removed', []))
  }

  #delete(file: FichierFile): void {
    file.arrival.stored = false
    this.all.delete(file.id)
  }

  #byUrl(url: string): FichierFile | undefined {
    const id = url.startsWith(`${this.#origin}/?`) ? url.slice(this.#origin.length + 2).split('&')[0] : ''
    return this.all.get(id ?? '')
  }

  /** The public link: the id is the whole query. */
  readonly filePage: Handler = ({ target }) => {
    const file = this.all.get(/^\/\?([a-z0-9]+)/.exec(target)?.[1] ?? '')
    if (!file) return missing()
    if (file.password !== '') return html(200, page('1fichier', 'A password is needed', []))
    const { name, size } = file.arrival
    return html(200, page('1fichier', name, [{ name, size, href: `/download/${file.id}` }]))
  }

  readonly download: Handler = ({ params }) => {
    const file = this.all.get(params['id'] ?? '')
    if (file?.password !== '') return missing()
    const { path, type, arrival } = file
    return { status: 200, body: { file: { path, type, name: arrival.name, size: arrival.size } } }
  }
}

const missing = (): Reply => html(404, page('1fichier', 'The requested file could not be found', []))

async function whirlpool(path: string): Promise<string> {
  const hash = await createWhirlpool()
  const chunks: AsyncIterable<Buffer> = createReadStream(path)
  for await (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}
