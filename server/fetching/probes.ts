// Asks the addresses of a new mirror, a few at a time: nobody has us ask many servers at once, however many calls they make.
import { processWide } from '#server/process-wide.ts'
import type { OwnerId } from '#server/ids.ts'
import { FetchError } from './fetch-error.ts'
import { type Found, probe } from './probe.ts'

/** Questions under way at once, for one owner over all of their calls. */
const AT_ONCE = 8
/** How long one call may take for all of its addresses, in milliseconds. */
const ALL_MS = 90_000

type Line = { running: number; waiting: (() => void)[] }

const lines = () => processWide('fetching-probes', () => new Map<OwnerId, Line>())

/** Does `work` when there is a place for it. */
async function inLine<T>(owner: OwnerId, work: () => Promise<T>): Promise<T> {
  const line = lines().get(owner) ?? { running: 0, waiting: [] }
  lines().set(owner, line)
  if (line.running >= AT_ONCE) await new Promise<void>((resolve) => line.waiting.push(resolve))
  else line.running += 1
  try {
    return await work()
  } finally {
    // The place goes to the next one in line, if there is one.
    const next = line.waiting.shift()
    if (next) next()
    else line.running -= 1
    if (line.running === 0) lines().delete(owner)
  }
}

/** What lies at an address, or why it cannot be fetched. */
export type Probed = { found: Found } | { error: FetchError }

/** In the order of the addresses; only what nobody could foresee is thrown. */
export async function probeAll(owner: OwnerId, addresses: readonly string[], most: number): Promise<Probed[]> {
  const late = AbortSignal.timeout(ALL_MS)
  return Promise.all(
    addresses.map((address) =>
      inLine(owner, async (): Promise<Probed> => {
        try {
          late.throwIfAborted()
          return { found: await probe(address, { most, signal: late }) }
        } catch (error) {
          if (error instanceof FetchError) return { error }
          if (!late.aborted) throw error
          return { error: new FetchError('There was no time left to ask this address. Add fewer at once.') }
        }
      }),
    ),
  )
}
