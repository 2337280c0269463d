// A 0x0, simulated: a form gives an address of plain text, the same bytes the same address, and a token the first time only.
import type { Exchange } from './exchange.ts'
import { type FormFile, receiveForm } from './form-files.ts'
import { shortId } from './ids.ts'
import { endingOf, LinkedFiles } from './linked-files.ts'
import { isNameless, isProgram, lifeOf, momentOf, pointerError } from './nullpointer-form.ts'
import { plain, type Reply } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type NullpointerOptions = SimulatorOptions & {
  /** In bytes; 256 MiB by default. */
  maxFileSize?: number
  /** Whether clients must say who they are, as at 0x0.st. Default true. */
  userAgentNeeded?: boolean
  /** Uploads are switched off. */
  disabled?: boolean
  /** SHA-256 of content that was taken down, and is neither taken nor served; may grow while the simulator runs. */
  removed?: ReadonlySet<string>
}

/** Starts a 0x0; it has no variables, since a host of this kind is declared with its address. */
export const startNullpointer = (options: NullpointerOptions = {}): Promise<Simulator<'nullpointer'>> =>
  startServer((ground) => modelOf(new Nullpointer(ground, options)), options)

const modelOf = (pointer: Nullpointer): HostModel<'nullpointer'> => ({
  id: 'nullpointer',
  env: {},
  // The answer to an upload tells no size: HEAD of the file does.
  faultDefaults: { 'wrong-size': 'download' },
  routes: [
    route('POST', '/', 'upload', pointer.upload),
    route('POST', '/:name', 'delete', pointer.manage),
    route('POST', '/s/:secret/:name', 'delete', pointer.manage),
    route('GET', '/:name', 'download', pointer.download),
    route('GET', '/s/:secret/:name', 'download', pointer.download),
  ],
  refusal: pointerError,
  softError: () => plain(200, 'The storage is busy, try again.\n'),
  groups: () => [],
  reset: () => pointer.reset(),
})

type Kept = { token: string; expires: number }

/** The path without its first slash, which is what a file is known by. */
const idOf = ({ path }: Exchange): string => path.slice(1)

class Nullpointer {
  readonly #ground: Ground
  readonly #files: LinkedFiles
  readonly #options: NullpointerOptions
  readonly #maxFileSize: number
  readonly #kept = new Map<string, Kept>()
  /** Addresses outlive their files: the same bytes come back to the same one. */
  readonly #addresses = new Map<string, string>()

  constructor(ground: Ground, options: NullpointerOptions) {
    this.#ground = ground
    this.#files = new LinkedFiles(ground)
    this.#options = options
    this.#maxFileSize = options.maxFileSize ?? 268_435_456
  }

  reset(): void {
    this.#files.all.clear()
    this.#kept.clear()
    this.#addresses.clear()
  }

  readonly upload: Handler = async (exchange) => {
    const { userAgentNeeded = true, disabled = false, removed } = this.#options
    if (disabled) return pointerError(503)
    if (userAgentNeeded && isNameless(exchange.headers['user-agent'])) return pointerError(403)
    if (exchange.length === null) return pointerError(411)
    if (exchange.length > this.#maxFileSize) return pointerError(413)
    const { fields, files, fault } = await receiveForm(exchange, { ground: this.#ground, fileField: 'file' })
    const file = files[0]
    if (fault || !file) return pointerError(400)
    const now = Date.now()
    const asked = fields.has('expires') ? momentOf(fields.get('expires') ?? '', now) : Number.POSITIVE_INFINITY
    if (asked === null) return pointerError(400)
    if (file.type === 'application/x-dosexec' || (await isProgram(file.received.path))) return pointerError(415)
    if (removed?.has(file.received.sha256)) return pointerError(451)
    const expires = Math.floor(Math.min(asked, now + lifeOf(file.received.size, this.#maxFileSize)))
    return this.#keep(file, { expires, isSecret: fields.has('secret') })
  }

  #keep(file: FormFile, { expires, isSecret }: { expires: number; isSecret: boolean }): Reply {
    const { sha256 } = file.received
    const older = this.#kept.get(this.#addresses.get(sha256) ?? '')
    if (older) {
      older.expires = Math.max(older.expires, expires)
      return told(`${this.#ground.origin}/${this.#addresses.get(sha256)}`, older.expires)
    }
    const name = `${shortId(5)}${endingOf(file.name) || '.bin'}`
    const fileId = this.#addresses.get(sha256) ?? (isSecret ? `s/${shortId(22)}/${name}` : name)
    const token = shortId(43)
    this.#addresses.set(sha256, fileId)
    this.#kept.set(fileId, { token, expires })
    return told(this.#files.keep(file, { fileId }).arrival.url, expires, token)
  }

  /** Deletes a file or changes when it expires, for whoever has the token of its first upload. */
  readonly manage: Handler = async (exchange) => {
    const fileId = idOf(exchange)
    const { fields } = await receiveForm(exchange, { ground: this.#ground, fileField: 'file' })
    const kept = this.#kept.get(fileId)
    if (!kept) return pointerError(404)
    if (fields.get('token') !== kept.token) return pointerError(401)
    if (fields.has('delete')) {
      await this.#forget(fileId)
      return plain(200, '')
    }
    const expires = momentOf(fields.get('expires') ?? '', Date.now())
    if (expires === null) return pointerError(400)
    kept.expires = expires
    return plain(202, '')
  }

  readonly download: Handler = async (exchange) => {
    const fileId = idOf(exchange)
    const kept = this.#kept.get(fileId)
    if (kept && kept.expires <= Date.now()) await this.#forget(fileId)
    const sha256 = this.#files.all.get(fileId)?.arrival.sha256
    if (sha256 !== undefined && this.#options.removed?.has(sha256)) return pointerError(451)
    return this.#files.serve(fileId) ?? pointerError(404)
  }

  async #forget(fileId: string): Promise<void> {
    this.#kept.delete(fileId)
    await this.#files.remove(fileId)
  }
}

const told = (url: string, expires: number, token?: string): Reply =>
  plain(200, `${url}\n`, { 'x-expires': String(expires), ...(token === undefined ? {} : { 'x-token': token }) })
