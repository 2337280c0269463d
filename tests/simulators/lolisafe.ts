// The lolisafe protocol, simulated for the hosts that speak it: a token in a header, albums made first, whole files or chunks, and its traps.
import { z } from 'zod'
import { LolisafeAlbums } from './lolisafe-albums.ts'
import { LolisafeChunks } from './lolisafe-chunks.ts'
import { LolisafeFiles } from './lolisafe-files.ts'
import type { Flavour, RouteRow } from './lolisafe-flavour.ts'
import { LolisafeLimits } from './lolisafe-limits.ts'
import { invalidToken, lolisafeStatus, refuse, success } from './lolisafe-replies.ts'
import { LolisafeUploads } from './lolisafe-upload.ts'
import { json } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type LolisafeOptions = SimulatorOptions & {
  token?: string
  /** What `/login` takes with the user `simulated` for the token. */
  password?: string
  /** Largest file in MB of 1 000 000 bytes. Default 2000. */
  maxSizeMb?: number
  /** Largest chunk in the same MB. Default 95. */
  chunkMb?: number
  chunkTimeoutMs?: number
  /** Requests to the API that one address may make a second; then 429 without Retry-After. Default: any number. */
  requestsPerSecond?: number | null
  /** In hours, 0 for ever; the first is the default. Default: not enabled, everything stays. */
  retentionPeriods?: number[]
  refusedExtensions?: string[]
  refusesNoExtension?: boolean
  maintenance?: boolean
  /** What `/node` gives. Default: this server's `/api/upload`. */
  nodeUrl?: string
}

const sampleRefused = ['.bash', '.bat', '.cmd', '.com', '.exe', '.jar', '.msi', '.ps1', '.sh']
const MB = 1_000_000

/** Starts a host of this protocol; `env` points its `…_API_URL` at it. */
export const startLolisafe = <Id extends string>(
  flavour: Flavour<Id>,
  options: LolisafeOptions,
): Promise<Simulator<Id>> =>
  startServer((ground) => modelOf(flavour, new Lolisafe(ground, flavour, options), ground.origin), options)

function modelOf<Id extends string>(flavour: Flavour<Id>, server: Lolisafe, origin: string): HostModel<Id> {
  const { files, albums, uploads, withToken } = server
  const routes: RouteRow[] = [
    ...flavour.routes(files, origin),
    ['GET', '/api/check', 'limits', server.check],
    ['POST', '/api/login', 'account', server.login],
    ['POST', '/api/tokens/verify', 'account', server.verify],
    ['GET', '/api/node', 'node', withToken(server.node)],
    ['POST', '/api/upload', 'upload', withToken(uploads.upload)],
    ['POST', '/api/upload/finishchunks', 'finish', withToken(uploads.finish)],
    ['GET', '/api/upload/get/:name', 'info', withToken(files.get)],
    ['POST', '/api/upload/delete', 'delete', withToken(files.deleteOne)],
    ['POST', '/api/upload/bulkdelete', 'delete', withToken(files.bulkDelete)],
    ['GET', '/api/uploads/:page', 'files', withToken(files.uploads)],
    ['POST', '/api/albums', 'group', withToken(albums.create)],
    ['POST', '/api/albums/edit', 'group', withToken(albums.edit)],
    ['POST', '/api/albums/addfiles', 'group', withToken(albums.addFiles)],
    ['POST', '/api/albums/disable', 'delete', withToken(albums.disable)],
    ['GET', '/api/albums', 'groups', withToken(albums.list)],
    ['GET', '/api/albums/:page', 'groups', withToken(albums.list)],
    ['GET', '/api/album/get/:identifier', 'info', albums.publicContents],
    ['GET', '/api/album/:id/:page', 'info', withToken(albums.contents)],
    ['GET', '/a/:identifier', 'page', albums.albumPage],
    ['GET', `${flavour.pagePath}/:slug`, 'page', files.filePage],
    ['GET', '/:name', 'download', files.download],
  ]
  return {
    id: flavour.id,
    env: server.env,
    routes: routes.map((each) => route(...each)),
    gate: (exchange) => server.limits.gate(exchange),
    refine: async (exchange, operation) =>
      operation === 'upload' && (await exchange.head()).includes('name="dzuuid"') ? 'chunk' : operation,
    refusal: lolisafeStatus,
    ...(flavour.faultDefaults ? { faultDefaults: flavour.faultDefaults } : {}),
    softError: () => json(200, { success: false, description: 'An unexpected error occurred. Try again?' }),
    groups: () => server.groups(),
    reset: () => server.reset(),
    close: () => server.close(),
  }
}

