// GoFile's API as small calls: addresses, the bearer token, and envelopes that were validated.
import { z } from 'zod'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { CallRequest } from '#server/hosts/http/call.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import type { Secret } from '#server/ids.ts'
import { gofileVerdict } from './errors.ts'

export type GofileConfig = {
  /** Base of the API: `https://api.gofile.io`. */
  apiUrl: string
  /** Base of uploads, which go to `/uploadfile` under it: `https://upload.gofile.io`. */
  uploadUrl: string
  /** The operator's account token; null works with one guest account, made once. */
  token: Secret | null
  http: HostHttp
}

export type GofileCall = Pick<CallRequest, 'method' | 'json' | 'signal'> & { path: string; token: string | null }

/** The `data` of an `ok` envelope, or the error that the answer stands for. */
export const readEnvelope = <T>(answer: Answer, data: z.ZodType<T>): T =>
  readJson(answer, z.object({ status: z.literal('ok'), data }), gofileVerdict).data

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` })

/** The answer as it came. */
export const ask = ({ apiUrl, http }: GofileConfig, { path, token, ...call }: GofileCall): Promise<Answer> =>
  http.call({ ...call, url: `${apiUrl}${path}`, headers: token === null ? {} : bearer(token) })

/** @throws {HostError} unless the reply is an `ok` envelope with this data */
export const read = async <T>(config: GofileConfig, call: GofileCall, data: z.ZodType<T>): Promise<T> =>
  readEnvelope(await ask(config, call), data)
