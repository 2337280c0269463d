// KrakenFiles, simulated: a server and a token for each upload, guests and accounts, and a page for each file.
import { randomBytes } from 'node:crypto'
import type { Exchange } from './exchange.ts'
import { krakenfilesStatus, refused, refusedIn200, told, unavailable } from './krakenfiles-replies.ts'
import { type KrakenFile, krakenfilesUpload, type SizeLimits } from './krakenfiles-upload.ts'
import { page } from './page.ts'
import { html, type Reply } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type KrakenfilesOptions = SimulatorOptions & {
  /** The key of an account; it is put into `env`. Default: none, everybody is a guest. */
  apiKey?: string
  /** Largest file of a guest and of an account, in bytes. Default 1 GB and 2 GB. */
  limits?: SizeLimits
  /** Folders that the account has; no call makes one. */
  folders?: readonly { id: string; name: string }[]
  /** Answers everything but public pages with the page that tells of no service. */
  isDown?: boolean
  /** Where uploads are sent. Default: this server's own. */
  nodeUrl?: string
}

const uploadPath = '/uploader/gateway/upload'

/** Starts KrakenFiles; `env` points `KRAKENFILES_API_URL` at it. */
export const startKrakenfiles = (options: KrakenfilesOptions = {}): Promise<Simulator<'krakenfiles'>> =>
  startServer((ground) => modelOf(new Krakenfiles(ground, options)), options)

const modelOf = (kraken: Krakenfiles): HostModel<'krakenfiles'> => ({
  id: 'krakenfiles',
  env: kraken.env,
  routes: [
    route('GET', '/api/server/available', 'node', kraken.withGoodKey(kraken.available)),
    route('POST', uploadPath, 'upload', kraken.withGoodKey(kraken.upload)),
    route('GET', '/view/:hash/file.html', 'page', kraken.filePage),
    route('GET', '/download/:hash', 'download', kraken.download),
  ],
  gate: ({ path }) => (kraken.isDown && /^\/(?:api|uploader)\//.test(path) ? { refusal: unavailable() } : {}),
  // What is called a hash here is the id of the file, and no digest of it.
  replyKeys: { size: ['size'], digest: [], id: ['url', 'hash', 'serverAccessToken'] },
  refusal: krakenfilesStatus,
  softError: refusedIn200,
  groups: () => kraken.groups(),
  reset: () => kraken.reset(),
})

class Krakenfiles {
  readonly env: Record<string, string>
  readonly isDown: boolean
  readonly #ground: Ground
  readonly #options: KrakenfilesOptions
  readonly #files = new Map<string, KrakenFile>()
  readonly #tokens = new Map<string, 'fresh' | 'used'>()

  constructor(ground: Ground, options: KrakenfilesOptions) {
    const { apiKey, isDown = false } = options
    this.#ground = ground
    this.#options = options
    this.isDown = isDown
    this.env = { KRAKENFILES_API_URL: `${ground.origin}/api`, ...(apiKey ? { KRAKENFILES_API_KEY: apiKey } : {}) }
  }

  reset(): void {
    this.#files.clear()
    this.#tokens.clear()
  }

  groups() {
    const files = [...this.#files.values()]
    return (this.#options.folders ?? []).map(({ id, name }) => ({
      id,
      name,
      files: files.filter(({ folderId }) => folderId === id).map(({ hash }) => hash),
    }))
  }

  /** Guests may, but a key that is sent must be the right one. */
  readonly withGoodKey =
    (handle: Handler): Handler =>
    (exchange) =>
      exchange.headers['x-auth-token'] === undefined || this.#isOwner(exchange)
        ? handle(exchange)
        : refused('Invalid API token.', 401)

  #isOwner({ headers }: Exchange): boolean {
    return this.#options.apiKey !== undefined && headers['x-auth-token'] === this.#options.apiKey
  }

  /** The site's own page for those that do not ask for JSON. */
  readonly available: Handler = ({ headers }) => {
    if (!headers.accept?.includes('application/json')) return html(200, page('KrakenFiles', 'KrakenFiles', []))
    const token = randomBytes(24).toString('hex')
    this.#tokens.set(token, 'fresh')
    const url = this.#options.nodeUrl ?? this.#ground.origin + uploadPath
    return told({ url, serverAccessToken: token })
  }

  readonly upload: Handler = (exchange) =>
    krakenfilesUpload(exchange, {
      ground: this.#ground,
      files: this.#files,
      limits: this.#options.limits ?? { guest: 1_000_000_000, account: 2_000_000_000 },
      isOwner: this.#isOwner(exchange),
      folders: new Set(this.#options.folders?.map(({ id }) => id)),
      useToken: (token) => this.#use(token),
    })

  /** A token is used up by the upload that brings it, however that ends. */
  #use(token: string): string | null {
    if (token === '') return 'serverAccessToken is required.'
    const state = this.#tokens.get(token)
    if (state === undefined) return 'serverAccessToken is invalid.'
    this.#tokens.set(token, 'used')
    return state === 'used' ? 'serverAccessToken has already been used.' : null
  }

  readonly filePage: Handler = ({ params }) => {
    const file = this.#files.get(params['hash'] ?? '')
    if (!file) return missing()
    const { name, size } = file.arrival
    return html(200, page('KrakenFiles', name, [{ name, size, href: `/download/${file.hash}` }]))
  }

  readonly download: Handler = ({ params }) => {
    const file = this.#files.get(params['hash'] ?? '')
    if (!file) return missing()
    const { path, type, arrival } = file
    return { status: 200, body: { file: { path, type, name: arrival.name, size: arrival.size } } }
  }
}

const missing = (): Reply => html(404, page('KrakenFiles', 'File not found', []))
