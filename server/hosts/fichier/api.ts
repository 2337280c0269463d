// 1fichier's API as small calls: JSON both ways, the key, and a pace.
import type { z } from 'zod'
import type { Call } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { CallRequest } from '#server/hosts/http/call.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import type { FichierConfig } from './config.ts'
import { fichierVerdict, isFlood } from './errors.ts'
import { paceOf } from './pace.ts'

export type FichierCall = Pick<CallRequest, 'reads' | 'maxBytes'> & { path: string; json: Record<string, unknown> }

export type FichierApi = {
  config: FichierConfig
  /** The answer as it came. The API takes nothing but JSON, even where there is nothing to say. */
  ask(call: Call, asked: FichierCall): Promise<Answer>
  /** @throws {HostError} unless the reply has this shape */
  read<T>(call: Call, asked: FichierCall, schema: z.ZodType<T>): Promise<T>
}

export const keyHeaders = ({ apiKey }: FichierConfig): Record<string, string> =>
  apiKey ? { authorization: `Bearer ${apiKey.reveal()}` } : {}

export function fichierApi(config: FichierConfig): FichierApi {
  const pace = paceOf(config.paceMs)
  const ask: FichierApi['ask'] = async ({ signal }, { path, ...rest }) => {
    const url = `${config.apiUrl}${path}`
    const call = { method: 'POST', url, headers: keyHeaders(config), ...rest, signal } as const
    const answer = await pace.run(() => config.http.call(call), signal)
    if (isFlood(jsonOf(answer))) pace.slowDown()
    return answer
  }
  return { config, ask, read: async (call, asked, schema) => readJson(await ask(call, asked), schema, fichierVerdict) }
}
