// What an account of Catbox is allowed to do with what it has: orders with a `userhash`, answered by a sentence.
import { HostError } from '#server/hosts/errors.ts'
import type { Call, StoredRef } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { answerCause } from '#server/hosts/http/status.ts'
import { linkState } from '#server/hosts/linked-copy.ts'
import { errorInWords } from '#server/hosts/refusal-words.ts'
import { readLine } from '#server/hosts/text-reply.ts'
import type { Secret } from '#server/ids.ts'
import type { Fields, TextHost } from './api.ts'

export type CatboxConfig = TextHost & { userhash: Secret | null }

/** The account as a field of a form, or nothing. */
export const accountFields = ({ userhash }: CatboxConfig): Fields => (userhash ? [['userhash', userhash.reveal()]] : [])

type Order = { fields: Fields; signal: AbortSignal }

/** The answer as it came; `reqtype` is the first of the fields. */
export const order = (config: CatboxConfig, { fields, signal }: Order): Promise<Answer> =>
  config.http.call({
    method: 'POST',
    url: config.apiUrl,
    headers: { accept: '*/*' },
    form: [...fields, ...accountFields(config)],
    secrets: config.userhash ? [config.userhash] : [],
    signal,
  })

/** Whether a sentence says that what was named is not there. */
export const isGone = ({ text }: Answer): boolean =>
  text.length < 300 && /(not|n't) (exist|found)|no such|not a valid (album|file)/i.test(text)

/**
 * `deletefiles` with the short name. Its words are nowhere documented, so that what they say is looked up at the file's address.
 * @throws {HostError} for all but a file that is gone afterwards
 */
export async function removeFile(config: CatboxConfig, { id, url }: StoredRef, call: Call): Promise<void> {
  const { signal } = call
  const answer = await order(config, {
    fields: [
      ['reqtype', 'deletefiles'],
      ['files', id],
    ],
    signal,
  })
  if (isGone(answer)) return
  const words = readLine(answer)
  if (/delet|remov|success/i.test(words)) return
  if ((await linkState({ http: config.http, url, base: config.apiUrl }, call)) === 'dead') return
  throw words === ''
    ? new HostError('retry', 'did not delete the file.', { cause: answerCause(answer) })
    : errorInWords(words, 'retry', answerCause(answer))
}

/** `deletealbum`; its files are left where they are. */
export async function removeAlbum(config: CatboxConfig, id: string, { signal }: Call): Promise<void> {
  const answer = await order(config, {
    fields: [
      ['reqtype', 'deletealbum'],
      ['short', id],
    ],
    signal,
  })
  if (isGone(answer)) return
  const words = readLine(answer)
  if (words !== '' && !/delet|remov|success|^https?:/i.test(words))
    throw errorInWords(words, 'retry', answerCause(answer))
}
