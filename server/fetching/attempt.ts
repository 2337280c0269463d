// One connection to a source: what it gives goes into staging part by part, with signs of life to whoever looks.
import { clearInterval, setInterval } from 'node:timers'
import type { Database } from '#db/connection.ts'
import { env } from '#server/env.ts'
import { log } from '#server/log.ts'
import { beginUpload, type Fetch, type FileSource, noteFetched } from '#server/queries/system/fetches.ts'
import { stagingKey } from '#server/storage/keys.ts'
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  partCountFor,
  sizeOfPart,
  type UploadedPart,
} from '#server/storage/multipart.ts'
import { headObject } from '#server/storage/objects.ts'
import { putPart } from '#server/storage/put-part.ts'
import { drop } from './ask.ts'
import { BodyParts } from './body-parts.ts'
import { publicAgent } from './connector.ts'
import { connectionError } from './fetch-error.ts'
import { conditionOf, isSame } from './headers.ts'
import { type OpenBody, openBody } from './open-body.ts'

/** How often it is written down how far a file is, and seen whether anybody still wants it; in milliseconds. */
const BEAT_MS = 1_000

/** The file is not this worker's any more: cancelled, deleted, or begun anew by another one. */
export class LostError extends Error {}

/** A file whose source is known. */
export type Sourced = Fetch & { source: FileSource }
export type Held = Sourced & { uploadId: string }

type Run = {
  /** Counts the parts that came into storage by this connection. */
  progress: { parts: number }
  signal: AbortSignal
}

/**
 * Brings the rest of a file into staging.
 * @returns what it is held by, and the ETag of the staged object
 * @throws {FetchError} for what the source does, `LostError`, or what storage and the database throw
 */
export async function runAttempt(database: Database, fetch: Sourced, run: Run): Promise<{ held: Held; etag: string }> {
  const idleMs = env().HOST_IDLE_SECONDS * 1000
  const { uploadId, partSize } = fetch
  const parts = uploadId === null ? [] : await wholeParts({ ...fetch, uploadId })
  const etag = uploadId === null ? null : await join({ ...fetch, uploadId }, parts)
  if (uploadId !== null && etag !== null) return { held: { ...fetch, uploadId }, etag }
  const agent = publicAgent(idleMs)
  try {
    // Where nothing tells states of the file apart, nobody can say that the rest is of the same one.
    const from = conditionOf(fetch.source.validator) === null ? 0 : parts.length * partSize
    const open = await openBody({ ...fetch, from, agent, idleMs, signal: run.signal })
    try {
      const held = await hold(database, fetch, open)
      await withBeats(database, held, { ...run, open, idleMs })
      return { held, etag: await joined(held) }
    } finally {
      drop(open.reply)
    }
  } finally {
    await agent.destroy()
  }
}

const keyOf = ({ mirrorId, id }: Fetch) => stagingKey(mirrorId, id)

/** The parts in storage that follow one another from the first on. */
async function wholeParts(held: Held): Promise<UploadedPart[]> {
  const stored = await listParts(keyOf(held), held.uploadId)
  const end = stored.findIndex(({ partNumber, size }, at) => partNumber !== at + 1 || size !== sizeOfPart(at + 1, held))
  return end < 0 ? stored : stored.slice(0, end)
}

/** An upload is of one state of the file: another state gets another upload, and the earlier parts are thrown away. */
async function hold(database: Database, fetch: Sourced, { validator, from }: OpenBody): Promise<Held> {
  const { uploadId, source } = fetch
  if (uploadId !== null && from > 0 && isSame(validator, source.validator)) return { ...fetch, uploadId }
  const key = keyOf(fetch)
  const next = await createMultipartUpload(key)
  const held = { ...fetch, uploadId: next, source: { ...source, validator } }
  if (!(await beginUpload(database, fetch, held))) {
    await abortMultipartUpload(key, next)
    throw new LostError()
  }
  if (uploadId !== null) await abortMultipartUpload(key, uploadId)
  return held
}

type Streaming = Run & { open: OpenBody; idleMs: number }

/** Streams, and stops as soon as nobody wants the file from this worker any more. */
async function withBeats(database: Database, held: Held, streaming: Streaming): Promise<void> {
  const lost = new AbortController()
  const count = { bytes: streaming.open.from }
  const beat = async () => {
    if (!(await noteFetched(database, held, count.bytes))) lost.abort()
  }
  const beats = setInterval(() => {
    // A database that is away for a moment ends nothing: the end of the file needs it anyway.
    beat().catch((err: unknown) => log.warn({ err }, 'the progress of a fetch could not be written down'))
  }, BEAT_MS)
  const signal = AbortSignal.any([streaming.signal, lost.signal])
  try {
    await beat()
    await stream(held, { ...streaming, signal, onBytes: (bytes) => (count.bytes += bytes) })
  } catch (error) {
    streaming.signal.throwIfAborted()
    if (lost.signal.aborted || !(await noteFetched(database, held, count.bytes))) throw new LostError()
    throw error
  } finally {
    clearInterval(beats)
  }
}

async function stream(
  held: Held,
  { open: { reply, from }, progress, idleMs, signal, onBytes }: Streaming & { onBytes: (bytes: number) => void },
): Promise<void> {
  signal.throwIfAborted()
  const stop = () => drop(reply)
  signal.addEventListener('abort', stop, { once: true })
  const body = new BodyParts(reply.body, { onBytes, toError: (error) => connectionError(error, idleMs) })
  try {
    const count = partCountFor(held.size, held.partSize)
    for (let partNumber = from / held.partSize + 1; partNumber <= count; partNumber += 1) {
      const size = sizeOfPart(partNumber, held)
      await putPart({ key: keyOf(held), uploadId: held.uploadId, partNumber, size }, body.take(size), signal)
      progress.parts += 1
    }
    await body.end()
  } catch (error) {
    // What storage's client makes of it says nothing about the source.
    throw body.failure ?? error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/**
 * Makes one object of all parts. No parts at all may mean that a worker which died since has done so.
 * @returns its ETag, or null while parts are missing
 */
async function join(held: Held, parts: readonly UploadedPart[]): Promise<string | null> {
  const key = keyOf(held)
  if (parts.length === partCountFor(held.size, held.partSize))
    await completeMultipartUpload(key, held.uploadId, [...parts])
  else if (parts.length > 0) return null
  const object = await headObject(key)
  return object?.size === held.size ? object.etag : null
}

/** @throws {Error} when storage does not hold exactly the declared bytes */
async function joined(held: Held): Promise<string> {
  const etag = await join(held, await wholeParts(held))
  if (etag === null) throw new Error('Storage does not hold the fetched file as it came.')
  return etag
}
