// The API of a site of the XFileSharing family as small calls: GET with the key in the query.
import type { z } from 'zod'
import type { Answer } from '#server/hosts/http/answer.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import type { Secret } from '#server/ids.ts'
import { envelopeVerdict } from './envelope.ts'

export type KeyedApi = {
  /** Base of the API, without a slash at its end. */
  apiUrl: string
  key: Secret
  http: HostHttp
}

export type KeyedCall = {
  path: string
  query?: Readonly<Record<string, string>>
  signal: AbortSignal
  /** Longest reply in bytes. */
  maxBytes?: number
}

/** The answer as it came. */
export const ask = ({ apiUrl, key, http }: KeyedApi, { path, query = {}, ...call }: KeyedCall): Promise<Answer> => {
  const asked = new URLSearchParams({ key: key.reveal(), ...query })
  return http.call({ ...call, method: 'GET', url: `${apiUrl}${path}?${asked.toString()}`, secrets: [key] })
}

/** @throws {HostError} unless the reply is an envelope of 200 with this shape */
export const read = async <T>(api: KeyedApi, call: KeyedCall, schema: z.ZodType<T>): Promise<T> =>
  readJson(await ask(api, call), schema, envelopeVerdict)
