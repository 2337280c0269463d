// What a host adapter says went wrong. The kind decides what the engine does next; adapters never retry by themselves.

/**
 * - `retry`: nothing was stored, another try may succeed (5xx, 429, a broken connection); `afterMs` is the host's own wish.
 * - `unavailable`: the host as a whole is out of reach or hides behind a challenge page; try again, but in minutes.
 * - `rejected`: the host will never take this file (size, type, name).
 * - `account`: the credentials or the quota of the account are at fault; no file of this account will go through.
 * - `unknown`: every byte was sent and no answer came, so the file may or may not be there.
 */
export type HostErrorKind = 'retry' | 'unavailable' | 'rejected' | 'account' | 'unknown'

type Details = {
  /** A floor for the wait before the next try, in milliseconds. */
  afterMs?: number
  /** For the log only. Must hold no secret and no URL with one in it. */
  cause?: unknown
}

/** The same in every copy of this module: Next loads one for each route, and hosts are made by whichever comes first. */
const brand = Symbol.for('easymirror.HostError')

/**
 * The one error that adapters throw. `message` is a sentence that users read after the host's name,
 * such as "is over its quota." or "did not answer for 60 s."; it holds no URL, no token, no HTML.
 */
export class HostError extends Error {
  override readonly name = 'HostError'
  readonly [brand] = true
  readonly kind: HostErrorKind
  readonly afterMs: number | undefined

  constructor(kind: HostErrorKind, sentence: string, { afterMs, cause }: Details = {}) {
    super(sentence, { cause })
    this.kind = kind
    this.afterMs = afterMs
  }

  /** `instanceof` holds for an error of another copy of this class too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && brand in value
  }
}
