// Asks an address what lies there before anything is promised: name, size and type.
import { clearTimeout, setTimeout } from 'node:timers'
import type { Agent } from 'undici'
import { ask, drop, type Reply } from './ask.ts'
import { publicAgent } from './connector.ts'
import { FetchError, statusError } from './fetch-error.ts'
import { nameOf } from './file-name.ts'
import { contentRangeOf, isPacked, lengthOf, typeOf, type Validator, validatorOf } from './headers.ts'
import { sourceUrl } from './source-url.ts'

export type Found = {
  name: string
  /** Bytes. */
  size: number
  type: string | undefined
  validator: Validator
}

/** How long one address is asked at most, in milliseconds: somebody waits for the answer. */
const PROBE_MS = 20_000

type Probing = { url: URL; agent: Agent; idleMs: number; signal: AbortSignal }

/**
 * What lies at an address.
 * @param most bytes that a file may have
 * @throws {FetchError} when it cannot be fetched, with the reason
 * @throws the reason of `signal`, once that is aborted
 */
export async function probe(address: string, { most, signal }: { most: number; signal: AbortSignal }): Promise<Found> {
  const url = sourceUrl(address)
  const agent = publicAgent(PROBE_MS)
  const late = new AbortController()
  const watchdog = setTimeout(() => late.abort(), PROBE_MS)
  try {
    const either = AbortSignal.any([signal, late.signal])
    const found = await lookAt({ url, agent, idleMs: PROBE_MS, signal: either })
    if (found.size === 0) throw new FetchError('The file at this address is empty.')
    if (found.size > most)
      throw new FetchError(`The file has ${found.size} bytes, and a file may have ${most} bytes at most.`)
    return found
  } catch (error) {
    signal.throwIfAborted()
    if (late.signal.aborted) throw new FetchError(`The server did not answer within ${PROBE_MS / 1000} s.`)
    throw error
  } finally {
    clearTimeout(watchdog)
    await agent.destroy()
  }
}

/** Asks for the headers alone; servers that do not answer that are asked for the first byte. */
async function lookAt(probing: Probing): Promise<Found> {
  const head = await ask({ ...probing, method: 'HEAD' }).catch((error: unknown) => {
    if (error instanceof FetchError && error.passes) return null
    throw error
  })
  if (head) drop(head)
  const size = head?.status === 200 ? lengthOf(head.headers) : null
  if (head && size !== null && size > 0) return foundBy(head, probing.url, size)
  const reply = await ask({ ...probing, method: 'GET', headers: { range: 'bytes=0-0' } })
  drop(reply)
  return foundBy(reply, probing.url, sizeOf(reply))
}

function foundBy({ headers, url }: Reply, asked: URL, size: number): Found {
  return { name: nameOf(headers, asked, url), size, type: typeOf(headers), validator: validatorOf(headers) }
}

function sizeOf({ status, headers }: Reply): number {
  // Nothing has a first byte where there is none.
  if (status === 416 && /^bytes\s+\*\/0$/i.test(headers['content-range'] ?? '')) return 0
  if (status !== 200 && status !== 206) throw statusError(status)
  if (isPacked(headers)) throw new FetchError('The server compresses this file on the way, so its size is not known.')
  const size = status === 206 ? (contentRangeOf(headers)?.total ?? null) : lengthOf(headers)
  if (size === null) throw new FetchError('The server does not say how large the file is, so it cannot be fetched.')
  return size
}
