// PixelDrain's lists: made of files that are there already, changed by PUT, public at `/l/{id}`.
import { z } from 'zod'
import type { Exchange } from './exchange.ts'
import { shortId } from './ids.ts'
import { drainRefusal } from './pixeldrain-refusals.ts'
import { json, type Reply } from './reply.ts'
import type { Arrival } from './simulator.ts'

/** `owner` is the `Authorization` that it was made with; an anonymous one has none. */
export type DrainList = { id: string; title: string; files: string[]; owner: string | null; created: Date }

const body = z.object({
  title: z.string().default(''),
  anonymous: z.boolean().default(false),
  files: z.array(z.object({ id: z.string(), description: z.string().default('') })),
})

type ListBody = z.infer<typeof body>

export class DrainLists {
  readonly all = new Map<string, DrainList>()
  readonly #find: (id: string) => Arrival | undefined

  constructor(find: (id: string) => Arrival | undefined) {
    this.#find = find
  }

  async create(exchange: Exchange): Promise<Reply> {
    const read = await this.#read(exchange)
    if ('refusal' in read) return read.refusal
    const id = shortId(8)
    const owner = read.list.anonymous ? null : (exchange.headers.authorization ?? null)
    this.#save({ id, ...contentOf(read.list), owner, created: new Date() })
    return json(201, { success: true, id })
  }

  async change(exchange: Exchange): Promise<Reply> {
    const list = this.all.get(exchange.params['id'] ?? '')
    if (!list) return drainRefusal('list_not_found')
    if (list.owner !== exchange.headers.authorization) return drainRefusal('forbidden')
    const read = await this.#read(exchange)
    if ('refusal' in read) return read.refusal
    this.#save({ ...list, ...contentOf(read.list) })
    return json(200, { success: true, id: list.id })
  }

  remove(exchange: Exchange): Reply {
    const list = this.all.get(exchange.params['id'] ?? '')
    if (!list) return drainRefusal('list_not_found')
    if (list.owner !== exchange.headers.authorization) return drainRefusal('forbidden')
    this.all.delete(list.id)
    return json(200, { success: true, value: 'list_deleted' })
  }

  #save(list: DrainList): void {
    this.all.set(list.id, list)
    for (const id of list.files) {
      const arrival = this.#find(id)
      if (arrival) arrival.group = list.id
    }
  }

  /** Only what is documented is checked, in the order in which a list can be wrong. */
  async #read(exchange: Exchange): Promise<{ list: ListBody } | { refusal: Reply }> {
    const parsed = body.safeParse(await exchange.json())
    if (!parsed.success) return { refusal: drainRefusal('json_parse_failed') }
    const { title, files } = parsed.data
    if (title.length > 300) return { refusal: drainRefusal('title_too_long') }
    if (files.length === 0) return { refusal: drainRefusal('cannot_create_empty_list') }
    if (files.length > 10_000) return { refusal: drainRefusal('too_many_files') }
    if (files.some(({ description }) => description.length > 3000))
      return { refusal: drainRefusal('description_too_long') }
    const missing = files.find(({ id }) => !this.#find(id))
    if (missing) return { refusal: drainRefusal('list_file_not_found', { file_not_found: missing.id }) }
    return { list: parsed.data }
  }
}

const contentOf = ({ title, files }: ListBody) => ({ title, files: files.map(({ id }) => id) })
