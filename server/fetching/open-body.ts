// Opens what is left of a file at its source: from where we are, if it is surely still the same, else from the beginning.
import type { Agent } from 'undici'
import type { Fetch, FileSource } from '#server/queries/system/fetches.ts'
import { ask, drop, type Reply } from './ask.ts'
import { FetchError, statusError } from './fetch-error.ts'
import { conditionOf, contentRangeOf, isPacked, isSame, lengthOf, type Validator, validatorOf } from './headers.ts'
import { sourceUrl } from './source-url.ts'

export type OpenBody = {
  reply: Reply
  /** The offset of its first byte. */
  from: number
  validator: Validator
}

type Opening = { source: FileSource; size: number; from: number; agent: Agent; idleMs: number; signal: AbortSignal }

const changedSize = (now: number, { size }: Pick<Fetch, 'size'>) =>
  new FetchError(`The file at this address has ${now} bytes now, and had ${size} when it was added.`)

/**
 * @param opening.from where to go on; the answer may begin anew all the same
 * @throws {FetchError} when there is no file, or one of another size
 */
export async function openBody(opening: Opening): Promise<OpenBody> {
  const { source, from, agent, idleMs, signal } = opening
  const condition = conditionOf(source.validator)
  const range = from > 0 && condition !== null ? { range: `bytes=${from}-`, 'if-range': condition } : {}
  const reply = await ask({ url: sourceUrl(source.url), method: 'GET', headers: range, agent, idleMs, signal })
  try {
    return judged(reply, opening)
  } catch (error) {
    drop(reply)
    throw error
  }
}

function judged(reply: Reply, { source, from, size }: Opening): OpenBody {
  const { status, headers } = reply
  if (status === 416) throw new FetchError('The file at this address has become smaller.')
  if (status !== 200 && status !== 206) throw statusError(status)
  if (isPacked(headers)) throw new FetchError('The server compresses this file on the way, so its size is not known.')
  const validator = validatorOf(headers)
  if (status === 200) {
    const length = lengthOf(headers)
    if (length !== null && length !== size) throw changedSize(length, { size })
    return { reply, from: 0, validator }
  }
  const range = contentRangeOf(headers)
  if (range !== null && range.total !== null && range.total !== size) throw changedSize(range.total, { size })
  if (range?.start !== from || range.end !== size - 1 || !isSame(validator, source.validator))
    throw new FetchError('The server sends another piece of the file than it was asked for.', { passes: true })
  return { reply, from, validator }
}
