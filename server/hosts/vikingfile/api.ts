// VikingFile's API as small calls: forms in, JSON out, `{ error: "success" }` where there is nothing else to say.
import { z } from 'zod'
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { CallRequest } from '#server/hosts/http/call.ts'
import { readJson, type Verdict } from '#server/hosts/http/json-reply.ts'
import { answerCause } from '#server/hosts/http/status.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import type { Secret } from '#server/ids.ts'

export type VikingfileConfig = {
  /** Base of the API, path included: `https://vikingfile.com/api`. */
  apiUrl: string
  /** Origin of public links: `https://vikingfile.com`. */
  linkOrigin: string
  /** The hash of the user whose files they become; null sends them as nobody's. */
  user: Secret | null
  http: HostHttp
}

type Form = readonly (readonly [name: string, value: string])[]
export type VikingfileCall = Pick<CallRequest, 'signal' | 'slow' | 'reads' | 'maxBytes'> & { path: string; form: Form }

const refusal = z.object({ error: z.string().min(1) })

/** The words are documented nowhere, so that they are told apart by what they speak of. */
const meanings: [words: RegExp, kind: HostErrorKind, sentence: string][] = [
  [/user|account|owner|permission/i, 'account', 'does not accept the user hash.'],
  [/too (large|big)|size/i, 'rejected', 'says that the file is too large.'],
  [/not found|not exist|no such/i, 'rejected', 'does not have this file.'],
]

/** The words of a refusal, or null when the body is none. */
export function refusalOf(body: unknown): string | null {
  const words = refusal.safeParse(body).data?.error ?? null
  return words === 'success' ? null : words
}

/** Whether the words ask for nothing but another try. */
export const isBusy = (words: string): boolean => /busy|try again|later/i.test(words)

/** Maps a refusal by its words; unknown ones are left to the status, and are faults in a 2xx. */
export const vikingfileVerdict: Verdict = (body, answer) => {
  const words = refusalOf(body)
  if (words === null || answer.status === 429 || answer.status >= 500) return null
  const cause = answerCause(answer)
  if (isBusy(words)) return new HostError('retry', 'is busy.', { cause })
  for (const [pattern, kind, sentence] of meanings)
    if (pattern.test(words)) return new HostError(kind, sentence, { cause })
  return answer.status < 300 ? new HostError('retry', 'refused without a reason that is known.', { cause }) : null
}

/** The answer as it came. */
export const ask = ({ apiUrl, user, http }: VikingfileConfig, { path, ...call }: VikingfileCall): Promise<Answer> =>
  http.call({ ...call, method: 'POST', url: `${apiUrl}${path}`, secrets: user ? [user] : [] })

/** @throws {HostError} unless the reply has this shape */
export const read = async <T>(config: VikingfileConfig, call: VikingfileCall, schema: z.ZodType<T>): Promise<T> =>
  readJson(await ask(config, call), schema, vikingfileVerdict)
