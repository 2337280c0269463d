// Bytes of an object from any offset on, through a presigned GET; a read that breaks goes on where it stood.
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { countStorageBytes, countStorageRead } from '#server/metrics.ts'
import { processWide } from '#server/process-wide.ts'
import { presignRead } from './presign.ts'

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

/** Milliseconds to connect, to begin an answer, and between two pieces of it. */
const CONNECT_MS = 5_000
const SILENCE_MS = 30_000
/** Tries in a row that bring no byte before the read is given up, and the waits between them in milliseconds. */
const WAITS_MS = [100, 400, 1_000, 2_000, 4_000]

/** Its own pool: a read of hours must not hold up a call that shares its connections. */
const agent = () =>
  processWide(
    'storage-reads',
    () =>
      new Agent({
        connect: { timeout: CONNECT_MS },
        headersTimeout: SILENCE_MS,
        bodyTimeout: SILENCE_MS,
        pipelining: 1,
        keepAliveTimeout: 10_000,
      }),
  )

const changed = (cause?: unknown) =>
  new StorageReadError('changed', 'The uploaded copy of the file has changed or is gone.', cause)

/**
 * The bytes from `from` to the end, exactly; never a quiet early end.
 * @throws {StorageReadError}
 * @throws the reason of `signal`, once that is aborted
 */
export async function* readObject(object: StoredObject, from: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let position = from
  let failures = 0
  while (position < object.size) {
    try {
      for await (const bytes of readOnce(object, position, signal)) {
        position += bytes.length
        if (position > object.size) throw changed()
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
  const { statusCode, headers, body } = await request(await presignRead(object.key), {
    dispatcher: agent(),
    signal,
    headers: { 'if-match': object.etag, ...(from > 0 && { range: `bytes=${from}-` }) },
  })
  if (statusCode !== (from > 0 ? 206 : 200)) {
    await body.dump({ limit: 64 * 1024 }).catch(() => undefined)
    // 403 is a URL that has expired or a clock that is off: signed anew at the next try.
    if ([404, 410, 412, 416].includes(statusCode)) throw changed(new Error(`storage answered ${statusCode}`))
    throw new Error(`Storage answered ${statusCode}.`)
  }
  const expected = from > 0 ? `bytes ${from}-${object.size - 1}/${object.size}` : String(object.size)
  const told = headers[from > 0 ? 'content-range' : 'content-length']
  if (told !== expected) {
    body.destroy()
    throw changed(new Error('storage told another size'))
  }
  for await (const bytes of body) {
    if (!(bytes instanceof Uint8Array)) throw new Error('Storage gave something that is no bytes.')
    countStorageBytes(bytes.length)
    yield bytes
  }
}
