// BuzzHeavier, simulated: raw bytes by PUT to a name, for nobody or into a folder of the account.
import { z } from 'zod'
import { breaksConnection, buzzStatus, invalidName, isName, told } from './buzzheavier-replies.ts'
import { buzzId, BuzzTree } from './buzzheavier-tree.ts'
import type { Exchange } from './exchange.ts'
import { LinkedFiles } from './linked-files.ts'
import { page } from './page.ts'
import { receive } from './receiver.ts'
import { html, json, type Reply } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type BuzzheavierOptions = SimulatorOptions & {
  /** The account's id; it is put into `env` as `BUZZHEAVIER_ACCOUNT_ID`. Without one nobody has an account. */
  accountId?: string
  /** In bytes; BuzzHeavier publishes none. */
  maxFileSize?: number
  /** Some uploads are answered by `{ id }` with nothing around it. Default `wrapped`. */
  uploadReply?: 'wrapped' | 'bare'
}

/** Starts BuzzHeavier; `env` points its API and its uploads at the same origin. */
export const startBuzzheavier = (options: BuzzheavierOptions = {}): Promise<Simulator<'buzzheavier'>> =>
  startServer((ground) => modelOf(new Buzzheavier(ground, options), options), options)

const modelOf = (buzz: Buzzheavier, { uploadReply }: BuzzheavierOptions): HostModel<'buzzheavier'> => ({
  id: 'buzzheavier',
  env: buzz.env,
  // A bare reply tells no size: the listing does.
  ...(uploadReply === 'bare' ? { faultDefaults: { 'wrong-size': 'files' } } : {}),
  routes: [
    route('GET', '/api/locations', 'node', () => told(200, [{ id: 'eu', name: 'Europe' }])),
    route('GET', '/api/account', 'account', buzz.withAccount(buzz.account)),
    route('GET', '/api/fs', 'groups', buzz.withAccount(buzz.list)),
    route('GET', '/api/fs/:id', 'files', buzz.withAccount(buzz.list)),
    route('POST', '/api/fs/:id', 'group', buzz.withAccount(buzz.makeFolder)),
    route('DELETE', '/api/fs/:id', 'delete', buzz.withAccount(buzz.remove)),
    route('PUT', '/:name', 'upload', buzz.upload),
    route('PUT', '/:parent/:name', 'upload', buzz.withAccount(buzz.upload)),
    route('GET', '/:id', 'page', buzz.page),
    route('GET', '/:id/download', 'download', buzz.download),
  ],
  refusal: buzzStatus,
  softError: () => json(200, { code: 500, message: 'Internal error' }),
  replyKeys: { id: ['id'] },
  groups: () => buzz.groups(),
  reset: () => buzz.reset(),
})

const folderBody = z.object({ name: z.string() })
const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/_-]+={0,2}$/.test(text)

class Buzzheavier {
  readonly env: Record<string, string>
  readonly #ground: Ground
  readonly #files: LinkedFiles
  readonly #tree: BuzzTree
  readonly #options: BuzzheavierOptions

  constructor(ground: Ground, options: BuzzheavierOptions) {
    this.#ground = ground
    this.#options = options
    this.#files = new LinkedFiles(ground)
    this.#tree = new BuzzTree(this.#files)
    this.env = {
      BUZZHEAVIER_API_URL: `${ground.origin}/api`,
      BUZZHEAVIER_UPLOAD_URL: ground.origin,
      ...(options.accountId === undefined ? {} : { BUZZHEAVIER_ACCOUNT_ID: options.accountId }),
    }
  }

  reset(): void {
    this.#files.all.clear()
    this.#tree.clear()
  }

