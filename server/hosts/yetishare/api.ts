// YetiShare's API as small calls: form fields with the session in them, and envelopes that were validated.
import { z } from 'zod'
import type { Call } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import { Secret } from '#server/ids.ts'
import type { YetishareConfig } from './config.ts'
import { stateOf, yetishareVerdict } from './errors.ts'
import { askAsAccount, type Session } from './session.ts'

export type YetishareCall = {
  path: string
  fields?: readonly (readonly [name: string, value: string])[]
  /** Changes nothing at the host. */
  reads?: boolean
}

/** The fields that every call begins with. */
export const sessionFields = ({ token, accountId }: Session) =>
  [
    ['access_token', token],
    ['account_id', accountId],
  ] as const

/** The answer as it came, with a new session where the known one was over. */
export const ask = (config: YetishareConfig, call: Call, { path, fields = [], reads = false }: YetishareCall) =>
  askAsAccount(config, call, (session) =>
    config.http.call({
      method: 'POST',
      url: `${config.apiUrl}${path}`,
      form: [...sessionFields(session), ...fields],
      reads,
      secrets: [new Secret(session.token), config.username, config.password],
      signal: call.signal,
    }),
  )

/** The `data` of a successful envelope, or the error that the answer stands for. */
export const readEnvelope = <T>(answer: Answer, data: z.ZodType<T>): T =>
  readJson(
    answer,
    z.looseObject({ data }).refine((body) => stateOf(body) === 'success'),
    yetishareVerdict,
  ).data

/** @throws {HostError} unless the reply is a successful envelope with this data */
export const read = async <T>(
  config: YetishareConfig,
  call: Call,
  { asked, data }: { asked: YetishareCall; data: z.ZodType<T> },
): Promise<T> => readEnvelope(await ask(config, call, asked), data)
