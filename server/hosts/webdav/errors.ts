// What a WebDAV server's status means (RFC 4918, §9 and §11). Their bodies are HTML, XML or nothing, and say no more.
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { retryAfterMs } from '#server/hosts/http/retry-after.ts'
import { answerCause, isWebPage, oddReplyError, statusError, webPageError } from '#server/hosts/http/status.ts'

const meanings: Partial<Record<number, readonly [HostErrorKind, string]>> = {
  401: ['account', 'does not accept the username and password.'],
  403: ['account', 'does not allow the account to do this.'],
  405: ['rejected', 'is no server that takes files by WebDAV.'],
  409: ['rejected', 'does not have the folder that the file goes into.'],
  423: ['retry', 'has locked what is written to.'],
}

/** Answers of servers themselves to what was done, which Apache and others tell in a page. */
const told = new Set([201, 204, 207])

/**
 * Judges an answer by its status.
 * @throws {HostError} for everything but a 2xx
 */
export function expectDone(answer: Answer): void {
  const { status, headers } = answer
  const cause = answerCause(answer)
  if (headers['cf-mitigated'] !== undefined) throw webPageError(answer)
  const meaning = meanings[status]
  const afterMs = retryAfterMs(headers['retry-after'])
  if (meaning) throw new HostError(...meaning, afterMs === undefined ? { cause } : { cause, afterMs })
  if (status >= 200 && status < 300 && !told.has(status) && isWebPage(answer)) throw webPageError(answer)
  const error = statusError(answer)
  if (error) throw error
  if (!answer.complete) throw oddReplyError(answer)
}
