// YetiShare's refusals: `{ _status: "error", response: "…" }`, mostly with HTTP 200, told apart by their words.
import { z } from 'zod'
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { jsonOf, type Verdict } from '#server/hosts/http/json-reply.ts'
import { answerCause } from '#server/hosts/http/status.ts'

/** The API's pages show both names of the key. */
const envelope = z.object({
  _status: z.string().optional().catch(undefined),
  status: z.string().optional().catch(undefined),
  response: z.string().catch(''),
})

/** The words of the state, lower-case, or null where the body is no envelope. */
export function stateOf(body: unknown): string | null {
  const { _status, status } = envelope.safeParse(body).data ?? {}
  return (_status ?? status)?.toLowerCase() ?? null
}

/** What a refusal says, or null when the body is none. */
export const refusalOf = (body: unknown): string | null =>
  stateOf(body) === 'error' ? (envelope.safeParse(body).data?.response ?? '') : null

/** Words of refusals in the order in which they are tried. From the API's pages (A) and from clients (B). */
const meanings: [words: RegExp, kind: HostErrorKind, sentence: string][] = [
  [/could not validate access_token/i, 'retry', 'ended the session.'],
  [/could not authenticate user/i, 'account', 'does not accept the account.'],
  [/max uploads reached|maximum permitted uploads/i, 'account', 'takes no more files of the account today.'],
  [/(storage|disk) (space|limit|quota|allowance)|quota/i, 'account', 'has no space left for the account.'],
  [/did not receive uploaded file|filesize received was zero/i, 'rejected', 'did not find the file in the request.'],
  [/no response received from/i, 'retry', 'had a storage node that did not answer.'],
  [/please provide the/i, 'rejected', 'did not understand the request.'],
  [/too (large|big)|exceeds|max(imum)? (upload |file ?)+size/i, 'rejected', 'says that the file is too large.'],
  [/extension|file ?types?/i, 'rejected', 'does not take this type of file.'],
]

/** The error that some words stand for, or null where nobody documented them. */
const errorOfWords = (words: string, cause: Error): HostError | null => {
  const meaning = meanings.find(([pattern]) => pattern.test(words))
  return meaning ? new HostError(meaning[1], meaning[2], { cause }) : null
}

const unknownRefusal = (cause: Error) => new HostError('retry', 'refused without a reason that is known.', { cause })

/** Maps refusals by their words; unknown ones are left to the status, and are faults in a 2xx. */
export const yetishareVerdict: Verdict = (body, answer) => {
  const words = refusalOf(body)
  if (words === null || answer.status === 429) return null
  const cause = answerCause(answer)
  return errorOfWords(words, cause) ?? (answer.status < 300 ? unknownRefusal(cause) : null)
}

const refusedFile = z.object({ error: z.string().min(1) })
const withFiles = z.union([
  z.array(z.unknown()),
  z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data),
  z.object({ files: z.array(z.unknown()) }).transform(({ files }) => files),
])

/** The entries of a reply to an upload: `data` of an envelope, or what the upload widget inside gives by itself. */
export const filesOf = (body: unknown): unknown[] => withFiles.safeParse(body).data ?? []

/** A reply can succeed as a whole and refuse its one file. */
export const uploadVerdict: Verdict = (body, answer) => {
  const error = yetishareVerdict(body, answer)
  if (error || answer.status >= 300) return error
  const refused = filesOf(body).map((entry) => refusedFile.safeParse(entry).data)[0]
  const cause = answerCause(answer)
  return refused ? (errorOfWords(refused.error, cause) ?? unknownRefusal(cause)) : null
}

/** Whether the host knows the session no more, so that a new one is due. */
export const isSessionOver = (answer: Answer): boolean =>
  /could not validate access_token/i.test(refusalOf(jsonOf(answer)) ?? '')

/** Whether a login was refused, which may mean that the account is locked out. */
export const isLoginRefused = (answer: Answer): boolean =>
  /could not authenticate user/i.test(refusalOf(jsonOf(answer)) ?? '')

/** Whether a refusal says that there is no such file or folder. */
export const isGone = (answer: Answer): boolean =>
  /could not (find|load) (the )?(file|folder)/i.test(refusalOf(jsonOf(answer)) ?? '')
