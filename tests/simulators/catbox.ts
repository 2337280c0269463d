// Catbox, simulated: one PHP address for everything, answers of plain text, albums made after the files.
import { CatboxAlbums, namesOf } from './catbox-albums.ts'
import { catboxSoftError, catboxStatus, sentence, tooLong, typeRefusal } from './catbox-replies.ts'
import type { Exchange } from './exchange.ts'
import type { Operation } from './fault.ts'
import { type FormContents, receiveForm } from './form-files.ts'
import { shortId } from './ids.ts'
import { endingOf, LinkedFiles } from './linked-files.ts'
import { page } from './page.ts'
import { html, type Reply, plain } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type CatboxOptions = SimulatorOptions & {
  /** The account's hash; it is put into `env` as `CATBOX_USERHASH`. Without one nobody has an account. */
  userhash?: string
  /** In bytes; Catbox's 200 MB by default. */
  maxFileSize?: number
  /** In bytes; Catbox's 20 MB for GIFs by default. */
  maxGifSize?: number
}

/** Starts Catbox; `env` points `CATBOX_API_URL` at it, and files are served from the same origin. */
export const startCatbox = (options: CatboxOptions = {}): Promise<Simulator<'catbox'>> =>
  startServer((ground) => modelOf(new Catbox(ground, options)), options)

const modelOf = (catbox: Catbox): HostModel<'catbox'> => ({
  id: 'catbox',
  env: catbox.env,
  // The answer to an upload tells no size: HEAD of the file does.
  faultDefaults: { 'wrong-size': 'download' },
  routes: [
    route('POST', '/user/api.php', 'upload', catbox.call),
    route('GET', '/c/:short', 'page', catbox.albumPage),
    route('GET', '/:name', 'download', catbox.download),
  ],
  refine,
  refusal: catboxStatus,
  softError: catboxSoftError,
  groups: () => [...catbox.albums.all.values()].map(({ short, title, files }) => ({ id: short, name: title, files })),
  reset() {
    catbox.files.all.clear()
    catbox.albums.all.clear()
  },
})

/** Everything has one path; the field `reqtype` tells what it is. */
async function refine(exchange: Exchange, operation: Operation): Promise<Operation> {
  if (operation !== 'upload') return operation
  const call = /reqtype(?:=|"\r\n(?:[^\r\n]+\r\n)*\r\n)(\w+)/.exec(await exchange.head())?.[1] ?? ''
  if (call.startsWith('delete')) return 'delete'
  return call.endsWith('album') ? 'group' : 'upload'
}

class Catbox {
  readonly env: Record<string, string>
  readonly files: LinkedFiles
  readonly albums: CatboxAlbums
  readonly #ground: Ground
  readonly #userhash: string | undefined
  readonly #maxFileSize: number
  readonly #maxGifSize: number
  readonly #owners = new Map<string, string | null>()

  constructor(ground: Ground, { userhash, maxFileSize = 200_000_000, maxGifSize = 20_000_000 }: CatboxOptions) {
    this.#ground = ground
    this.#userhash = userhash
    this.#maxFileSize = maxFileSize
    this.#maxGifSize = maxGifSize
    this.files = new LinkedFiles(ground)
    this.albums = new CatboxAlbums(this.files, ground.origin)
    this.env = {
      CATBOX_API_URL: `${ground.origin}/user/api.php`,
      ...(userhash === undefined ? {} : { CATBOX_USERHASH: userhash }),
    }
  }

  readonly call: Handler = async (exchange) => {
    if (tooLong(exchange.length, this.#maxFileSize)) return html(413, '<h1>413 Request Entity Too Large</h1>')
    const contents = await receiveForm(exchange, { ground: this.#ground, fileField: 'fileToUpload' })
    const { fields, fault } = contents
    if (fault) return sentence('No request type given.')
    const owner = fields.get('userhash') || null
    if (owner !== null && owner !== this.#userhash) return sentence('Invalid userhash.')
    const call = fields.get('reqtype') ?? ''
    switch (call) {
      case 'fileupload':
        return this.#upload(contents, owner)
      case 'createalbum':
        return this.albums.create(fields, owner)
      case 'addtoalbum':
      case 'removefromalbum':
      case 'editalbum':
      case 'deletealbum':
        return this.albums.change(call, fields, owner)
      case 'deletefiles':
        return this.#deleteFiles(namesOf(fields), owner)
      default:
        return sentence(call === '' ? 'No request type given.' : 'Invalid request type.')
    }
  }

  #upload({ files }: FormContents, owner: string | null): Reply {
    const file = files[0]
    if (!file) return sentence('No files given.')
    if (file.received.size === 0) return sentence('The file is empty.')
    const refused = typeRefusal(file.name)
    if (refused) return refused
    if (file.received.size > this.#maxFileSize) return plain(413, 'File is too large.')
    const ending = endingOf(file.name)
    if (ending === '.gif' && file.received.size > this.#maxGifSize) return sentence('GIFs can be 20 MB at most.')
    const fileId = `${shortId(6).toLowerCase()}${ending}`
    this.#owners.set(fileId, owner)
    return plain(200, this.files.keep(file, { fileId }).arrival.url)
  }

  async #deleteFiles(names: readonly string[], owner: string | null): Promise<Reply> {
    if (owner === null) return sentence('No userhash given.')
    if (names.length === 0) return sentence('No files given.')
    const isOwn = (name: string) => this.files.all.has(name) && this.#owners.get(name) === owner
    if (!names.every(isOwn)) return sentence("A file doesn't exist or is not yours.")
    for (const name of names) {
      await this.files.remove(name)
      this.albums.forget(name)
    }
    return plain(200, 'Files successfully deleted.')
  }

  readonly albumPage: Handler = ({ params }) => {
    const album = this.albums.all.get(params['short'] ?? '')
    if (!album) return html(404, page('Catbox', 'Album not found', []))
    const listed = album.files.map((name) => {
      const arrival = this.files.all.get(name)?.arrival
      return { name: `${name} (${arrival?.name ?? 'deleted'})`, size: arrival?.size ?? 0, href: `/${name}` }
    })
    return html(200, page('Catbox', album.title, listed))
  }

  readonly download: Handler = ({ params }) =>
    this.files.serve(params['name'] ?? '') ?? html(404, page('Catbox', '404: file not found', []))
}
