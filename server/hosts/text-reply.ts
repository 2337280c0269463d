// Replies that are one line of plain text: an address, or a sentence that says why there is none.
import type { Answer } from './http/answer.ts'
import { answerCause, isWebPage, oddReplyError, statusError, webPageError } from './http/status.ts'
import { errorInWords } from './refusal-words.ts'

/** PHP calls its plain text HTML unless it is told otherwise, so only what looks like a page is one. */
export const isTextPage = (answer: Answer): boolean =>
  answer.headers['cf-mitigated'] !== undefined || (isWebPage(answer) && /^\s*</.test(answer.text))

const isSentence = (line: string) => line.length <= 300 && /^\p{L}[\p{L}'’]* [^<>{}[\]]+$/u.test(line)

/** The line as an absolute address whose scheme is not weaker than that of `base`, or null. */
export function addressIn(line: string, base: string): URL | null {
  if (/\s/.test(line) || !/^https?:\/\//i.test(line) || !URL.canParse(line)) return null
  const url = new URL(line)
  if (url.username !== '' || url.password !== '') return null
  return url.protocol === 'https:' || new URL(base).protocol === 'http:' ? url : null
}

/**
 * The text of a whole 2xx.
 * @throws {HostError} for pages, other statuses and replies that were cut
 */
export function readLine(answer: Answer): string {
  if (isTextPage(answer)) throw webPageError(answer)
  const error = statusError(answer)
  if (error) throw error
  if (!answer.complete) throw oddReplyError(answer)
  return answer.text.trim()
}

/**
 * Reads the one address that a reply consists of.
 * @throws {HostError} `rejected` for a sentence that is not known, since these hosts say so what they will not take
 */
export function readAddress(answer: Answer, base: string): URL {
  const line = readLine(answer)
  const url = addressIn(line, base)
  if (url) return url
  throw isSentence(line) ? errorInWords(line, 'rejected', answerCause(answer)) : oddReplyError(answer)
}
