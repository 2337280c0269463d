// Uploads in parts that can go on in another attempt: the parts one after the other, and what a refused one means. No file
// is there before the request that joins them.
import type { z } from 'zod'
import { chunkSlicer } from './chunk-slicer.ts'
import { HostError } from './errors.ts'
import type { ResumeNote, Source } from './host.ts'
import type { Answer } from './http/answer.ts'
import { answerCause, isWebPage, statusError, webPageError } from './http/status.ts'

export type Part = {
  /** From 0. */
  index: number
  /** Exact length in bytes of what `chunks` gives. */
  length: number
  chunks: AsyncIterable<Uint8Array>
}

type Parts = {
  source: Source
  /** Bytes of each part but the last. */
  partSize: number
  /** How many parts the host has already. */
  done: number
  send: (part: Part) => Promise<void>
}

/** Sends the parts that are missing; the source is left alone when none is. */
export async function sendParts({ source, partSize, done, send }: Parts): Promise<void> {
  if (done * partSize >= source.size) return
  const slicer = chunkSlicer(source.take(done * partSize))
  try {
    for (let index = done; index * partSize < source.size; index += 1) {
      const length = Math.min(partSize, source.size - index * partSize)
      await send({ index, length, chunks: slicer.next(length) }).catch(nothingInDoubt)
    }
  } finally {
    slicer.close()
  }
}

/** A part of unknown end is a failed one and not an unknown file, since there is none before the joining. For `catch`. */
export const nothingInDoubt = (error: unknown): never => {
  if (error instanceof HostError && error.kind === 'unknown')
    throw new HostError('retry', error.message, { cause: error.cause })
  throw error
}

/** How storages answer for an upload or an address that has run out. */
const ranOut = new Set([400, 401, 403, 404, 409, 410, 412])

/**
 * Judges the answer to a part, or to the joining of parts that an earlier attempt sent. One that has run out is forgotten, so
 * that the next attempt begins anew.
 * @throws {HostError} for everything but a 2xx
 */
export async function expectTaken(answer: Answer, resume: ResumeNote): Promise<void> {
  if (!isWebPage(answer) && ranOut.has(answer.status)) {
    await resume.save(null)
    throw new HostError('retry', 'does not know the begun upload any more.', { cause: answerCause(answer) })
  }
  expectSuccess(answer)
}

/**
 * For answers whose body says nothing.
 * @throws {HostError} for everything but a 2xx
 */
export function expectSuccess(answer: Answer): void {
  if (isWebPage(answer)) throw webPageError(answer)
  const error = statusError(answer)
  if (error) throw error
}

/** What an earlier attempt left, or null where that is nothing that can be read. */
export async function readNote<T>(resume: ResumeNote, schema: z.ZodType<T>): Promise<T | null> {
  const text = await resume.load()
  if (text === null) return null
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    // A note of another version, say: the upload begins anew.
    return null
  }
}
