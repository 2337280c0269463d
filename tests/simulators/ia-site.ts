// The Internet Archive's public site: metadata as JSON, pages of items, downloads that lead to a node.
import { encodePath, type IaFile, type IaItem, type IaItems } from './ia-items.ts'
import { page } from './page.ts'
import { html, json } from './reply.ts'
import type { Handler } from './routes.ts'

type SiteOptions = { items: IaItems; darkItems: readonly string[]; foreignItems: readonly string[] }

export class IaSite {
  readonly #items: IaItems
  readonly #darkItems: readonly string[]
  readonly #foreignItems: readonly string[]

  constructor({ items, darkItems, foreignItems }: SiteOptions) {
    this.#items = items
    this.#darkItems = darkItems
    this.#foreignItems = foreignItems
  }

  /** 200 for anything: an empty object is no item. */
  readonly metadata: Handler = ({ params }) => {
    const id = params['item'] ?? ''
    if (this.#darkItems.includes(id)) return json(200, { created: secondsNow(), is_dark: true, server: 'ia600001' })
    if (this.#foreignItems.includes(id)) return json(200, described(foreign(id), []))
    const seen = this.#items.seen(id)
    return json(200, seen ? described(seen.item, seen.files) : {})
  }

  readonly details: Handler = ({ params }) => {
    const id = params['item'] ?? ''
    const seen = this.#darkItems.includes(id) ? null : this.#items.seen(id)
    if (!seen) return html(404, page('Internet Archive', 'Item cannot be found.', []))
    const listed = seen.files.map(({ name, arrival: { size } }) => ({
      name,
      size,
      href: `/download/${id}/${encodePath(name)}`,
    }))
    return html(200, page('Internet Archive', seen.item.title, listed))
  }

  /** The public address leads to the node that has the file. */
  readonly download: Handler = ({ params }) => {
    const [id, name] = [params['item'] ?? '', params['name'] ?? '']
    if (!this.#file(id, name)) return html(404, page('Internet Archive', 'File not found', []))
    return html(302, '', { location: `/ia600001/items/${id}/${encodePath(name)}` })
  }

  readonly bytes: Handler = ({ params }) => {
    const file = this.#file(params['item'] ?? '', params['name'] ?? '')
    if (!file) return html(404, page('Internet Archive', 'File not found', []))
    const { name, path, arrival } = file
    return { status: 200, body: { file: { path, name, type: 'application/octet-stream', size: arrival.size } } }
  }

  #file(id: string, name: string): IaFile | undefined {
    if (this.#darkItems.includes(id)) return undefined
    return this.#items.seen(id)?.files.find((file) => file.name === name)
  }
}

const foreign = (id: string): IaItem => ({ id, title: id, mediatype: 'texts', collection: 'opensource', files: [] })

const secondsNow = () => Math.floor(Date.now() / 1000)

/** The archive adds files of its own, of which some have neither size nor digest. */
const described = ({ id, title, mediatype, collection }: IaItem, files: readonly IaFile[]) => ({
  created: secondsNow(),
  dir: `/1/items/${id}`,
  files: [
    ...files.map(({ name, arrival: { size, md5, at }, sha1, crc32 }) => ({
      name,
      source: 'original',
      mtime: String(Math.floor(at.getTime() / 1000)),
      size: String(size),
      md5,
      crc32,
      sha1,
      format: 'Unknown',
    })),
    { name: `${id}_files.xml`, source: 'original', format: 'Metadata', md5: '0'.repeat(32) },
  ],
  files_count: files.length + 1,
  item_size: files.reduce((sum, { arrival }) => sum + arrival.size, 0),
  metadata: { identifier: id, title, mediatype, collection },
  server: 'ia600001',
  uniq: secondsNow(),
})