class Lolisafe {
  readonly env: Record<string, string>
  readonly limits: LolisafeLimits
  readonly files: LolisafeFiles
  readonly albums: LolisafeAlbums
  readonly uploads: LolisafeUploads
  readonly #chunks: LolisafeChunks
  readonly #origin: string
  readonly #token: string
  readonly #options: LolisafeOptions

  constructor(ground: Ground, flavour: Flavour, options: LolisafeOptions) {
    const { token = 'simulated-token', maxSizeMb = 2000, chunkMb = 95, chunkTimeoutMs = 1_800_000 } = options
    this.#origin = ground.origin
    this.#token = token
    this.#options = { ...options, maxSizeMb, chunkMb, chunkTimeoutMs }
    const variable = flavour.id.toUpperCase()
    this.env = { [`${variable}_API_URL`]: `${ground.origin}/api`, [`${variable}_API_KEY`]: token }
    this.limits = new LolisafeLimits(options.requestsPerSecond ?? null)
    this.files = new LolisafeFiles(ground, flavour)
    this.albums = new LolisafeAlbums(this.files, ground.origin, flavour)
    const maxBytes = maxSizeMb * MB
    const chunkLimits = { chunkBytes: chunkMb * MB, maxBytes, maxChunks: maxSizeMb, timeoutMs: chunkTimeoutMs }
    this.#chunks = new LolisafeChunks(ground, chunkLimits)
    const rules = {
      maxBytes,
      requestLimit: flavour.requestLimit,
      takesOnly: flavour.takesOnly,
      refusedExtensions: options.refusedExtensions ?? sampleRefused,
      refusesNoExtension: options.refusesNoExtension ?? false,
      retentionPeriods: options.retentionPeriods ?? null,
    }
    this.uploads = new LolisafeUploads({ ground, files: this.files, albums: this.albums, chunks: this.#chunks, rules })
  }

  reset(): void {
    this.files.all.clear()
    this.albums.all.clear()
    this.#chunks.clear()
    this.limits.clear()
  }

  async close(): Promise<void> {
    this.#chunks.clear()
    await this.#chunks.settled()
  }

  groups() {
    const albums = [...this.albums.all.values()].filter(({ enabled }) => enabled)
    return albums.map(({ id, name }) => ({
      id: String(id),
      name,
      files: this.albums.filesOf(id).map((file) => file.name),
    }))
  }

  readonly withToken =
    (handle: Handler): Handler =>
    (exchange) => {
      if (exchange.headers['token'] === this.#token) return handle(exchange)
      if (exchange.headers['token'] !== undefined) this.limits.wrongToken(exchange.ip)
      return invalidToken()
    }

  readonly check: Handler = () => {
    const { maxSizeMb, chunkMb = 95, chunkTimeoutMs, retentionPeriods, maintenance = false } = this.#options
    return json(200, {
      private: true,
      enableUserAccounts: false,
      maintenance,
      maxSize: `${maxSizeMb}MB`,
      chunkSize: { max: `${chunkMb}MB`, default: `${Math.min(25, chunkMb)}MB`, timeout: chunkTimeoutMs },
      fileIdentifierLength: { min: 4, max: 32, default: 8, force: false },
      stripTags: { default: false, video: false, force: false, blacklistExtensions: [] },
      ...(retentionPeriods ? { temporaryUploadAges: retentionPeriods } : {}),
    })
  }

  readonly login: Handler = async (exchange) => {
    const body = z.object({ username: z.string(), password: z.string() }).safeParse(await exchange.json())
    if (!body.success) return refuse('No username or password provided.')
    const { password = 'simulated-password' } = this.#options
    const isRight = body.data.username === 'simulated' && body.data.password === password
    return isRight ? success({ token: this.#token }) : refuse('Wrong credentials.', 403)
  }

  readonly verify: Handler = async (exchange) => {
    const body = z.object({ token: z.string().min(1) }).safeParse(await exchange.json())
    if (!body.success) return refuse('No token provided.')
    if (this.limits.isLockedOut(exchange.ip)) return refuse('Too many auth failures. Try again in a while.', 429)
    if (body.data.token !== this.#token) {
      this.limits.wrongToken(exchange.ip)
      return invalidToken()
    }
    const { retentionPeriods } = this.#options
    const retention = retentionPeriods ? { retentionPeriods, defaultRetentionPeriod: retentionPeriods[0] } : {}
    const permissions = { user: true, vip: false, vvip: false, moderator: false, admin: false, superadmin: false }
    return success({ username: 'simulated', permissions, group: 'user', ...retention })
  }

  readonly node: Handler = () => success({ url: this.#options.nodeUrl ?? `${this.#origin}/api/upload` })
}
