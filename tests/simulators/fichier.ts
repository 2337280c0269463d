// 1fichier, simulated: an API that takes JSON and says 403 to nearly all it refuses, and nodes that tell of a file afterwards.
import type { Exchange } from './exchange.ts'
import { FichierFiles } from './fichier-files.ts'
import { fichierStatus, flood, nodeFault, noSuchUser, notJson } from './fichier-replies.ts'
import { FichierUploads, type UploadRules } from './fichier-upload.ts'
import type { Reply } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type FichierOptions = SimulatorOptions &
  Partial<UploadRules> & {
    /** The key of an account; it is put into `env`. Default: none, everybody is a guest. */
    apiKey?: string
    /** API calls of one address that come closer than this, in ms, lock it out for `floodLockMs`. Default: none do. */
    minimumGapMs?: number
    /** Default: 30 s. */
    floodLockMs?: number
  }

/** Starts 1fichier; `env` points `FICHIER_API_URL` at it. Its nodes are told as `host:port`, with no scheme. */
export const startFichier = (options: FichierOptions = {}): Promise<Simulator<'fichier'>> =>
  startServer((ground) => modelOf(new Fichier(ground, options)), options)

const modelOf = (fichier: Fichier): HostModel<'fichier'> => {
  const { files, uploads, withKey, withGoodKey } = fichier
  return {
    id: 'fichier',
    env: fichier.env,
    routes: [
      route('POST', '/v1/upload/get_upload_server.cgi', 'node', withGoodKey(uploads.node)),
      route('GET', '/v1/upload/get_upload_server.cgi', 'node', withGoodKey(uploads.node)),
      route('POST', '/v1/folder/mkdir.cgi', 'group', withKey(files.mkdir)),
      route('POST', '/v1/folder/ls.cgi', 'groups', withKey(files.folderLs)),
      route('POST', '/v1/file/info.cgi', 'info', withKey(files.info)),
      route('POST', '/v1/file/ls.cgi', 'files', withKey(files.fileLs)),
      route('POST', '/v1/file/rm.cgi', 'delete', withKey(files.rm)),
      route('POST', '/upload.cgi', 'upload', withGoodKey(uploads.upload)),
      route('GET', '/end.pl', 'finish', uploads.end),
      route('GET', '/remove/:id/:removal', 'delete', files.removePage),
      route('GET', '/download/:id', 'download', files.download),
      route('GET', '/', 'page', files.filePage),
    ],
    gate: (exchange) => fichier.gate(exchange),
    // A form is answered with an address; what was stored is told there.
    faultDefaults: {
      'wrong-size': 'finish',
      'wrong-digest': 'finish',
      'no-digest': 'finish',
      'missing-id': 'finish',
      'invalid-json': 'finish',
      'truncated-json': 'finish',
      'cut-reply': 'finish',
      'huge-reply': 'finish',
    },
    replyKeys: { size: ['size'], digest: ['whirlpool', 'checksum'], id: ['download', 'url', 'id', 'folder_id'] },
    refusal: fichierStatus,
    softError: nodeFault,
    groups: () => fichier.groups(),
    reset: () => fichier.reset(),
  }
}

class Fichier {
  readonly env: Record<string, string>
  readonly files: FichierFiles
  readonly uploads: FichierUploads
  readonly #key: string | null
  readonly #gapMs: number
  readonly #lockMs: number
  readonly #callers = new Map<string, { lastAt: number; lockedUntil: number }>()

  constructor(ground: Ground, { apiKey, minimumGapMs = 0, floodLockMs = 30_000, ...rules }: FichierOptions) {
    this.#key = apiKey ?? null
    this.#gapMs = minimumGapMs
    this.#lockMs = floodLockMs
    this.env = { FICHIER_API_URL: `${ground.origin}/v1`, ...(apiKey ? { FICHIER_API_KEY: apiKey } : {}) }
    this.files = new FichierFiles(ground.origin)
    this.uploads = new FichierUploads({
      ground,
      files: this.files,
      isOwner: (exchange) => this.#isOwner(exchange),
      rules: {
        maxFileSize: rules.maxFileSize ?? 5_000_000_000,
        node: rules.node ?? null,
        uploadId: rules.uploadId ?? null,
        emptyEnds: rules.emptyEnds ?? 0,
        lateEndMs: rules.lateEndMs ?? 0,
        endLifeMs: rules.endLifeMs ?? 300_000,
      },
    })
  }

  reset(): void {
    this.files.clear()
    this.uploads.clear()
    this.#callers.clear()
  }

  groups() {
    return [...this.files.folders.values()].map(({ id, name }) => ({
      id: String(id),
      name,
      files: this.files.filesOf(id).map((file) => file.id),
    }))
  }

  gate({ ip, path }: Exchange): { refusal?: Reply } {
    if (!path.startsWith('/v1/') || this.#gapMs === 0) return {}
    const now = Date.now()
    const { lastAt, lockedUntil } = this.#callers.get(ip) ?? { lastAt: 0, lockedUntil: 0 }
    const isFlood = now < lockedUntil || now - lastAt < this.#gapMs
    this.#callers.set(ip, { lastAt: now, lockedUntil: isFlood ? now + this.#lockMs : 0 })
    return isFlood ? { refusal: flood() } : {}
  }

  #isOwner({ headers }: Exchange): boolean {
    return this.#key !== null && headers.authorization === `Bearer ${this.#key}`
  }

  /** Guests may, but a key that is sent must be the right one. */
  readonly withGoodKey =
    (handle: Handler): Handler =>
    (exchange) =>
      exchange.headers.authorization === undefined || this.#isOwner(exchange) ? handle(exchange) : noSuchUser()

  readonly withKey =
    (handle: Handler): Handler =>
    (exchange) => {
      if (!exchange.headers['content-type']?.startsWith('application/json')) return notJson()
      return this.#isOwner(exchange) ? handle(exchange) : noSuchUser()
    }
}
