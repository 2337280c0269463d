// A Pomf or Uguu, simulated: `files[]` at `/upload.php`, replies of PHP with a hash and a size, no account, no delete.
import { createReadStream } from 'node:fs'
import { createXXHash3 } from 'hash-wasm'
import { type FormFile, receiveForm } from './form-files.ts'
import { shortId } from './ids.ts'
import { endingOf, type LinkedFile, LinkedFiles } from './linked-files.ts'
import { nginxPage, pomfError, pomfSoftError, pomfStatus, rateLimited } from './pomf-replies.ts'
import { plain, type Reply } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type PomfOptions = SimulatorOptions & {
  /** Default `uguu`. */
  flavour?: 'uguu' | 'pomf'
  /** In bytes; 128 MiB by default, as is usual. */
  maxFileSize?: number
  /** Endings without dot that are refused. Default: Uguu's `rar` and `zip`, and none for Pomf. */
  refusedTypes?: readonly string[]
  /** Whether bytes that are there already get the address of the older file. Default true. */
  dedupe?: boolean
  /** So many uploads within so many seconds; one more is refused. Default: as many as come. */
  rateLimit?: { uploads: number; seconds: number }
}

/** Starts a Pomf; it has no variables, since a host of this kind is declared with its address. */
export const startPomf = (options: PomfOptions = {}): Promise<Simulator<'pomf'>> =>
  startServer((ground) => modelOf(new Pomf(ground, options), options), options)

const modelOf = (pomf: Pomf, { flavour = 'uguu' }: PomfOptions): HostModel<'pomf'> => ({
  id: 'pomf',
  env: {},
  routes: [
    route('POST', '/upload.php', 'upload', pomf.upload),
    ...(flavour === 'uguu' ? [route('POST', '/upload', 'upload', pomf.upload)] : []),
    route('GET', '/:name', 'download', pomf.download),
  ],
  refusal: pomfStatus,
  softError: pomfSoftError,
  replyKeys: { id: ['url', 'filename', 'name'] },
  groups: () => [],
  reset: () => pomf.reset(),
})

class Pomf {
  readonly #ground: Ground
  readonly #files: LinkedFiles
  readonly #options: PomfOptions
  readonly #isUguu: boolean
  readonly #maxFileSize: number
  readonly #refusedTypes: readonly string[]
  #uploads: number[] = []

  constructor(ground: Ground, options: PomfOptions) {
    this.#ground = ground
    this.#files = new LinkedFiles(ground)
    this.#options = options
    this.#isUguu = options.flavour !== 'pomf'
    this.#maxFileSize = options.maxFileSize ?? 134_217_728
    this.#refusedTypes = options.refusedTypes ?? (this.#isUguu ? ['rar', 'zip'] : [])
  }

  reset(): void {
    this.#files.all.clear()
    this.#uploads = []
  }

  readonly upload: Handler = async (exchange) => {
    if ((exchange.length ?? 0) > this.#maxFileSize + 65_536) return nginxPage(413)
    const form = { ground: this.#ground, fileField: 'files[]', maxFiles: 20 }
    const { files, fault } = await receiveForm(exchange, form)
    const refusal = this.#waitOf() ?? (fault || files.length === 0 ? pomfStatus(400) : this.#refused(files))
    if (refusal) return refusal
    this.#uploads.push(Date.now())
    const described = []
    for (const file of files) described.push(await this.#keep(file))
    if (this.#isUguu && exchange.query.get('output') === 'text')
      return plain(200, described.map(({ url }) => `${url}\n`).join(''))
    return { status: 200, body: { json: { success: true, files: described }, slashes: 'escaped' } }
  }

  #waitOf(): Reply | null {
    const { rateLimit } = this.#options
    if (!rateLimit) return null
    const since = Date.now() - rateLimit.seconds * 1000
    this.#uploads = this.#uploads.filter((at) => at > since)
    const [oldest] = this.#uploads
    if (oldest === undefined || this.#uploads.length < rateLimit.uploads) return null
    return rateLimited(Math.ceil((oldest - since) / 1000))
  }

  #refused(files: readonly FormFile[]): Reply | null {
    for (const { name, received } of files) {
      if (received.size === 0) return pomfError(400, 'The file is empty')
      if (received.size > this.#maxFileSize) return pomfStatus(413)
      if (this.#refusedTypes.includes(endingOf(name).slice(1))) return pomfStatus(415)
    }
    return null
  }

  async #keep(file: FormFile) {
    const older = (this.#options.dedupe ?? true) ? this.#files.ofContent(file.received.sha256) : undefined
    const kept = older ?? this.#files.keep(file, { fileId: `${shortId(8)}${endingOf(file.name)}` })
    const { fileId, name, size, url } = kept.arrival
    if (!this.#isUguu) return { hash: kept.sha1, name, url, size }
    return { hash: await xxh3Of(kept), filename: fileId, url, size, dupe: older !== undefined }
  }

  readonly download: Handler = ({ params }) => this.#files.serve(params['name'] ?? '') ?? nginxPage(404)
}

async function xxh3Of({ path }: LinkedFile): Promise<string> {
  const hasher = await createXXHash3()
  const chunks: AsyncIterable<Uint8Array> = createReadStream(path)
  for await (const chunk of chunks) hasher.update(chunk)
  return hasher.digest('hex')
}
