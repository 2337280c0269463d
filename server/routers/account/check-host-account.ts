// Asks a host for its word on credentials that somebody has typed, with an adapter that nothing else uses.
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, fieldError } from '#server/errors.ts'
import { HostError } from '#server/hosts/errors.ts'
import type { CatalogueEntry, Credentials, HostAccounts, HostMemory } from '#server/hosts/host.ts'

/** Somebody waits for the answer. */
const DEADLINE_MS = 15_000

/** What an adapter remembers while it asks: for this one question. */
function passingMemory(): HostMemory {
  const values = new Map<string, string>()
  const set = async (key: string, value: string) => void values.set(key, value)
  return {
    get: async (key) => values.get(key) ?? null,
    set,
    async getOrCreate(key, create, stale) {
      const known = values.get(key)
      if (known !== undefined && known !== stale) return known
      const made = await create()
      await set(key, made)
      return made
    },
  }
}

export type Asking = { entry: CatalogueEntry; accounts: HostAccounts; credentials: Credentials }

/**
 * Resolves when the host accepts them, or cannot be asked by any call that it has.
 * @param deadlineMs how long it may take
 * @throws {AppError} BAD_REQUEST when it does not, CONFLICT when it cannot be asked just now
 */
export async function checkHostAccount(asking: Asking, deadlineMs = DEADLINE_MS): Promise<void> {
  const { accounts, credentials } = asking
  const over = new AbortController()
  const late = sleep(deadlineMs, undefined, { signal: over.signal }).then(() => {
    throw new HostError('unavailable', 'did not answer in time.')
  })
  try {
    const checking = accounts.open(credentials).checkAccount?.({ signal: over.signal, memory: passingMemory() })
    await Promise.race([checking, late])
  } catch (error) {
    throw error instanceof HostError ? refusalOf(error, asking) : error
  } finally {
    over.abort()
    await late.catch(() => undefined)
  }
}

function refusalOf(error: HostError, { entry: { host }, accounts }: Asking): AppError {
  const said = `${host.name} ${error.message}`
  const [field = 'credentials', ...others] = Object.keys(accounts.fields)
  if (error.kind === 'account') return fieldError('BAD_REQUEST', others.length === 0 ? field : 'credentials', said)
  return new AppError('CONFLICT', `${said} So nothing was saved: try again later.`, { cause: error })
}
