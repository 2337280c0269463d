// Chibisafe's albums: made by name, once each, seen by others only at a link that is made for them.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ChibiFile, ChibiFiles } from './chibisafe-files.ts'
import { chibiRefuse } from './chibisafe-replies.ts'
import { shortId } from './ids.ts'
import { page } from './page.ts'
import { html, json, type Reply } from './reply.ts'
import type { Handler } from './routes.ts'

export type ChibiAlbum = { uuid: string; name: string; created: Date; links: string[] }

const createBody = z.object({ name: z.string().trim().min(1).max(255) })
const notFound = (): Reply => chibiRefuse(404, 'The album could not be found')

export class ChibiAlbums {
  readonly all = new Map<string, ChibiAlbum>()
  readonly #files: ChibiFiles

  constructor(files: ChibiFiles) {
    this.#files = files
  }

  /** The album that a header names; one that nobody knows is no error, and the file goes into none. */
  known(header: string | string[] | undefined): string | null {
    return typeof header === 'string' && this.all.has(header) ? header : null
  }

  filesOf({ uuid }: ChibiAlbum): ChibiFile[] {
    return [...this.#files.all.values()].filter(({ arrival }) => arrival.group === uuid)
  }

  #describe(album: ChibiAlbum) {
    const { uuid, name, created } = album
    const at = created.toISOString()
    return {
      uuid,
      name,
      description: null,
      createdAt: at,
      editedAt: at,
      nsfw: false,
      count: this.filesOf(album).length,
    }
  }

  readonly create: Handler = async (exchange) => {
    const body = createBody.safeParse(await exchange.json())
    if (!body.success) return chibiRefuse(400, 'No name provided')
    const { name } = body.data
    if ([...this.all.values()].some((album) => album.name === name))
      return chibiRefuse(400, 'There is already an album with that name')
    const album: ChibiAlbum = { uuid: randomUUID(), name, created: new Date(), links: [] }
    this.all.set(album.uuid, album)
    const { uuid, created } = album
    const told = { uuid, name, createdAt: created.toISOString() }
    return json(200, { message: 'Successfully created album', album: told })
  }

  /** Newest first; `page` counts from 1. */
  readonly list: Handler = ({ query }) => {
    const limit = Number(query.get('limit') ?? 50)
    const from = (Number(query.get('page') ?? 1) - 1) * limit
    const newest = [...this.all.values()].toReversed()
    const albums = newest.slice(from, from + limit).map((album) => this.#describe(album))
    return json(200, { message: 'Successfully retrieved albums', albums, count: newest.length })
  }

  readonly contents: Handler = ({ params }) => {
    const album = this.all.get(params['uuid'] ?? '')
    if (!album) return notFound()
    const files = this.filesOf(album).map((file) => this.#files.describe(file))
    const told = { name: album.name, description: null, isNsfw: false, files, count: files.length }
    return json(200, { message: 'Successfully retrieved album', ...told })
  }

  readonly makeLink: Handler = ({ params }) => {
    const album = this.all.get(params['uuid'] ?? '')
    if (!album) return notFound()
    const identifier = shortId(8)
    album.links.push(identifier)
    return json(200, { message: 'Successfully created link', data: { uuid: randomUUID(), identifier } })
  }

  readonly links: Handler = ({ params }) => {
    const album = this.all.get(params['uuid'] ?? '')
    if (!album) return notFound()
    const links = album.links.map((identifier) => ({ identifier, views: 0, enabled: true, expiresAt: null }))
    return json(200, { message: 'Successfully retrieved links', links })
  }

  readonly albumPage: Handler = ({ params }) => {
    const album = [...this.all.values()].find(({ links }) => links.includes(params['identifier'] ?? ''))
    if (!album) return html(404, page('Chibisafe', 'Album not found', []))
    const files = this.filesOf(album).map(({ name, arrival }) => ({
      name: arrival.name,
      size: arrival.size,
      href: `/${name}`,
    }))
    return html(200, page('Chibisafe', album.name, files))
  }
}
