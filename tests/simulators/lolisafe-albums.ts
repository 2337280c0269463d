// Albums of the lolisafe protocol: ordered by id, 50 a page, so that a new one is on the last page; names are unique and cut at 70.
import { z } from 'zod'
import type { LolisafeFiles } from './lolisafe-files.ts'
import type { Flavour } from './lolisafe-flavour.ts'
import { refuse, success } from './lolisafe-replies.ts'
import { shortId } from './ids.ts'
import { escapeHtml, page } from './page.ts'
import { html } from './reply.ts'
import type { Handler } from './routes.ts'

type Album = {
  id: number
  /** HTML-escaped, as it is stored. */
  name: string
  identifier: string
  description: string
  download: boolean
  public: boolean
  enabled: boolean
}

const albumsPerPage = 50
const newAlbum = z.object({
  name: z.string().trim().min(1),
  description: z.string().default(''),
  download: z.boolean().default(true),
  public: z.boolean().default(true),
})
const editedAlbum = newAlbum.extend({ id: z.number(), requestLink: z.boolean().default(false) })
const addFiles = z.object({ ids: z.array(z.number()).min(1), albumid: z.number() })
const disable = z.object({ id: z.number(), purge: z.boolean().default(false) })

export class LolisafeAlbums {
  readonly all = new Map<number, Album>()
  readonly #files: LolisafeFiles
  readonly #homeDomain: string
  readonly #flavour: Flavour
  #lastId = 100

  constructor(files: LolisafeFiles, homeDomain: string, flavour: Flavour) {
    this.#flavour = flavour
    this.#files = files
    this.#homeDomain = homeDomain
  }

  /** The id if it is an album's, else null: an album that isn't there is dropped in silence. */
  known(id: unknown): number | null {
    const found = this.all.get(Number(id))
    return found?.enabled ? found.id : null
  }

  filesOf(id: number) {
    return [...this.#files.all.values()].filter(({ albumId }) => albumId === id)
  }

  #enabled(): Album[] {
    return [...this.all.values()].filter(({ enabled }) => enabled)
  }

  readonly create: Handler = async (exchange) => {
    const body = newAlbum.safeParse(await exchange.json())
    if (!body.success) return refuse('No album name specified.')
    const name = escapeHtml(body.data.name.slice(0, 70))
    if (this.#enabled().some((album) => album.name === name)) return this.#flavour.albumNameInUse()
    this.#lastId += 1
    this.all.set(this.#lastId, { ...body.data, id: this.#lastId, name, identifier: shortId(8), enabled: true })
    return success({ id: this.#lastId })
  }

  /** A name that another album has is refused here as well. */
  readonly edit: Handler = async (exchange) => {
    const body = editedAlbum.safeParse(await exchange.json())
    const album = body.success ? this.all.get(body.data.id) : undefined
    if (!body.success || !album?.enabled) return refuse('No album specified.')
    const name = escapeHtml(body.data.name.slice(0, 70))
    if (this.#enabled().some((other) => other.name === name && other !== album)) return this.#flavour.albumNameInUse()
    Object.assign(album, { description: body.data.description, download: body.data.download, public: body.data.public })
    album.name = name
    if (!body.data.requestLink) return success({ name })
    album.identifier = shortId(8)
    return success({ identifier: album.identifier })
  }

  readonly #simply = ({ id, name, identifier }: Album) =>
    this.#flavour.simpleIdentifiers ? { id, name, identifier } : { id, name }

  readonly list: Handler = ({ params, headers }) => {
    const albums = this.#enabled()
    if (headers['simple'] === '1') return success({ albums: albums.map(this.#simply), count: albums.length })
    const asked = Number(params['page'])
    const last = Math.max(0, Math.ceil(albums.length / albumsPerPage) - 1)
    const from = (asked < 0 ? last : asked) * albumsPerPage
    const shown = albums.slice(from, from + albumsPerPage).map((album) => {
      const files = this.filesOf(album.id)
      return { ...album, uploads: files.length, size: files.reduce((sum, { arrival }) => sum + arrival.size, 0) }
    })
    return success({ albums: shown, albumsPerPage, count: albums.length, homeDomain: this.#homeDomain })
  }

  readonly contents: Handler = ({ params }) => {
    const id = this.known(params['id'])
    return id === null ? refuse('Album not found.', 404) : this.#files.list(this.filesOf(id), Number(params['page']))
  }

  /** A file lives in one album only, so this takes it out of another. */
  readonly addFiles: Handler = async (exchange) => {
    const body = addFiles.safeParse(await exchange.json())
    if (!body.success) return refuse('No files specified.')
    const { ids, albumid } = body.data
    const album = this.known(albumid)
    if (albumid >= 0 && album === null) return refuse('Album does not exist or it does not belong to the user.', 404)
    const failed = ids.filter((id) => !this.#files.all.has(id))
    for (const id of ids) {
      const file = this.#files.all.get(id)
      if (!file) continue
      file.albumId = album
      file.arrival.group = album === null ? null : String(album)
    }
    return success({ failed })
  }

  readonly disable: Handler = async (exchange) => {
    const body = disable.safeParse(await exchange.json())
    const album = body.success ? this.all.get(body.data.id) : undefined
    if (!body.success || !album?.enabled) return refuse('No album specified.')
    album.enabled = false
    if (body.data.purge) for (const file of this.filesOf(album.id)) await this.#files.delete(file)
    return success()
  }

  #publicAlbum(identifier: string | undefined): Album | undefined {
    return this.#enabled().find((album) => album.identifier === identifier && album.public)
  }

  readonly publicContents: Handler = ({ params }) => {
    const album = this.#publicAlbum(params['identifier'])
    if (!album) return refuse('Album not found.', 404)
    const files = this.filesOf(album.id).map(({ name, arrival }) => ({ name, file: arrival.url }))
    return success({ title: album.name, description: album.description, count: files.length, files })
  }

  readonly albumPage: Handler = ({ params }) => {
    const album = this.#publicAlbum(params['identifier'])
    if (!album) return html(404, page(this.#flavour.title, 'Album not found', []))
    const files = this.filesOf(album.id).map(({ arrival: { name, size, url } }) => ({ name, size, href: url }))
    return html(200, page(this.#flavour.title, album.name, files))
  }
}
