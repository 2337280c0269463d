// What a host of kind `form` says of a file, found where its operator said that it is.
import type { Digests } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { answerCause, oddReplyError, statusError, webPageError } from '#server/hosts/http/status.ts'
import { errorInWords } from '#server/hosts/refusal-words.ts'
import { byteCount, hexDigest } from '#server/hosts/taken.ts'
import { addressIn, isTextPage } from '#server/hosts/text-reply.ts'
import type { Context } from './functions.ts'
import type { FormSettings } from './settings.ts'

export type Told = { url: URL; deletion: URL | null; size: number | null; digests: Digests }

const digestBytes = { md5: 16, sha1: 20, sha256: 32 } as const

/** Words for "no error" in replies that always have one. */
const noError = /^(0|ok|none|null|false|success)?$/i

const isRedirect = ({ status, headers }: Answer) => status > 300 && status < 304 && headers.location !== undefined

/** @throws {HostError} unless it is a whole reply of success */
function judge({ ready, followsRedirect }: FormSettings, answer: Answer, context: Context): void {
  const isDue = followsRedirect && isRedirect(answer)
  const isSuccess = answer.status >= 200 && answer.status < 300
  if (answer.headers['cf-mitigated'] !== undefined) throw webPageError(answer)
  if (!isDue && !isSuccess)
    throw isTextPage(answer) ? webPageError(answer) : (statusError(answer) ?? oddReplyError(answer))
  if (!answer.complete) throw oddReplyError(answer)
  const words = ready.error?.(context)?.trim() ?? ''
  if (!noError.test(words)) throw errorInWords(words, 'retry', answerCause(answer))
}

/**
 * Reads what is told of the file.
 * @throws {HostError} for refusals, and for replies in which there is no address where one is due
 */
export function readTold(settings: FormSettings, answer: Answer, context: Context & { base: string }): Told {
  const { ready } = settings
  judge(settings, answer, context)
  const find = (name: 'link' | 'deletion') => addressIn(ready[name]?.(context)?.trim() ?? '', context.base)
  const url = find('link')
  if (!url) throw isTextPage(answer) ? webPageError(answer) : oddReplyError(answer)
  const digests: Digests = {}
  for (const name of ['md5', 'sha1', 'sha256'] as const) {
    const value = hexDigest(digestBytes[name]).safeParse(ready[name]?.(context)?.trim()).data
    if (value !== undefined) digests[name] = value
  }
  const size = byteCount.safeParse(ready.size?.(context)?.trim()).data ?? null
  return { url, deletion: find('deletion'), size, digests }
}
