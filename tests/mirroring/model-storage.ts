// Staging in memory: what the engine reads, and an S3 endpoint that tells its objects and deletes them, which is all that calls and jobs need here.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { type StoredBytes, StorageReadError, type StoredObject } from '#server/storage/read-object.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'

/** What a read of the file meets: nothing, a storage that gives up in the middle, or another object than the one that was staged. */
export type StoragePlan = 'fine' | 'broken' | 'changed'

const PIECE = 1024

export class ModelStorage {
  readonly objects = new Map<string, Buffer>()
  readonly env: Record<string, string>

  constructor(port: number) {
    this.env = {
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: 'staging',
      AWS_ACCESS_KEY_ID: 'model',
      AWS_SECRET_ACCESS_KEY: 'a secret of the model',
    }
  }

  /** As the engine reads: exactly the bytes from `from` to the end, or an error. What is given back is spoiled. */
  read(object: StoredObject, from: number, plan: StoragePlan): StoredBytes {
    return { [Symbol.asyncIterator]: () => this.#pieces(object, from, plan), recycle: (piece) => void piece.fill(0xee) }
  }

  async *#pieces(object: StoredObject, from: number, plan: StoragePlan): AsyncGenerator<Uint8Array> {
    const bytes = this.objects.get(object.key)
    if (!bytes || plan === 'changed')
      throw new StorageReadError('changed', 'The uploaded copy of the file has changed or is gone.')
    for (let at = from; at < bytes.length; at += PIECE) {
      if (plan === 'broken' && (at > from || bytes.length <= PIECE))
        throw new StorageReadError('broken', 'The uploaded copy of the file could not be read.')
      yield Uint8Array.from(bytes.subarray(at, at + PIECE))
      await Promise.resolve()
    }
  }
}

/** Starts it; it ends with the test file. */
export async function startModelStorage(): Promise<ModelStorage> {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(`http://storage${request.url ?? '/'}`)
    const key = decodeURIComponent(pathname).replace('/staging/', '')
    if (request.method === 'POST') {
      for (const [, named = ''] of (await text(request)).matchAll(/<Key>([^<]+)<\/Key>/g)) storage.objects.delete(named)
      return response.writeHead(200, { 'content-type': 'application/xml' }).end('<DeleteResult></DeleteResult>')
    }
    const length = storage.objects.get(key)?.length
    if (request.method !== 'HEAD' || length === undefined) return response.writeHead(404).end()
    return response.writeHead(200, { 'content-length': length, etag: '"staged"' }).end()
  }
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  whenFileEnds(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The storage listens on no port.')
  const storage = new ModelStorage(address.port)
  return storage
}
