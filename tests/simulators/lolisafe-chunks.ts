// Chunks of the lolisafe protocol: appended in the order in which they arrive, whatever index they carry, under address and UUID.
import { rm } from 'node:fs/promises'
import { refuse } from './lolisafe-replies.ts'
import type { FilePart } from './multipart.ts'
import { openReceiver, type Received, type Receiver } from './receiver.ts'
import type { Reply } from './reply.ts'
import type { Ground } from './server.ts'

type Session = { receiver: Receiver; path: string; chunks: number; busy: boolean; touched: number }

export type ChunkLimits = { chunkBytes: number; maxBytes: number; maxChunks: number; timeoutMs: number }

const fieldOrder = [
  'dzuuid',
  'dzchunkindex',
  'dztotalfilesize',
  'dzchunksize',
  'dztotalchunkcount',
  'dzchunkbyteoffset',
]
const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i
const unknownUuid = 'Invalid file UUID, chunks data had already timed out, or is still processing. Try again?'

/** Whether the fields before a file make it a chunk; without them it is a file of its own. */
export const isChunk = ({ before }: FilePart): boolean => before.some(([name]) => name === 'dzuuid')

export class LolisafeChunks {
  readonly #sessions = new Map<string, Session>()
  readonly #closing: Promise<unknown>[] = []
  readonly #ground: Ground
  readonly #limits: ChunkLimits

  constructor(ground: Ground, limits: ChunkLimits) {
    this.#ground = ground
    this.#limits = limits
  }

  /** Forgets every file that was begun; `settled` tells when nothing of them is open any more. */
  clear(): void {
    for (const [key, session] of this.#sessions) this.#forget(key, session)
  }

  async settled(): Promise<void> {
    await Promise.all(this.#closing)
  }

  #forget(key: string, { receiver }: Session): void {
    this.#sessions.delete(key)
    this.#closing.push(receiver.close())
  }

  /** Appends a chunk and gives null, or reads it to no avail and gives the refusal. */
  async append(ip: string, part: FilePart): Promise<Reply | null> {
    const fields = new Map(part.before)
    const refusal = this.#refusal(part, fields) ?? (await this.#appendTo(`${ip} ${fields.get('dzuuid')}`, part))
    if (refusal) part.bytes.resume()
    return refusal
  }

  #refusal({ before, type }: FilePart, fields: Map<string, string>): Reply | null {
    if (before.map(([name]) => name).join() !== fieldOrder.join()) return refuse('Malformed chunked upload.')
    if (!uuidV4.test(fields.get('dzuuid') ?? '')) return refuse('Invalid file UUID.')
    const numbers = fieldOrder.slice(1).map((name) => Number(fields.get(name) || Number.NaN))
    if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 0))
      return refuse('Malformed chunked upload.')
    if (type !== 'application/octet-stream') return refuse('Malformed chunked upload.')
    return (numbers[1] ?? 0) > this.#limits.maxBytes ? refuse('File too large.') : null
  }

  async #appendTo(key: string, { bytes }: FilePart): Promise<Reply | null> {
    const session = this.#alive(key) ?? (await this.#open(key))
    if (session.busy)
      return refuse('Previous chunk upload is still being processed. Parallel chunked uploads is not supported.')
    session.busy = true
    const before = session.receiver.size
    try {
      await session.receiver.take(bytes)
    } finally {
      // What came before a break stays in the file: that is why a chunk can't be sent again.
      session.busy = false
      session.touched = Date.now()
    }
    session.chunks += 1
    if (session.receiver.size - before <= this.#limits.chunkBytes) return null
    await this.#drop(key, session)
    return refuse('Chunk too large.')
  }

  #alive(key: string): Session | undefined {
    const session = this.#sessions.get(key)
    if (session && Date.now() - session.touched > this.#limits.timeoutMs) {
      this.#forget(key, session)
      return undefined
    }
    return session
  }

  async #open(key: string): Promise<Session> {
    const path = this.#ground.newPath()
    const session: Session = { receiver: await openReceiver(path), path, chunks: 0, busy: false, touched: Date.now() }
    this.#sessions.set(key, session)
    return session
  }

  async #drop(key: string, { receiver, path }: Session): Promise<void> {
    this.#sessions.delete(key)
    await receiver.close()
    await rm(path)
  }

  /** Joins what arrived. A wrong total throws all of it away; a `size` that is no number is not compared. */
  async finish(ip: string, { uuid, size }: { uuid: string; size?: unknown }): Promise<Received | Reply> {
    const key = `${ip} ${uuid}`
    const session = this.#alive(key)
    if (!session || session.busy) return refuse(unknownUuid)
    const written = session.receiver.size
    const fault =
      session.chunks < 2 || session.chunks > this.#limits.maxChunks
        ? refuse('Invalid chunks count.')
        : typeof size === 'number' && size !== written
          ? refuse(`Resulting physical file size (${written}) does not match expected size (${size}).`)
          : written > this.#limits.maxBytes
            ? refuse('File too large.')
            : null
    if (fault) {
      await this.#drop(key, session)
      return fault
    }
    this.#sessions.delete(key)
    return session.receiver.close()
  }
}
