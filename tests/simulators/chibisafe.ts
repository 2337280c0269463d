// Chibisafe, simulated: an API key, albums made first, forms of one chunk at most, or a storage beside it.
import { ChibiAlbums } from './chibisafe-albums.ts'
import { ChibiChunks } from './chibisafe-chunks.ts'
import { ChibiFiles } from './chibisafe-files.ts'
import { ChibiNetwork } from './chibisafe-network.ts'
import { chibiStatus } from './chibisafe-replies.ts'
import { chibiUpload } from './chibisafe-upload.ts'
import type { Exchange } from './exchange.ts'
import type { Operation } from './fault.ts'
import { json } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type ChibisafeOptions = SimulatorOptions & {
  /** Default `simulated-key`. */
  apiKey?: string
  /** In bytes. Default 90 MB of 1 000 000. */
  chunkSize?: number
  /** In bytes. Default 10 000 MB. */
  maxSize?: number
  /** Who has stored so many bytes gets 403. Default: no end. */
  quota?: number
  /** With their dots. Default: `.exe` and its like. */
  blockedExtensions?: readonly string[]
  /** Bytes go to a storage beside the server, in place of forms. Default: they do not. */
  networkStorage?: boolean
}

const MB = 1_000_000

/** Starts chibisafe, whose base is `{url}/api`. It is told of in a file, so `env` is empty. */
export const startChibisafe = (options: ChibisafeOptions = {}): Promise<Simulator<'chibisafe'>> =>
  startServer((ground) => modelOf(new Chibisafe(ground, options), options), options)

function modelOf(chibisafe: Chibisafe, { networkStorage = false }: ChibisafeOptions): HostModel<'chibisafe'> {
  const { files, albums, network, withKey } = chibisafe
  const routes: [method: string, path: string, operation: Operation, handle: Handler][] = [
    ['GET', '/api/settings', 'limits', chibisafe.settings],
    ...chibisafe.uploadRoutes(),
    ['GET', '/api/files', 'files', withKey(files.list)],
    ['GET', '/api/file/:uuid', 'info', withKey(files.get)],
    ['DELETE', '/api/file/:uuid', 'delete', withKey(files.remove)],
    ['POST', '/api/album/create', 'group', withKey(albums.create)],
    ['GET', '/api/albums', 'groups', withKey(albums.list)],
    ['GET', '/api/album/:uuid', 'groups', withKey(albums.contents)],
    ['POST', '/api/album/:uuid/link', 'group', withKey(albums.makeLink)],
    ['GET', '/api/album/:uuid/links', 'groups', withKey(albums.links)],
    ['GET', '/a/:identifier', 'page', albums.albumPage],
    ['GET', '/:name', 'download', files.download],
  ]
  return {
    id: 'chibisafe',
    env: {},
    routes: routes.map((each) => route(...each)),
    refine: async (exchange, operation) => (operation === 'upload' ? formOperation(exchange) : operation),
    // What lies in the storage is a file once the site was told of it.
    faultDefaults: { 'wrong-size': 'info', ...(networkStorage && { 'no-reply': 'finish' as const }) },
    replyKeys: { id: ['uuid', 'name', 'url', 'identifier', 'publicUrl'] },
    refusal: chibiStatus,
    softError: () => ({ ...chibiStatus(500), status: 200 }),
    groups: () => [...albums.all.values()].map((album) => chibisafe.group(album)),
    reset() {
      files.all.clear()
      albums.all.clear()
      chibisafe.chunks.clear()
      network.clear()
    },
  }
}

/** The last chunk is what makes a file of them. */
function formOperation({ headers }: Exchange): Operation {
  const number = headers['chibi-chunk-number']
  if (number === undefined) return 'upload'
  return number === headers['chibi-chunks-total'] ? 'finish' : 'chunk'
}

class Chibisafe {
  readonly files: ChibiFiles
  readonly albums: ChibiAlbums
  readonly chunks: ChibiChunks
  readonly network: ChibiNetwork
  readonly #ground: Ground
  readonly #apiKey: string
  readonly #settings: { chunkSize: number; maxSize: number; useNetworkStorage: boolean }

  constructor(ground: Ground, options: ChibisafeOptions) {
    const { chunkSize = 90 * MB, maxSize = 10_000 * MB, quota = Number.POSITIVE_INFINITY } = options
    const { blockedExtensions = ['.jar', '.exe', '.msi', '.com', '.bat', '.cmd', '.ps1', '.sh'] } = options
    this.#ground = ground
    this.#apiKey = options.apiKey ?? 'simulated-key'
    this.#settings = { chunkSize, maxSize, useNetworkStorage: options.networkStorage ?? false }
    this.files = new ChibiFiles(ground, { maxSize, quota, blockedExtensions })
    this.albums = new ChibiAlbums(this.files)
    this.chunks = new ChibiChunks(ground)
    this.network = new ChibiNetwork(ground, this.files, this.albums)
  }

  /** What can be struck where the bytes are: at the storage, in the network mode. */
  uploadRoutes(): [method: string, path: string, operation: Operation, handle: Handler][] {
    const { network, withKey } = this
    if (!this.#settings.useNetworkStorage) return [['POST', '/api/upload', 'upload', withKey(this.#upload)]]
    return [
      ['POST', '/api/upload', 'node', withKey(network.begin)],
      ['POST', '/api/upload/process', 'finish', withKey(network.process)],
      ['PUT', '/storage/:identifier', 'chunk', network.put],
    ]
  }

  readonly #upload: Handler = (exchange) =>
    chibiUpload(exchange, {
      ground: this.#ground,
      files: this.files,
      albums: this.albums,
      chunks: this.chunks,
      ...this.#settings,
    })

  readonly withKey =
    (handle: Handler): Handler =>
    (exchange) =>
      exchange.headers['x-api-key'] === this.#apiKey ? handle(exchange) : chibiStatus(401)

  readonly settings: Handler = () => json(200, { serviceName: 'chibisafe', ...this.#settings, publicMode: false })

  group(album: Parameters<ChibiAlbums['filesOf']>[0]) {
    return { id: album.uuid, name: album.name, files: this.albums.filesOf(album).map(({ uuid }) => uuid) }
  }
}
