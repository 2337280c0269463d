// Files of the lolisafe protocol: stored once per content, listed newest first, deleted by name or id.
import { rm } from 'node:fs/promises'
import { extname } from 'node:path'
import { z } from 'zod'
import { refuse, success } from './lolisafe-replies.ts'
import { shortId } from './ids.ts'
import type { Flavour } from './lolisafe-flavour.ts'
import { page } from './page.ts'
import type { Received } from './receiver.ts'
import { html, type Reply } from './reply.ts'
import type { Handler } from './routes.ts'
import type { Ground } from './server.ts'
import type { Arrival } from './simulator.ts'

export type LolisafeFile = {
  id: number
  name: string
  hash: string
  albumId: number | null
  /** Seconds since the epoch, where the file will not stay. */
  expires: number | null
  path: string
  type: string
  slug: string
  arrival: Arrival
}

/** What came beside the bytes. `age` is in hours, 0 for ever. */
export type LolisafeUpload = { original: string; type: string; albumId: number | null; age: number }

const perPage = 24
const bulkBody = z.object({ field: z.enum(['name', 'id']), values: z.array(z.union([z.string(), z.number()])) })
const oneBody = z.object({ id: z.number() })

export class LolisafeFiles {
  readonly all = new Map<number, LolisafeFile>()
  readonly #ground: Ground
  readonly #flavour: Flavour
  #lastId = 1000

  constructor(ground: Ground, flavour: Flavour) {
    this.#flavour = flavour
    this.#ground = ground
  }

  /** Keeps a file, or throws its bytes away for an older one of the same hash and size, which stays where it is. */
  async keep({ path, size, sha256, md5, blake3 }: Received, { original, type, albumId, age }: LolisafeUpload) {
    const older = [...this.all.values()].find(({ hash, arrival }) => hash === blake3 && arrival.size === size)
    if (older) {
      await rm(path)
      return { ...this.#uploaded(older), repeated: true }
    }
    this.#lastId += 1
    const [name, slug] = [shortId(8) + extname(original).toLowerCase(), shortId(13)]
    const url = `${this.#ground.origin}${this.#flavour.pagePath}/${slug}`
    const group = albumId === null ? null : String(albumId)
    const arrival = { at: new Date(), fileId: name, name: original, size, sha256, md5, group, stored: true, url }
    const expires = age === 0 ? null : Math.floor(Date.now() / 1000) + age * 3600
    const file: LolisafeFile = { id: this.#lastId, name, hash: blake3, albumId, expires, path, type, slug, arrival }
    this.all.set(file.id, file)
    this.#ground.ledger.push(arrival)
    return this.#uploaded(file)
  }

  #uploaded(file: LolisafeFile) {
    return { ...this.#flavour.uploaded(file), ...(file.expires === null ? {} : { expirydate: file.expires }) }
  }

  /** A page of files, newest first. */
  list(files: readonly LolisafeFile[], pageNumber: number): Reply {
    const newest = files.toSorted((a, b) => b.id - a.id).slice(pageNumber * perPage, (pageNumber + 1) * perPage)
    return success({
      files: newest.map((file) => this.#flavour.listed(file)),
      count: files.length,
      basedomain: this.#ground.origin,
    })
  }

  readonly uploads: Handler = ({ params }) => this.list([...this.all.values()], Number(params['page']))

  readonly get: Handler = ({ params }) => {
    const file = this.#named(params['name'])
    return file ? success({ file: this.#flavour.listed(file) }) : refuse('File not found.', 404)
  }

  readonly bulkDelete: Handler = async (exchange) => {
    const body = bulkBody.safeParse(await exchange.json())
    if (!body.success || body.data.values.length === 0) return refuse('No array of files specified.')
    const { field, values } = body.data
    const failed = []
    for (const value of values) {
      const file = field === 'name' ? this.#named(String(value)) : this.all.get(Number(value))
      if (file) await this.delete(file)
      else failed.push(value)
    }
    return success({ failed })
  }

  readonly deleteOne: Handler = async (exchange) => {
    const body = oneBody.safeParse(await exchange.json())
    const file = body.success ? this.all.get(body.data.id) : undefined
    if (!file) return refuse('No file specified.')
    await this.delete(file)
    return success({ failed: [] })
  }

  async delete(file: LolisafeFile): Promise<void> {
    file.arrival.stored = false
    this.all.delete(file.id)
    await rm(file.path)
  }

  bySlug(slug: string | undefined): LolisafeFile | undefined {
    return [...this.all.values()].find((file) => file.slug === slug)
  }

  readonly filePage: Handler = ({ params }) => {
    const file = this.bySlug(params['slug'])
    if (!file) return html(404, page(this.#flavour.title, 'File not found', []))
    const { name, size } = file.arrival
    return html(200, page(this.#flavour.title, name, [{ name, size, href: `/${file.name}` }]))
  }

  readonly download: Handler = ({ params }) => {
    const file = this.#named(params['name'])
    if (!file) return html(404, page(this.#flavour.title, 'File not found', []))
    const { path, type, arrival } = file
    return { status: 200, body: { file: { path, type, name: arrival.name, size: arrival.size } } }
  }

  #named(name: string | undefined): LolisafeFile | undefined {
    return [...this.all.values()].find((file) => file.name === name)
  }
}
