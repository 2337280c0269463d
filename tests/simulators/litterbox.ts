// Litterbox, simulated: Catbox's sister that forgets files after some hours; no account, no delete.
import { catboxSoftError, catboxStatus, sentence, tooLong, typeRefusal } from './catbox-replies.ts'
import { receiveForm } from './form-files.ts'
import { shortId } from './ids.ts'
import { endingOf, LinkedFiles } from './linked-files.ts'
import { page } from './page.ts'
import { html, plain } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type LitterboxOptions = SimulatorOptions & {
  /** In bytes; Litterbox's 1 GB by default. */
  maxFileSize?: number
  /** How long one of Litterbox's hours lasts, in ms, so that a test sees a file expire. Default: an hour. */
  hourMs?: number
}

/** Starts Litterbox; `env` points `LITTERBOX_API_URL` at it, and files are served from the same origin. */
export const startLitterbox = (options: LitterboxOptions = {}): Promise<Simulator<'litterbox'>> =>
  startServer((ground) => modelOf(new Litterbox(ground, options)), options)

const apiPath = '/resources/internals/api.php'

const modelOf = (box: Litterbox): HostModel<'litterbox'> => ({
  id: 'litterbox',
  env: box.env,
  // The answer to an upload tells no size: HEAD of the file does.
  faultDefaults: { 'wrong-size': 'download' },
  routes: [route('POST', apiPath, 'upload', box.upload), route('GET', '/:name', 'download', box.download)],
  refusal: catboxStatus,
  softError: catboxSoftError,
  groups: () => [],
  reset: () => box.reset(),
})

const hoursOf: Partial<Record<string, number>> = { '1h': 1, '12h': 12, '24h': 24, '72h': 72 }

class Litterbox {
  readonly env: Record<string, string>
  readonly #ground: Ground
  readonly #files: LinkedFiles
  readonly #expiries = new Map<string, number>()
  readonly #maxFileSize: number
  readonly #hourMs: number

  constructor(ground: Ground, { maxFileSize = 1_000_000_000, hourMs = 3_600_000 }: LitterboxOptions) {
    this.#ground = ground
    this.#files = new LinkedFiles(ground)
    this.#maxFileSize = maxFileSize
    this.#hourMs = hourMs
    this.env = { LITTERBOX_API_URL: ground.origin + apiPath }
  }

  reset(): void {
    this.#files.all.clear()
    this.#expiries.clear()
  }

  readonly upload: Handler = async (exchange) => {
    if (tooLong(exchange.length, this.#maxFileSize)) return html(413, '<h1>413 Request Entity Too Large</h1>')
    const { fields, files, fault } = await receiveForm(exchange, { ground: this.#ground, fileField: 'fileToUpload' })
    if (fault || fields.get('reqtype') !== 'fileupload') return sentence('No request type given.')
    const hours = hoursOf[fields.get('time') ?? '']
    if (hours === undefined) return sentence('No expire time specified.')
    const length = fields.get('fileNameLength') ?? '6'
    if (!['6', '16'].includes(length)) return sentence('Invalid file name length.')
    const file = files[0]
    if (!file) return sentence('No file given.')
    if (file.received.size === 0) return sentence('The file is empty.')
    const refused = typeRefusal(file.name)
    if (refused) return refused
    if (file.received.size > this.#maxFileSize) return plain(413, 'File is too large.')
    const fileId = `${shortId(Number(length)).toLowerCase()}${endingOf(file.name)}`
    this.#expiries.set(fileId, Date.now() + hours * this.#hourMs)
    return plain(200, this.#files.keep(file, { fileId }).arrival.url)
  }

  readonly download: Handler = async ({ params }) => {
    const name = params['name'] ?? ''
    if ((this.#expiries.get(name) ?? 0) <= Date.now()) await this.#files.remove(name)
    return this.#files.serve(name) ?? html(404, page('Litterbox', '404: file not found', []))
  }
}
