// When a host that fails is left alone, and for how long: the rule, without the row that keeps it.
import { HostError } from '#server/hosts/errors.ts'
import type { HostHealth } from '#server/queries/system/host-health.ts'
import type { ClaimedTransfer } from '#server/queries/system/work.ts'

/** A file of which a host chokes fails often; a host that is down fails with several. */
const MOST_FAILURES = 6
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 600_000

/** What an end of an attempt tells of the host as a whole: nothing, where the file, the storage or we ourselves were at fault. */
export type Sign = 'works' | 'fails' | 'none'

/**
 * `rejected` is said by a host that works. `account` is for a person to mend: a file that it meets fails at once with the reason,
 * which is worth more to its owner than a wait. With an account of its owner's own, a fault may be that account's, which the host
 * has slowed down, say: nobody else waits for it, unless the host is out of reach as a whole. A probe has to tell in any case.
 */
export function signOf(error: unknown, { accountId, isProbe }: Pick<ClaimedTransfer, 'accountId' | 'isProbe'>): Sign {
  if (!(error instanceof HostError) || error.kind === 'account') return 'none'
  if (accountId !== null && !isProbe && error.kind !== 'unavailable' && error.kind !== 'rejected') return 'none'
  return error.kind === 'rejected' ? 'works' : 'fails'
}

export type Pause = {
  ms: number
  /** It is for failures in a row, so that one transfer has to show that the host works again. */
  trips: boolean
}

/** From three quarters of it to all of it. */
const jittered = (ms: number) => Math.round(ms * (0.75 + Math.random() / 4))

/**
 * The pause that follows from a failure, or null. A host's own wish (`Retry-After`) holds for everybody at once, since it names
 * no file; failures count from several in a row over several transfers, and each probe that fails doubles the pause.
 * @param afterMs the host's wish
 */
export function pauseAfter(health: HostHealth, afterMs = 0): Pause | null {
  const isTripped = health.pauses > 0 || (health.failures >= MOST_FAILURES && health.hasFailedOften)
  const trips = isTripped && !health.isPaused
  const own = trips ? jittered(Math.min(FIRST_PAUSE_MS * 2 ** Math.min(health.pauses, 16), LONGEST_PAUSE_MS)) : 0
  const ms = Math.max(own, Math.min(afterMs, LONGEST_PAUSE_MS))
  return ms > 0 ? { ms, trips } : null
}
