// What follows a failed attempt: another one and when, or the end.
import { HostError } from '#server/hosts/errors.ts'
import { StorageReadError } from '#server/storage/read-object.ts'

export type Tries = {
  /** Tries so far, the failed one included. */
  attempt: number
  /** Tries in a row that ended without an answer, before this one. */
  unknownEnds: number
  inDoubt: boolean
  /** Milliseconds since the transfer could have been done. */
  waitedMs: number
  /** It went to a host that was paused, to see whether it works again: such a try costs none of those that a transfer has. */
  isProbe: boolean
}

/** The host as far as it matters to what comes next; `name` begins the sentence that users read. */
export type Ability = { name: string; resendIsSafe: boolean; canFind: boolean }

export type Verdict =
  | { next: 'again'; delayMs: number; inDoubt: boolean; unknownEnds: number; sentence: string; counts: boolean }
  | { next: 'end'; inDoubt: boolean; sentence: string }

const MOST_TRIES = 5
/**
 * How long a transfer is tried at all, however often its host was paused. Staging is kept for it meanwhile, and for
 * STAGING_RETENTION_HOURS after its failure, so that it can be tried again by hand.
 */
export const BUDGET_HOURS = 12
/** A host that hides behind a challenge page or is down as a whole is looked at once more soon, then in minutes. */
const UNAVAILABLE_WAITS_MS = [5_000, 60_000, 120_000, 240_000]
const FIRST_WAIT_MS = 1_000
/** Storage that gives nothing is out for everybody, and no transfer's fault: it is waited for, at no try's cost. */
const STORAGE_WAIT_MS = 20_000
/** What is added where a host was sent all bytes, gave no answer, and cannot be asked what it has. */
const MAY_BE_TWICE = 'It cannot be asked whether it has the file, so the file is sent again: it may be there twice.'
const MAY_BE_THERE = 'It cannot be asked whether it has the file, so the file may be there all the same.'
/** A host's own wish for a wait is a floor, up to this. */
const LONGEST_WISH_MS = 600_000

/** From half of it to all of it, so that many transfers do not come back at once. */
const jittered = (ms: number) => Math.round(ms * (0.5 + Math.random() / 2))

/** Exponential from a second. */
const backOff = (attempt: number) => jittered(FIRST_WAIT_MS * 2 ** (attempt - 1))

const wait = (error: HostError, attempt: number): number => {
  const own = (error.kind === 'unavailable' ? UNAVAILABLE_WAITS_MS[attempt - 1] : undefined) ?? backOff(attempt)
  return Math.max(own, Math.min(error.afterMs ?? 0, LONGEST_WISH_MS))
}

/**
 * Decides from the error of an attempt. An error that is neither a host's nor the storage's is a fault of ours and ends
 * like a passing one of the host.
 */
export function decide(error: unknown, tries: Tries, ability: Ability): Verdict {
  const { attempt, unknownEnds, inDoubt } = tries
  const isLate = tries.waitedMs >= BUDGET_HOURS * 3600_000
  const isLast = attempt >= MOST_TRIES || isLate
  if (error instanceof StorageReadError) {
    const sentence = error.message
    if (error.kind === 'changed' || isLate) return { next: 'end', inDoubt, sentence }
    return { next: 'again', delayMs: jittered(STORAGE_WAIT_MS), inDoubt, unknownEnds, sentence, counts: false }
  }
  const hostError =
    error instanceof HostError ? error : new HostError('retry', 'could not be sent to.', { cause: error })
  const said = `${ability.name} ${hostError.message}`
  if (hostError.kind === 'rejected' || hostError.kind === 'account') return { next: 'end', inDoubt, sentence: said }
  const isUnknown = hostError.kind === 'unknown'
  const ends = isUnknown ? unknownEnds + 1 : unknownEnds
  const doubt = inDoubt || isUnknown
  const isBlind = !ability.resendIsSafe && !ability.canFind
  // Where a copy can be neither looked up nor sent again without harm, one more try is all that may be risked.
  const mayResend = !isBlind || ends <= 1
  // What is no host's fault costs a try all the same, or a fault of ours would go round for the whole budget.
  const isSpared = tries.isProbe && error instanceof HostError
  if ((isSpared ? isLate : isLast) || !mayResend)
    return { next: 'end', inDoubt: doubt, sentence: isBlind && doubt ? `${said} ${MAY_BE_THERE}` : said }
  const sentence = isBlind && doubt ? `${said} ${MAY_BE_TWICE}` : said
  const delayMs = wait(hostError, Math.min(attempt, MOST_TRIES))
  return { next: 'again', delayMs, inDoubt: doubt, unknownEnds: ends, sentence, counts: !isSpared }
}