  groups() {
    const made = [...this.#tree.folders.values()].filter(({ parent }) => parent !== null)
    return made.map(({ id, name }) => ({ id, name, files: this.#tree.filesOf(id).map(({ fileId }) => fileId) }))
  }

  readonly withAccount =
    (handle: Handler): Handler =>
    (exchange) =>
      exchange.headers.authorization === undefined ? buzzStatus(401) : (this.#refused(exchange) ?? handle(exchange))

  /** A wrong account is refused, and none is not. */
  #refused({ headers: { authorization } }: Exchange): Reply | null {
    const { accountId } = this.#options
    if (authorization === undefined) return null
    return accountId !== undefined && authorization === `Bearer ${accountId}` ? null : buzzStatus(403)
  }

  readonly upload: Handler = async (exchange) => {
    const { name = '', parent } = exchange.params
    if (breaksConnection(name)) return reset(exchange)
    const refusal = this.#refused(exchange) ?? this.#refusedUpload(exchange, name)
    if (refusal) return refusal
    const received = await receive(this.#ground.newPath(), exchange.body())
    const isOwned = exchange.headers.authorization !== undefined
    const group = parent ?? (isOwned ? this.#tree.root.id : null)
    const type = exchange.headers['content-type'] ?? 'application/octet-stream'
    const { arrival } = this.#files.keep({ name, type, received }, { fileId: buzzId(), group })
    const { fileId: id, size } = arrival
    return this.#options.uploadReply === 'bare' ? json(201, { id }) : told(201, { id, name, size })
  }

  #refusedUpload({ length, params, query }: Exchange, name: string): Reply | null {
    const { parent } = params
    const [location, note] = [query.get('locationId'), query.get('note')]
    if (!isName(name)) return invalidName()
    if (length === null) return buzzStatus(411)
    if (length === 0) return buzzStatus(400)
    if (length > (this.#options.maxFileSize ?? Number.POSITIVE_INFINITY)) return buzzStatus(413)
    if (parent !== undefined && !this.#tree.folders.has(parent)) return buzzStatus(404)
    return (location ?? 'eu') === 'eu' && isBase64(note ?? 'none') ? null : buzzStatus(400)
  }

  readonly account: Handler = () => {
    const used = [...this.#files.all.values()].reduce((sum, { arrival }) => sum + arrival.size, 0)
    return told(200, { id: this.#options.accountId, storageUsed: used })
  }

  readonly list: Handler = ({ params }) => {
    const id = params['id'] ?? this.#tree.root.id
    const folder = this.#tree.folders.get(id)
    if (folder) return told(200, { id, name: folder.name, children: this.#tree.childrenOf(id) })
    const arrival = this.#owned(id)
    if (!arrival) return buzzStatus(404)
    return told(200, { id, name: arrival.name, size: arrival.size, isDirectory: false })
  }

  /** A file of the account; those of nobody are not to be seen by the API. */
  #owned(id: string) {
    const arrival = this.#files.all.get(id)?.arrival
    return arrival?.group === null ? undefined : arrival
  }

  readonly makeFolder: Handler = async (exchange) => {
    const parent = exchange.params['id'] ?? ''
    const body = folderBody.safeParse(await exchange.json())
    if (!this.#tree.folders.has(parent)) return buzzStatus(404)
    if (!body.success || !isName(body.data.name)) return invalidName()
    const folder = this.#tree.addFolder(parent, body.data.name)
    return folder ? told(201, { id: folder.id, name: folder.name }) : buzzStatus(409)
  }

  readonly remove: Handler = async ({ params }) => {
    const id = params['id'] ?? ''
    if (id === this.#tree.root.id) return buzzStatus(403)
    if (this.#tree.folders.has(id)) await this.#tree.remove(id)
    else if (this.#owned(id)) await this.#files.remove(id)
    else return buzzStatus(404)
    return told(200)
  }

  /** A file's page, or that of a folder. */
  readonly page: Handler = ({ params }) => {
    const id = params['id'] ?? ''
    const file = this.#files.all.get(id)?.arrival
    const folder = this.#tree.folders.get(id)
    if (!file && (!folder || folder.parent === null)) return html(404, page('BuzzHeavier', 'Not found', []))
    const listed = (file ? [file] : this.#tree.filesOf(id)).map(({ fileId, name, size }) => {
      return { name, size, href: `/${fileId}/download` }
    })
    return html(200, page('BuzzHeavier', file?.name ?? folder?.name ?? '', listed))
  }

  readonly download: Handler = ({ params }) => this.#files.serve(params['id'] ?? '') ?? buzzStatus(404)
}

/** Reads half of the body, and ends the connection without a word. */
async function reset(exchange: Exchange): Promise<never> {
  await exchange.drain((exchange.length ?? 0) / 2)
  exchange.destroy()
  await exchange.gone()
  throw new Error('The connection was reset because of the name.')
}
