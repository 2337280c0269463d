// PixelDrain's API as small calls: addresses, the key, and replies that were validated.
import type { z } from 'zod'
import { type Answer } from '#server/hosts/http/answer.ts'
import type { CallRequest } from '#server/hosts/http/call.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import type { Secret } from '#server/ids.ts'
import { pixeldrainVerdict } from './errors.ts'

export type PixeldrainConfig = {
  /** Base of the API, path included: `https://pixeldrain.com/api`. */
  apiUrl: string
  /** Base for `PUT /file/…`; the same one at the real host. */
  uploadUrl: string
  /** Origin of public links: `https://pixeldrain.com`. */
  linkOrigin: string
  apiKey: Secret
  http: HostHttp
}

export type ApiCall = Pick<CallRequest, 'method' | 'json' | 'signal' | 'maxBytes'> & { path: string }

export type PixeldrainApi = {
  config: PixeldrainConfig
  /** HTTP Basic with an empty user and the key as password. */
  authorization: string
  /** The answer as it came, for calls whose status matters. */
  ask(call: ApiCall): Promise<Answer>
  /** @throws {HostError} unless the reply has this shape */
  read<T>(call: ApiCall, schema: z.ZodType<T>): Promise<T>
}

export function pixeldrainApi(config: PixeldrainConfig): PixeldrainApi {
  const authorization = `Basic ${Buffer.from(`:${config.apiKey.reveal()}`).toString('base64')}`
  const ask = ({ path, ...call }: ApiCall) =>
    config.http.call({ ...call, url: `${config.apiUrl}${path}`, headers: { authorization } })
  return {
    config,
    authorization,
    ask,
    read: async (call, schema) => readJson(await ask(call), schema, pixeldrainVerdict),
  }
}
