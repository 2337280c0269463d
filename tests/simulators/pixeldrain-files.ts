// PixelDrain's files: taken whole by PUT or by a form, told by info, served, deleted.
import { rm } from 'node:fs/promises'
import type { Exchange } from './exchange.ts'
import { shortId } from './ids.ts'
import { readForm } from './multipart.ts'
import { drainRefusal } from './pixeldrain-refusals.ts'
import { type Received, receive } from './receiver.ts'
import { json, type Reply } from './reply.ts'
import type { Handler } from './routes.ts'
import type { Ground } from './server.ts'
import type { Arrival } from './simulator.ts'

/** `owner` is the `Authorization` that it came with. */
export type DrainFile = { arrival: Arrival; path: string; type: string; owner: string | undefined }

type FilesOptions = { ground: Ground; maxFileSize: number }

type Kept = Pick<DrainFile, 'type' | 'owner'> & { name: string }

const isOwner = ({ headers }: Exchange, { owner }: DrainFile) => owner !== undefined && headers.authorization === owner

export class DrainFiles {
  readonly all = new Map<string, DrainFile>()
  readonly #ground: Ground
  readonly #maxFileSize: number

  constructor({ ground, maxFileSize }: FilesOptions) {
    this.#ground = ground
    this.#maxFileSize = maxFileSize
  }

  /** What the head of the request tells is refused before the body is read, as the documentation warns. */
  readonly put: Handler = async (exchange) => {
    const name = exchange.params['name'] ?? ''
    if (name.length > 255) return drainRefusal('name_too_long')
    if (!exchange.length) return drainRefusal('no_file')
    if (exchange.length > this.#maxFileSize) return drainRefusal('file_too_large')
    const received = await receive(this.#ground.newPath(), exchange.body())
    const type = exchange.headers['content-type'] ?? 'application/octet-stream'
    return json(201, { success: true, id: this.#keep(received, { name, type, owner: exchange.headers.authorization }) })
  }

  readonly post: Handler = async (exchange) => {
    if ((exchange.length ?? 0) > this.#maxFileSize + 10_000) return drainRefusal('file_too_large')
    const got: { received: Received; name: string; type: string }[] = []
    const fault = await readForm(exchange, {
      onFile: async ({ field, name, type, before, bytes }) => {
        if (field !== 'file') return void bytes.resume()
        const given = before.find(([key]) => key === 'name')?.[1]
        got.push({ received: await receive(this.#ground.newPath(), bytes), name: given ?? name, type })
      },
    })
    const file = got[0]
    if (fault || !file || file.received.size === 0) return drainRefusal('no_file')
    if (file.received.size > this.#maxFileSize) return drainRefusal('file_too_large')
    if (file.name.length > 255) return drainRefusal('name_too_long')
    return json(200, {
      success: true,
      id: this.#keep(file.received, { ...file, owner: exchange.headers.authorization }),
    })
  }

  #keep({ path, size, sha256, md5 }: Received, { name, type, owner }: Kept): string {
    const id = shortId(8)
    const url = `${this.#ground.origin}/u/${id}`
    const arrival: Arrival = { at: new Date(), fileId: id, name, size, sha256, md5, group: null, stored: true, url }
    this.all.set(id, { arrival, path, type, owner })
    this.#ground.ledger.push(arrival)
    return id
  }

  /** A file as every reply of PixelDrain tells it. */
  describe({ arrival, type }: DrainFile) {
    const { fileId: id, name, size, sha256, at } = arrival
    const date = at.toISOString()
    const seen = { views: 0, downloads: 0, date_upload: date, date_last_view: date, availability: '' }
    return { id, name, size, mime_type: type, hash_sha256: sha256, ...seen }
  }

  /** One id gives an object, several an array; one unknown id spoils them all. */
  readonly info: Handler = (exchange) => {
    const ids = (exchange.params['ids'] ?? '').split(',')
    if (ids.length > 1000) return drainRefusal('too_many_files')
    const files = this.of(ids)
    if (files.length < ids.length) return drainRefusal('file_not_found')
    const described = files.map((file) => ({
      success: true,
      ...this.describe(file),
      can_edit: isOwner(exchange, file),
    }))
    return json(200, ids.length === 1 ? described[0] : described)
  }

  readonly download: Handler = ({ params }) => {
    const file = this.all.get(params['id'] ?? '')
    if (!file) return drainRefusal('not_found')
    const { path, type, arrival } = file
    return { status: 200, body: { file: { path, type, name: arrival.name, size: arrival.size } } }
  }

  readonly remove: Handler = async (exchange): Promise<Reply> => {
    const file = this.all.get(exchange.params['id'] ?? '')
    if (!file) return drainRefusal('not_found')
    if (!isOwner(exchange, file)) return drainRefusal('forbidden')
    file.arrival.stored = false
    this.all.delete(file.arrival.fileId)
    await rm(file.path)
    return json(200, { success: true, value: 'file_deleted', message: 'The file has been deleted.' })
  }

  ownedBy(exchange: Exchange): DrainFile[] {
    return [...this.all.values()].filter((file) => isOwner(exchange, file))
  }

  /** Those of `ids` that are there, in their order. */
  of(ids: readonly string[]): DrainFile[] {
    return ids.map((id) => this.all.get(id)).filter((file) => file !== undefined)
  }
}
