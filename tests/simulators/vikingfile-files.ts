// VikingFile's files: checked by hash, listed for their account page by page, renamed and deleted by their owner.
import type { Exchange } from './exchange.ts'
import { shortId } from './ids.ts'
import type { Received } from './receiver.ts'
import { html, json, type Reply } from './reply.ts'
import type { Handler } from './routes.ts'
import type { Ground } from './server.ts'
import type { Arrival, SimulatedGroup } from './simulator.ts'

export type VikingFile = { arrival: Arrival; path: string; user: string }

type FilesOptions = { ground: Ground; userHash: string | undefined; listPageSize: number }
type New = { name: string; user: string; folder: string | null }

/** What went wrong, inside 200; `success` is told by the same name. */
export const vikingError = (error: string): Reply => json(200, { error })

/** The text fields of a form in either encoding, as PHP reads them. Empty when the body is no form. */
export async function fieldsOf(exchange: Exchange): Promise<Map<string, string[]>> {
  const text = await exchange.text()
  const type = exchange.headers['content-type'] ?? ''
  const read = new Response(text, { headers: { 'content-type': type } }).formData()
  const form = await read.catch(() => new FormData())
  return new Map(
    [...form.keys()].map((key) => [key, form.getAll(key).filter((value) => typeof value === 'string')] as const),
  )
}

export class VikingFiles {
  readonly #all = new Map<string, VikingFile>()
  readonly #options: FilesOptions

  constructor(options: FilesOptions) {
    this.#options = options
  }

  clear(): void {
    this.#all.clear()
  }

  /** The file that has this hash and was not deleted. */
  find(hash: string): VikingFile | null {
    const file = this.#all.get(hash)
    return file?.arrival.stored ? file : null
  }

  /** An empty user stands for nobody, and is known. */
  knows(user: string): boolean {
    return user === '' || user === this.#options.userHash
  }

  /** Stores a file, and gives the reply that tells of it. A folder is for accounts. */
  keep({ path, size, sha256, md5 }: Received, { name, user, folder }: New): Reply {
    const hash = shortId(10)
    const url = `${this.#options.ground.origin}/f/${hash}`
    const group = user === '' ? null : folder
    const arrival: Arrival = { at: new Date(), fileId: hash, name, size, sha256, md5, group, stored: true, url }
    this.#all.set(hash, { arrival, path, user })
    this.#options.ground.ledger.push(arrival)
    return json(200, { name, size: String(size), hash, url })
  }

  groups(): SimulatedGroup[] {
    const filed = Map.groupBy(this.#all.values(), ({ arrival }) => arrival.group)
    return [...filed].flatMap(([id, files]) =>
      id === null ? [] : [{ id, name: id.split('/').at(-1) ?? id, files: files.map(({ arrival }) => arrival.fileId) }],
    )
  }

  /** One `hash` gives an object, several `hash[]` an array in their order. */
  readonly check: Handler = async (exchange) => {
    const fields = await fieldsOf(exchange)
    const several = fields.get('hash[]')
    const one = fields.get('hash')?.[0]
    if (several && several.length > 100) return vikingError('Too many hashes')
    if (several) return json(200, several.map(this.#told))
    return one ? json(200, this.#told(one)) : vikingError('Missing hash')
  }

  readonly #told = (hash: string) => {
    const arrival = this.find(hash)?.arrival
    return arrival ? { exist: true, name: arrival.name, size: String(arrival.size) } : { exist: false }
  }

  readonly remove: Handler = (exchange) =>
    this.#owned(exchange, ({ arrival }) => {
      arrival.stored = false
      return vikingError('success')
    })

  readonly rename: Handler = (exchange) =>
    this.#owned(exchange, ({ arrival }, fields) => {
      const name = fields.get('name')?.[0]
      if (!name) return vikingError('Missing name')
      arrival.name = name
      return vikingError('success')
    })

  async #owned(exchange: Exchange, change: (file: VikingFile, fields: Map<string, string[]>) => Reply): Promise<Reply> {
    const fields = await fieldsOf(exchange)
    const user = fields.get('user')?.[0] ?? ''
    const file = this.find(fields.get('hash')?.[0] ?? '')
    if (user === '' || !this.knows(user)) return vikingError('Invalid user')
    if (!file) return vikingError('File not found')
    return file.user === user ? change(file, fields) : vikingError('File is not yours')
  }

  /** The files of one folder, or those that are in none, newest first. */
  readonly list: Handler = async (exchange) => {
    const fields = await fieldsOf(exchange)
    const user = fields.get('user')?.[0] ?? ''
    const at = Number(fields.get('page')?.[0])
    const folder = fields.get('path')?.[0] || null
    if (user === '' || !this.knows(user)) return vikingError('Invalid user')
    if (!Number.isInteger(at) || at < 1) return vikingError('Invalid page')
    const { listPageSize } = this.#options
    const own = [...this.#all.values()].filter((file) => file.user === user && file.arrival.stored).toReversed()
    const here = own.filter(({ arrival }) => arrival.group === folder)
    const shown = here.slice((at - 1) * listPageSize, at * listPageSize)
    const maxPages = Math.max(1, Math.ceil(here.length / listPageSize))
    return json(200, { currentPage: at, maxPages, files: shown.map(listed) })
  }

  readonly download: Handler = ({ params }) => {
    const file = this.find(params['hash'] ?? '')
    if (!file) return html(404, '<h1>404</h1>')
    const { name, size } = file.arrival
    return { status: 200, body: { file: { path: file.path, type: 'application/octet-stream', name, size } } }
  }
}

const listed = ({ arrival: { fileId, name, size, at } }: VikingFile) => ({
  hash: fileId,
  name,
  size: String(size),
  downloads: '0',
  created: at.toISOString().slice(0, 19).replace('T', ' '),
})
