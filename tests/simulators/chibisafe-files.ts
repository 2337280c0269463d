// Chibisafe's files: under a random name with the extension of the real one, told, listed, served and deleted.
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { extname } from 'node:path'
import { chibiRefuse, chibiStatus } from './chibisafe-replies.ts'
import { shortId } from './ids.ts'
import { page } from './page.ts'
import type { Received } from './receiver.ts'
import { html, json } from './reply.ts'
import type { Handler } from './routes.ts'
import type { Ground } from './server.ts'
import type { Arrival } from './simulator.ts'

export type ChibiFile = { uuid: string; name: string; type: string; path: string; arrival: Arrival }

/** What an upload brings beside the bytes; `name` is the one it is stored under, where that is settled already. */
export type ChibiUpload = { original: string; type: string; album: string | null; name?: string }

/** What may be asked of an upload before its bytes are there. */
export type ChibiRules = { maxSize: number; quota: number; blockedExtensions: readonly string[] }

/** A random name with the extension of the real one. */
export const storedName = (original: string): string => shortId(12) + extname(original).toLowerCase()

export class ChibiFiles {
  readonly all = new Map<string, ChibiFile>()
  readonly #ground: Ground
  readonly #rules: ChibiRules

  constructor(ground: Ground, rules: ChibiRules) {
    this.#ground = ground
    this.#rules = rules
  }

  /** What is wrong with a name and a size, or null. */
  refusal(original: string, size: number) {
    const { maxSize, blockedExtensions } = this.#rules
    if (original === '' || original.length > 255) return chibiRefuse(400, 'Invalid file name')
    if (blockedExtensions.includes(extname(original).toLowerCase()))
      return chibiRefuse(400, 'File type not allowed, blocked extension')
    if (size === 0) return chibiRefuse(400, 'The file is empty')
    return size > maxSize ? chibiRefuse(413, 'The file is above the size limit') : null
  }

  /** Who has used up the quota may send nothing more. */
  overQuota() {
    const used = [...this.all.values()].reduce((sum, { arrival }) => sum + arrival.size, 0)
    return used >= this.#rules.quota ? chibiStatus(403) : null
  }

  /** Keeps what arrived, and gives what the reply tells of it. */
  keep({ path, size, sha256, md5 }: Received, { original, type, album, name = storedName(original) }: ChibiUpload) {
    const uuid = randomUUID()
    const url = this.urlOf(name)
    const known = { fileId: uuid, name: original, size, sha256, md5, url }
    const arrival: Arrival = { at: new Date(), ...known, group: album, stored: true }
    this.all.set(uuid, { uuid, name, type, path, arrival })
    this.#ground.ledger.push(arrival)
    return { name, uuid, url }
  }

  urlOf(name: string): string {
    return `${this.#ground.origin}/${name}`
  }

  describe({ uuid, name, type, arrival }: ChibiFile) {
    const { name: original, size, at, url } = arrival
    return { uuid, name, original, type, size, createdAt: at.toISOString(), editedAt: at.toISOString(), url }
  }

  readonly get: Handler = ({ params }) => {
    const file = this.all.get(params['uuid'] ?? '')
    if (!file) return chibiStatus(404)
    return json(200, { message: 'Successfully retrieved file', file: this.describe(file) })
  }

  /** Newest first; `page` counts from 1. */
  readonly list: Handler = ({ query }) => {
    const limit = Number(query.get('limit') ?? 50)
    const from = (Number(query.get('page') ?? 1) - 1) * limit
    const newest = [...this.all.values()].toReversed()
    const files = newest.slice(from, from + limit).map((file) => this.describe(file))
    return json(200, { message: 'Successfully retrieved files', files, count: newest.length })
  }

  readonly remove: Handler = async ({ params }) => {
    const file = this.all.get(params['uuid'] ?? '')
    if (!file) return chibiStatus(404)
    file.arrival.stored = false
    this.all.delete(file.uuid)
    await rm(file.path)
    return json(200, { message: 'Successfully deleted file' })
  }

  /** The link of a file is the file. */
  readonly download: Handler = ({ params }) => {
    const file = [...this.all.values()].find(({ name }) => name === params['name'])
    if (!file) return html(404, page('Chibisafe', 'File not found', []))
    const { path, type, arrival } = file
    return { status: 200, body: { file: { path, type, name: arrival.name, size: arrival.size } } }
  }
}
