// PixelDrain, simulated from its documentation: `PUT /file/{name}`, lists made after the files, Basic auth with the key.
import type { Exchange } from './exchange.ts'
import { page } from './page.ts'
import { type DrainFile, DrainFiles } from './pixeldrain-files.ts'
import { DrainLists } from './pixeldrain-lists.ts'
import { drainRefusal, drainStatus } from './pixeldrain-refusals.ts'
import { html, json, type Reply } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type PixeldrainOptions = SimulatorOptions & {
  apiKey?: string
  /** Keys of further accounts; one that is taken out is refused from then on. */
  otherKeys?: ReadonlySet<string>
  /** In bytes; PixelDrain's free 10 GB by default. */
  maxFileSize?: number
}

/** Starts PixelDrain; `env` points `PIXELDRAIN_API_URL` at it. */
export const startPixeldrain = (options: PixeldrainOptions = {}): Promise<Simulator> =>
  startServer((ground) => modelOf(new Pixeldrain(ground, options)), options)

const modelOf = (drain: Pixeldrain): HostModel => ({
  id: 'pixeldrain',
  env: drain.env,
  faultDefaults: { 'wrong-size': 'info', 'wrong-digest': 'info', 'no-digest': 'info' },
  routes: [
    route('PUT', '/api/file/:name', 'upload', drain.withKey(drain.files.put)),
    route('POST', '/api/file', 'upload', drain.withKey(drain.files.post)),
    route('GET', '/api/file/:ids/info', 'info', drain.files.info),
    route('GET', '/api/file/:id', 'download', drain.files.download),
    route('DELETE', '/api/file/:id', 'delete', drain.withKey(drain.files.remove)),
    route('GET', '/api/user', 'account', drain.withKey(drain.user)),
    route('GET', '/api/user/files', 'files', drain.withKey(drain.userFiles)),
    route('GET', '/api/user/lists', 'groups', drain.withKey(drain.userLists)),
    route(
      'POST',
      '/api/list',
      'group',
      drain.withKey((exchange) => drain.lists.create(exchange)),
    ),
    route(
      'PUT',
      '/api/list/:id',
      'group',
      drain.withKey((exchange) => drain.lists.change(exchange)),
    ),
    route('GET', '/api/list/:id', 'groups', drain.list),
    route(
      'DELETE',
      '/api/list/:id',
      'delete',
      drain.withKey((exchange) => drain.lists.remove(exchange)),
    ),
    route('GET', '/u/:id', 'page', drain.filePage),
    route('GET', '/l/:id', 'page', drain.listPage),
  ],
  refusal: drainStatus,
  softError: () => ({ ...drainRefusal('internal'), status: 200 }),
  groups: () => [...drain.lists.all.values()].map(({ id, title, files }) => ({ id, name: title, files })),
  reset() {
    drain.files.all.clear()
    drain.lists.all.clear()
  },
})

class Pixeldrain {
  readonly env: Record<string, string>
  readonly files: DrainFiles
  readonly lists = new DrainLists((id) => this.files.all.get(id)?.arrival)
  readonly #apiKey: string
  readonly #otherKeys: ReadonlySet<string>
  readonly #maxFileSize: number

  constructor(
    ground: Ground,
    { apiKey = 'simulated-key', otherKeys = new Set(), maxFileSize = 10_000_000_000 }: PixeldrainOptions,
  ) {
    this.#maxFileSize = maxFileSize
    this.#apiKey = apiKey
    this.#otherKeys = otherKeys
    this.files = new DrainFiles({ ground, maxFileSize })
    this.env = { PIXELDRAIN_API_URL: `${ground.origin}/api`, PIXELDRAIN_API_KEY: apiKey }
  }

  readonly withKey =
    (handle: Handler): Handler =>
    (exchange) =>
      this.#refused(exchange) ?? handle(exchange)

  #refused({ headers }: Exchange): Reply | null {
    if (headers.authorization === undefined) return drainRefusal('authentication_required')
    const isKnown = [this.#apiKey, ...this.#otherKeys].some((key) => headers.authorization === authorizationOf(key))
    return isKnown ? null : drainRefusal('authentication_failed')
  }

  readonly user: Handler = (exchange) => {
    const used = this.files.ownedBy(exchange).reduce((sum, { arrival }) => sum + arrival.size, 0)
    const subscription = { id: '', name: 'Free', file_size_limit: this.#maxFileSize, file_expiry_days: 60 }
    return json(200, { success: true, username: 'simulated', subscription, storage_space_used: used })
  }

  readonly userFiles: Handler = (exchange) =>
    json(200, { success: true, files: this.files.ownedBy(exchange).map((file) => this.files.describe(file)) })

  readonly userLists: Handler = ({ headers }) => {
    const owned = [...this.lists.all.values()].filter((list) => list.owner === headers.authorization)
    const lists = owned.map(({ id, title, files, created }) => ({
      id,
      title,
      file_count: files.length,
      date_created: created.toISOString(),
    }))
    return json(200, { success: true, lists })
  }

  readonly list: Handler = (exchange) => {
    const list = this.lists.all.get(exchange.params['id'] ?? '')
    if (!list) return drainRefusal('list_not_found')
    const { id, title, created, owner } = list
    const files = this.files.of(list.files).map((file) => ({ description: '', ...this.files.describe(file) }))
    const can_edit = owner !== null && owner === exchange.headers.authorization
    const date_created = created.toISOString()
    return json(200, { success: true, id, title, date_created, file_count: files.length, files, can_edit })
  }

  readonly filePage: Handler = ({ params }) => {
    const file = this.files.all.get(params['id'] ?? '')
    return file ? filesPage(file.arrival.name, [file]) : html(404, page('PixelDrain', 'File not found', []))
  }

  readonly listPage: Handler = ({ params }) => {
    const list = this.lists.all.get(params['id'] ?? '')
    return list ? filesPage(list.title, this.files.of(list.files)) : html(404, page('PixelDrain', 'List not found', []))
  }
}

const authorizationOf = (key: string) => `Basic ${Buffer.from(`:${key}`).toString('base64')}`

function filesPage(title: string, files: readonly DrainFile[]): Reply {
  const listed = files.map(({ arrival: { name, size, fileId } }) => ({ name, size, href: `/api/file/${fileId}` }))
  return html(200, page('PixelDrain', title, listed))
}
