// Bytes of an object from any offset on, through a presigned GET; a read that breaks goes on where it stood.
import { setTimeout as sleep } from 'node:timers/promises'
import { countStorageBytes, countStorageRead } from '#server/metrics.ts'
import { presignRead } from './presign.ts'
import { readBuffers } from './read-buffers.ts'
import { NoAnswerError, type ReadConnection } from './read-connection.ts'
import { readConnections } from './read-connections.ts'
import type { ResponseHead } from './response-head.ts'

export type StoredObject = { key: string; size: number; etag: string }

/**
 * Why the bytes of a file cannot be had. `changed`: the object is gone or is another one by now, so no further try can
 * help; `broken`: storage did not give them, for longer than this read was willing to wait.
 */
export class StorageReadError extends Error {
  override readonly name = 'StorageReadError'
  readonly kind: 'changed' | 'broken'

  constructor(kind: 'changed' | 'broken', sentence: string, cause?: unknown) {
    super(sentence, { cause })
    this.kind = kind
  }
}

/** Tries in a row that bring no byte before the read is given up, and the waits between them in milliseconds. */
const WAITS_MS = [100, 400, 1_000, 2_000, 4_000]

/** Bytes that come once. A piece that goes to `recycle` must not be looked at again: its memory is used for later ones. */
export type StoredBytes = AsyncIterable<Uint8Array> & { recycle?(piece: Uint8Array): void }

const changed = (cause?: unknown) =>
  new StorageReadError('changed', 'The uploaded copy of the file has changed or is gone.', cause)

/**
 * The bytes from `from` to the end, exactly; never a quiet early end.
 * @throws {StorageReadError} while they are read
 * @throws the reason of `signal`, once that is aborted
 */
export function readObject(object: StoredObject, from: number, signal: AbortSignal): StoredBytes {
  return {
    [Symbol.asyncIterator]: () => readOn(object, from, signal),
    recycle: (piece) => readBuffers().recycle(piece),
  }
}

async function* readOn(object: StoredObject, from: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let position = from
  let failures = 0
  while (position < object.size) {
    try {
      for await (const bytes of readOnce(object, position, signal)) {
        position += bytes.length
        failures = 0
        yield bytes
      }
      if (position < object.size) throw new Error(`The answer ended at byte ${position} of ${object.size}.`)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof StorageReadError) throw error
      const wait = WAITS_MS[failures]
      if (wait === undefined)
        throw new StorageReadError('broken', 'The uploaded copy of the file could not be read.', error)
      failures += 1
      await sleep(wait, undefined, { signal })
    }
  }
}

/** One presigned GET. The status is looked at before a byte is passed on: an error page must never become a file. */
async function* readOnce(object: StoredObject, from: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  countStorageRead()
  const url = new URL(await presignRead(object.key))
  const { connection, head } = await ask(
    url,
    { ...(from > 0 && { range: `bytes=${from}-` }), 'if-match': object.etag },
    signal,
  )
  const stop = () => connection.destroy(new Error('The read was stopped.'))
  signal.addEventListener('abort', stop, { once: true })
  try {
    judge(head, object, from)
    for (let piece = await connection.read(); piece; piece = await connection.read()) {
      countStorageBytes(piece.length)
      yield piece
    }
  } finally {
    signal.removeEventListener('abort', stop)
    readConnections().giveBack(url, connection)
  }
}

type Asked = { connection: ReadConnection; head: ResponseHead }

/** Sends the request, once more on a new connection when an idle one turns out to have been closed. */
async function ask(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Asked> {
  const connections = readConnections()
  const on = async (connection: ReadConnection): Promise<Asked> => {
    try {
      return { connection, head: await connection.get(`${url.pathname}${url.search}`, headers, signal) }
    } catch (error) {
      connection.destroy(new Error('The request failed.'))
      throw error
    }
  }
  const first = connections.take(url)
  return on(first).catch((error: unknown) => {
    if (!(error instanceof NoAnswerError) || !first.wasUsedBefore) throw error
    return on(connections.open(url))
  })
}

/** @throws {Error} unless exactly the bytes from `from` to the end are to come */
function judge({ status, headers, bodyLength }: ResponseHead, { size }: StoredObject, from: number): void {
  if (status !== (from > 0 ? 206 : 200)) {
    // 403 is a URL that has expired or a clock that is off: signed anew at the next try.
    if ([404, 410, 412, 416].includes(status)) throw changed(new Error(`storage answered ${status}`))
    throw new Error(`Storage answered ${status}.`)
  }
  const range = from > 0 ? headers.get('content-range') === `bytes ${from}-${size - 1}/${size}` : true
  if (!range || bodyLength !== size - from) throw changed(new Error('storage told another size'))
}
