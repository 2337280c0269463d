// BuzzHeavier's API as small calls: where it is, the account, and what its envelope says.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { CallRequest } from '#server/hosts/http/call.ts'
import { readJson, type Verdict } from '#server/hosts/http/json-reply.ts'
import { answerCause, statusError } from '#server/hosts/http/status.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { errorInWords } from '#server/hosts/refusal-words.ts'
import type { Secret } from '#server/ids.ts'

export type BuzzheavierConfig = {
  /** Base of the API, `/api` included. */
  apiUrl: string
  /** Base of uploads: `https://w.buzzheavier.com`. */
  uploadUrl: string
  /** Origin of public links: `https://buzzheavier.com`. */
  linkOrigin: string
  /** The account's id, which is its password as well. */
  accountId: Secret | null
  http: HostHttp
}

export const bearer = ({ accountId }: BuzzheavierConfig): Record<string, string> =>
  accountId ? { authorization: `Bearer ${accountId.reveal()}` } : {}

/** `data` of the envelope, or the reply itself where there is none (both were seen). */
export const enveloped = <T>(schema: z.ZodType<T>) =>
  z.union([z.object({ data: schema }).transform(({ data }) => data), schema])

const envelope = z.object({ code: z.int().min(100).max(599), message: z.string().optional().catch(undefined) })

/** The envelope's code counts as the status where the two differ; both of 401 and 403 are the account's. */
export const buzzheavierVerdict: Verdict = (body, answer) => {
  const { code = answer.status, message } = envelope.safeParse(body).data ?? {}
  const cause = answerCause(answer)
  const status = answer.status >= 300 ? answer.status : code
  if (status === 401 || status === 403) return new HostError('account', 'does not accept the account.', { cause })
  if (status === 400 && /name/i.test(answer.text.slice(0, 300)))
    return new HostError('rejected', 'does not take this name.', { cause })
  const error = statusError({ ...answer, status })
  if (error || answer.status >= 300 || body === undefined) return error
  const words = z.object({ error: z.string().min(1) }).safeParse(body).data?.error ?? null
  return words === null || message !== undefined ? null : errorInWords(words, 'retry', cause)
}

type ApiCall = Pick<CallRequest, 'method' | 'json' | 'signal'> & { path: string }

/** The answer as it came. */
export const ask = (config: BuzzheavierConfig, { path, ...call }: ApiCall): Promise<Answer> =>
  config.http.call({ ...call, url: `${config.apiUrl}${path}`, headers: bearer(config) })

/** @throws {HostError} unless the reply has this shape */
export const read = async <T>(config: BuzzheavierConfig, call: ApiCall, schema: z.ZodType<T>): Promise<T> =>
  readJson(await ask(config, call), enveloped(schema), buzzheavierVerdict)
