// Errors of the Internet Archive: S3's documents, `<Error><Code>…`, with an error's status or with 200.
import { z } from 'zod'
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { jsonOf, type Verdict } from '#server/hosts/http/json-reply.ts'
import { retryAfterMs } from '#server/hosts/http/retry-after.ts'
import { answerCause, isWebPage, oddReplyError, statusError, webPageError } from '#server/hosts/http/status.ts'

/** The least wait after the Archive said that it is too much, in milliseconds. */
export const slowDownMs = 30_000

const wrongKeys = ['account', 'does not accept the keys.'] as const
const notOurs = ['rejected', 'has an item of this name that belongs to somebody else.'] as const
const incomplete = ['retry', 'did not get the whole file.'] as const

const meanings: Record<string, readonly [HostErrorKind, string]> = {
  InvalidAccessKeyId: wrongKeys,
  SignatureDoesNotMatch: wrongKeys,
  InvalidSecurity: wrongKeys,
  /** Wrong keys have codes of their own. */
  AccessDenied: ['rejected', 'does not let the account write to this item.'],
  BucketAlreadyExists: notOurs,
  BucketAlreadyOwnedByYou: ['retry', 'is still making the item.'],
  EntityTooLarge: ['rejected', 'says that the file is too large.'],
  BadDigest: incomplete,
  IncompleteBody: incomplete,
  RequestTimeout: incomplete,
}

const busy = new Set(['SlowDown', 'ServiceUnavailable'])

/** How the site says no. */
const refusal = z.object({ error: z.string() })

/** The code of an error document, or null when there is none. */
export const errorCode = ({ text }: Answer): string | null =>
  /<Error>[\s\S]*?<Code>(\w{1,64})<\/Code>/.exec(text)?.[1] ?? (/<Error>/.test(text) ? 'Unknown' : null)

/** Maps an error document, whatever the status; an unknown code is left to the status, and is a fault in a 2xx. */
export const archiveVerdict: Verdict = (body, answer) => {
  const code = errorCode(answer) ?? (refusal.safeParse(body).success ? 'Unknown' : null)
  const cause = answerCause(answer)
  const asked = retryAfterMs(answer.headers['retry-after'])
  if (answer.status === 503 || (code !== null && busy.has(code)))
    return new HostError('retry', 'asks for a pause.', { cause, afterMs: Math.max(asked ?? 0, slowDownMs) })
  if (answer.status === 409 && code === null) return new HostError(...notOurs, { cause })
  const meaning = meanings[code ?? '']
  if (meaning) return new HostError(...meaning, { cause })
  if (code === null) return null
  return answer.status < 300 ? new HostError('retry', 'refused without a reason that is known.', { cause }) : null
}

/** The same where the keys themselves are asked about. */
export const refusedKeys: Verdict = (body, answer) => {
  if (refusal.safeParse(body).success && answer.status < 500 && answer.status !== 429)
    return new HostError('account', 'does not accept the keys.', { cause: answerCause(answer) })
  return archiveVerdict(body, answer)
}

/**
 * For answers that are empty when it is done.
 * @param done the statuses that say so
 * @throws {HostError} for everything but that
 */
export function expectDone(answer: Answer, done: readonly number[]): void {
  const isEmpty = answer.text.trim() === '' && answer.headers['cf-mitigated'] === undefined
  if (isEmpty && answer.complete && done.includes(answer.status)) return
  if (isWebPage(answer)) throw webPageError(answer)
  throw archiveVerdict(jsonOf(answer), answer) ?? statusError(answer) ?? oddReplyError(answer)
}
