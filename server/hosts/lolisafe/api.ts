// The lolisafe protocol as small calls: the token header on each, and what browsers of the dashboard send.
import type { z } from 'zod'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { CallRequest } from '#server/hosts/http/call.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import type { LolisafeConfig } from './config.ts'
import { lolisafeVerdict } from './errors.ts'

export type LolisafeCall = Pick<
  CallRequest,
  'method' | 'json' | 'signal' | 'slow' | 'publicOnly' | 'reads' | 'maxBytes'
> & {
  /** Under the base, unless `url` is given. */
  path: string
  url?: string
  headers?: Record<string, string>
}

/** Headers of every request; Origin and Referer are those of the dashboard, from which clients are expected to come. */
export function tokenHeaders({ apiUrl, token }: LolisafeConfig): Record<string, string> {
  const { origin } = new URL(apiUrl)
  return { token: token.reveal(), origin, referer: `${origin}/`, 'x-requested-with': 'XMLHttpRequest' }
}

/** The answer as it came. JSON's content type is sent with every call, as the server demands. */
export const ask = (config: LolisafeConfig, { path, url, headers, ...call }: LolisafeCall): Promise<Answer> =>
  config.http.call({
    ...call,
    url: url ?? `${config.apiUrl}${path}`,
    headers: { 'content-type': 'application/json', ...tokenHeaders(config), ...headers },
  })

/** @throws {HostError} unless the reply has this shape */
export const read = async <T>(config: LolisafeConfig, call: LolisafeCall, schema: z.ZodType<T>): Promise<T> =>
  readJson(await ask(config, call), schema, lolisafeVerdict)
