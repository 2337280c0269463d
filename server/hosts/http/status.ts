// What an HTTP status says on its own, for every host alike (rules 4 and 10 of the host fact sheet).
import { HostError } from '#server/hosts/errors.ts'
import type { Answer } from './answer.ts'
import { retryAfterMs } from './retry-after.ts'

const retryable = new Set([408, 425, 429, 500, 502, 503, 504, 509, 520, 521, 522, 523, 524])

/** HTML with one of these comes from the host's own web server, which knows what it says. */
const honestHtml = new Set([413, 500, 502, 504])

/** JSON under the type of a page is what many scripts send that never set a type. */
const isHtml = ({ headers, text }: Answer) =>
  (/^text\/html|^application\/xhtml/i.test(headers['content-type'] ?? '') && !/^\s*[{[]/.test(text)) ||
  /^\s*<(!doctype|html)/i.test(text)

/** Whether a page stands where a reply should be: a challenge, a proxy's error, a maintenance note. */
export const isWebPage = (answer: Answer): boolean =>
  answer.headers['cf-mitigated'] === 'challenge' || (isHtml(answer) && !honestHtml.has(answer.status))

/** What the log gets to see of an answer. */
export const answerCause = ({ status, headers, excerpt }: Answer): Error =>
  new Error(`status ${status}, ${headers['content-type'] ?? 'no type'}: ${excerpt}`)

/**
 * The error for a page where a reply was due. It says nothing about the file or the account: how long to keep away is the
 * engine's rule, and the page's own wish is a floor like any other.
 */
export function webPageError(answer: Answer): HostError {
  const afterMs = retryAfterMs(answer.headers['retry-after'])
  const cause = answerCause(answer)
  const sentence = 'answers with a web page where a reply is due.'
  return new HostError('unavailable', sentence, afterMs === undefined ? { cause } : { cause, afterMs })
}

/** The error for a 2xx whose body is not what it should be, or did not come whole. */
export const oddReplyError = (answer: Answer): HostError =>
  answer.complete
    ? new HostError(answer.odd, 'gave an answer that makes no sense.', { cause: answerCause(answer) })
    : new HostError(answer.odd, 'cut its answer short.', { cause: answerCause(answer) })

const rejections: Record<number, string> = {
  404: 'does not know what was asked for.',
  410: 'does not have this any more.',
  413: 'says that the file is too large.',
  415: 'does not take this type of file.',
  431: 'says that the name is too long.',
  451: 'may not take this file by law.',
}

/** The error for a status, or null for 2xx. */
export function statusError(answer: Answer): HostError | null {
  const { status } = answer
  const cause = answerCause(answer)
  const afterMs = retryAfterMs(answer.headers['retry-after'])
  const wait = afterMs === undefined ? {} : { afterMs }
  if (status >= 200 && status < 300) return null
  if (status < 400) return new HostError('unavailable', 'sends us elsewhere, which is not followed.', { cause })
  if (status === 429) return new HostError('retry', 'is being asked too often.', { cause, ...wait })
  if (retryable.has(status)) return new HostError('retry', `had a fault of its own (${status}).`, { cause, ...wait })
  if (status === 401) return new HostError('account', 'does not accept the account.', { cause })
  if (status === 403 && !answer.text.trim().startsWith('{'))
    return new HostError('unavailable', 'refuses to talk to this server.', { cause, ...wait })
  if (status === 403) return new HostError('account', 'does not allow the account to do this.', { cause })
  if (status === 507) return new HostError('account', 'has no space left for the account.', { cause })
  if (status >= 500) return new HostError('unavailable', `is out of order (${status}).`, { cause, ...wait })
  return new HostError('rejected', rejections[status] ?? `refused the request (${status}).`, { cause })
}
