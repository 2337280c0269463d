// A little host such as somebody runs at home and declares in data: its form, its demands and its replies are as told.
import type { Exchange } from './exchange.ts'
import { type FormFile, receiveForm } from './form-files.ts'
import { type ReplyForm, tellError, tellStored } from './form-host-replies.ts'
import { shortId } from './ids.ts'
import { endingOf, LinkedFiles } from './linked-files.ts'
import { page } from './page.ts'
import { receive } from './receiver.ts'
import { html, plain, type Reply } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type FormHostOptions = SimulatorOptions & {
  /** Default POST. */
  method?: 'POST' | 'PUT' | 'PATCH'
  /** Where files are sent to; `:name` in it stands for the file name. Default `/api/upload`. */
  path?: string
  /** A form, or nothing but the file's bytes with the name in the path or in the query's `filename`. Default `multipart`. */
  body?: 'multipart' | 'binary'
  /** The form's field for the file. Default `file`. */
  fileField?: string
  /** Headers that must come with just these values. */
  headers?: Record<string, string>
  /** Text fields of the form that must come with just these values, before or behind the file. */
  arguments?: Record<string, string>
  /** Parameters of the query that must come with just these values. */
  parameters?: Record<string, string>
  /** Default `json`. */
  reply?: ReplyForm
  /** The status of a success in JSON, text or XML. Default 200. */
  status?: number
  /** In bytes. Default: any size. */
  maxFileSize?: number
}

/** Starts the host; it has no variables, since a host of this kind is declared with its addresses. */
export const startFormHost = (options: FormHostOptions = {}): Promise<Simulator<'form'>> =>
  startServer((ground) => modelOf(new FormHost(ground, options), options), options)

function modelOf(host: FormHost, { method = 'POST', path = '/api/upload', reply = 'json' }: FormHostOptions) {
  return {
    id: 'form',
    env: {},
    // Only JSON tells a size in a way that a fault can change; else HEAD of the file does.
    ...(reply === 'json' ? {} : { faultDefaults: { 'wrong-size': 'download' } }),
    routes: [
      route(method, path, 'upload', host.upload),
      route('GET', '/f/:file', 'download', host.download),
      route('GET', '/v/:id', 'page', host.page),
      route('GET', '/delete/:id/:key', 'delete', host.remove),
      route('DELETE', '/delete/:id/:key', 'delete', host.remove),
    ],
    refusal: (status) => tellError(reply, status, messages[status] ?? `Something is wrong (${status}).`),
    softError: () => tellError(reply, 200, 'The disk is busy, try again.'),
    replyKeys: { id: ['id', 'direct', 'page'] },
    groups: () => [],
    reset: () => host.reset(),
  } satisfies HostModel<'form'>
}

const messages: Partial<Record<number, string>> = {
  401: 'You are not logged in.',
  403: 'You may not do this.',
  404: 'There is no such file.',
  413: 'The file is too large.',
}

class FormHost {
  readonly #ground: Ground
  readonly #files: LinkedFiles
  readonly #options: FormHostOptions
  readonly #reply: ReplyForm
  readonly #keys = new Map<string, string>()

  constructor(ground: Ground, options: FormHostOptions) {
    this.#ground = ground
    this.#files = new LinkedFiles(ground)
    this.#options = options
    this.#reply = options.reply ?? 'json'
  }

  reset(): void {
    this.#files.all.clear()
    this.#keys.clear()
  }

  #error(status: number, message = messages[status] ?? ''): Reply {
    return tellError(this.#reply, status, message)
  }

  readonly upload: Handler = async (exchange) => {
    const refusal = this.#refusedHead(exchange)
    if (refusal) return refusal
    const file = this.#options.body === 'binary' ? await this.#binary(exchange) : await this.#form(exchange)
    if ('status' in file) return file
    if (file.received.size === 0) return this.#error(400, 'The file is empty.')
    if (file.received.size > this.#maxFileSize) return this.#error(413)
    return this.#keep(file)
  }

  get #maxFileSize(): number {
    return this.#options.maxFileSize ?? Number.POSITIVE_INFINITY
  }

  /** What is wrong before the body is read. */
  #refusedHead({ headers: sent, query, length }: Exchange): Reply | null {
    const { headers = {}, parameters = {} } = this.#options
    for (const [name, value] of Object.entries(headers)) {
      const given = sent[name.toLowerCase()]
      if (given !== value) return this.#error(given === undefined ? 401 : 403)
    }
    for (const [name, value] of Object.entries(parameters))
      if (query.get(name) !== value) return this.#error(400, `The parameter ${name} is wrong.`)
    if (length === null) return this.#error(411, 'The length is not told.')
    return length > this.#maxFileSize + 10_000 ? this.#error(413) : null
  }

  async #binary(exchange: Exchange): Promise<FormFile | Reply> {
    const type = exchange.headers['content-type'] ?? 'application/octet-stream'
    if (type.startsWith('multipart/')) return this.#error(415, 'Send the bytes alone, not a form.')
    const name = exchange.params['name'] ?? exchange.query.get('filename') ?? ''
    return { name, type, received: await receive(this.#ground.newPath(), exchange.body()) }
  }

  async #form(exchange: Exchange): Promise<FormFile | Reply> {
    const fileField = this.#options.fileField ?? 'file'
    const { fields, files, fault } = await receiveForm(exchange, { ground: this.#ground, fileField })
    const file = files[0]
    if (fault || !file) return this.#error(400, `The form has no file in the field ${fileField}.`)
    for (const [name, value] of Object.entries(this.#options.arguments ?? {}))
      if (fields.get(name) !== value) return this.#error(400, `The field ${name} is wrong.`)
    return file
  }

  #keep(file: FormFile): Reply {
    const { origin } = this.#ground
    const [id, key] = [shortId(8), shortId(24)]
    const { arrival } = this.#files.keep(file, { fileId: id, at: `f/${id}${endingOf(file.name)}` })
    this.#keys.set(id, key)
    const { name, size, md5, url: direct } = arrival
    const told = { id, name, size, md5, direct, page: `${origin}/v/${id}`, remove: `${origin}/delete/${id}/${key}` }
    return tellStored(this.#reply, this.#options.status ?? 200, told)
  }

  readonly download: Handler = ({ params }) => {
    const id = params['file']?.split('.')[0] ?? ''
    return this.#files.serve(id) ?? this.#error(404)
  }

  readonly page: Handler = ({ params }) => {
    const file = this.#files.all.get(params['id'] ?? '')
    if (!file) return html(404, page('A little host', 'Not found', []))
    const { name, size, url } = file.arrival
    return html(200, page('A little host', name, [{ name, size, href: new URL(url).pathname }]))
  }

  readonly remove: Handler = async ({ params: { id = '', key } }) => {
    if (!this.#keys.has(id)) return this.#error(404)
    if (this.#keys.get(id) !== key) return this.#error(403)
    this.#keys.delete(id)
    await this.#files.remove(id)
    return plain(200, 'The file was deleted.\n')
  }
}
