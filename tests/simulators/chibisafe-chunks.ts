// Chibisafe's chunks: each kept under its number, so that one may come twice; the last number joins them.
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { chibiRefuse } from './chibisafe-replies.ts'
import type { Exchange } from './exchange.ts'
import { type Received, receive } from './receiver.ts'
import type { Reply } from './reply.ts'
import type { Ground } from './server.ts'

/** What the headers tell of a chunk; numbers count from 1. */
export type ChunkHead = { uuid: string; number: number; total: number }

const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const names = ['chibi-uuid', 'chibi-chunk-number', 'chibi-chunks-total'] as const

/** Null where the request is of a whole file; a refusal where the headers make no chunk. */
export function chunkHead({ headers }: Exchange): ChunkHead | Reply | null {
  const [uuid, number, total] = names.map((name) => headers[name])
  if (uuid === undefined && number === undefined && total === undefined) return null
  if (typeof uuid !== 'string' || number === undefined || total === undefined)
    return chibiRefuse(400, 'Missing headers of a chunked upload')
  if (!uuidV4.test(uuid)) return chibiRefuse(400, 'chibi-uuid is not a valid UUID')
  const head = { uuid, number: Number(number), total: Number(total) }
  const valid = Number.isInteger(head.number) && Number.isInteger(head.total) && head.number >= 1
  return valid && head.number <= head.total ? head : chibiRefuse(400, 'Chunk number or total is not valid')
}

type Parts = { total: number; paths: Map<number, string> }

export class ChibiChunks {
  readonly #begun = new Map<string, Parts>()
  readonly #ground: Ground

  constructor(ground: Ground) {
    this.#ground = ground
  }

  clear(): void {
    this.#begun.clear()
  }

  /** Keeps a chunk in the place of its number, over an older one. */
  keep({ uuid, number, total }: ChunkHead, path: string): Reply | null {
    const parts = this.#begun.get(uuid) ?? { total, paths: new Map<number, string>() }
    if (parts.total !== total) return chibiRefuse(400, 'The total of chunks has changed')
    this.#begun.set(uuid, parts)
    parts.paths.set(number, path)
    return null
  }

  /** Joins what is there in the order of the numbers. One that is missing is a refusal, and the others stay. */
  async join({ uuid, total }: ChunkHead): Promise<Received | Reply> {
    const paths = this.#begun.get(uuid)?.paths ?? new Map<number, string>()
    if (paths.size !== total) return chibiRefuse(400, 'Not all chunks have arrived')
    const ordered = [...paths].toSorted(([a], [b]) => a - b).map(([, path]) => path)
    const received = await receive(this.#ground.newPath(), bytesOf(ordered))
    this.#begun.delete(uuid)
    for (const path of ordered) await rm(path)
    return received
  }
}

async function* bytesOf(paths: readonly string[]): AsyncGenerator<Buffer> {
  for (const path of paths) {
    const chunks: AsyncIterable<Buffer> = createReadStream(path)
    yield* chunks
  }
}
