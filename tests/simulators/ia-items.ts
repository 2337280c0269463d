// The Internet Archive's items: made by the first file, and visible some time after what was done to them.
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Received } from './receiver.ts'
import type { Ground } from './server.ts'
import type { Arrival, SimulatedGroup } from './simulator.ts'

export type IaFile = {
  name: string
  arrival: Arrival
  path: string
  sha1: string
  crc32: string
  /** When readers see it, and until when; in ms since 1970. */
  visibleFrom: number
  visibleUntil: number
}

export type IaItem = {
  id: string
  title: string
  mediatype: string
  collection: string
  files: IaFile[]
}

/** Every sign but letters, digits, `-._~` and slashes, percent-encoded. */
export const encodePath = (name: string): string =>
  encodeURIComponent(name)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

export class IaItems {
  readonly all = new Map<string, IaItem>()
  readonly #ground: Ground
  readonly #ingestMs: number

  constructor(ground: Ground, ingestMs: number) {
    this.#ground = ground
    this.#ingestMs = ingestMs
  }

  /** Stores a file in place of the one of its name. */
  async keep(item: IaItem, name: string, { path, size, sha256, sha1, md5 }: Received): Promise<void> {
    this.remove(item, name)
    const url = `${this.#ground.origin}/download/${item.id}/${encodePath(name)}`
    const at = new Date()
    const fileId = `${item.id}/${name}`
    const arrival: Arrival = { at, fileId, name, size, sha256, md5, group: item.id, stored: true, url }
    const visible = { visibleFrom: at.getTime() + this.#ingestMs, visibleUntil: Number.POSITIVE_INFINITY }
    item.files.push({ name, arrival, path, sha1, crc32: await crc32Of(path), ...visible })
    this.#ground.ledger.push(arrival)
  }

  /** The file that was stored under this name, whether readers see it yet or not. */
  stored(item: IaItem, name: string): IaFile | undefined {
    return item.files.find((file) => file.name === name && file.arrival.stored)
  }

  /** Readers see the file for as long as they would wait for a new one. */
  remove(item: IaItem, name: string): void {
    const file = this.stored(item, name)
    if (!file) return
    file.arrival.stored = false
    file.visibleUntil = Date.now() + this.#ingestMs
  }

  /** An item as readers see it now, or null where they see none. */
  seen(id: string): { item: IaItem; files: IaFile[] } | null {
    const item = this.all.get(id)
    const now = Date.now()
    if (!item?.files.some(({ visibleFrom }) => visibleFrom <= now)) return null
    const files = item.files.filter(({ visibleFrom, visibleUntil }) => visibleFrom <= now && now < visibleUntil)
    // Of two files of one name the newer is seen.
    return { item, files: [...new Map(files.map((file) => [file.name, file])).values()] }
  }

  groups(): SimulatedGroup[] {
    return [...this.all.values()].map(({ id, title, files }) => ({
      id,
      name: title,
      files: files.filter(({ arrival }) => arrival.stored).map(({ arrival }) => arrival.fileId),
    }))
  }
}

async function crc32Of(path: string): Promise<string> {
  let sum = 0
  const bytes = createReadStream(path)
  bytes.on('data', (chunk) => {
    sum = crc32(chunk, sum)
  })
  await once(bytes, 'end')
  return sum.toString(16).padStart(8, '0')
}
