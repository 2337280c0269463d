// Chibisafe's API as small calls: the key's header, what its errors mean, and what the site allows.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { CallRequest } from '#server/hosts/http/call.ts'
import { readJson, type Verdict } from '#server/hosts/http/json-reply.ts'
import { retryAfterMs } from '#server/hosts/http/retry-after.ts'
import { answerCause } from '#server/hosts/http/status.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { byteCount } from '#server/hosts/taken.ts'
import type { Secret } from '#server/ids.ts'

export type ChibisafeConfig = {
  /** Base of the API, `/api` included. */
  apiUrl: string
  /** Base of album links. */
  siteUrl: string
  apiKey: Secret
  http: HostHttp
}

export const keyHeader = ({ apiKey }: ChibisafeConfig): Record<string, string> => ({ 'x-api-key': apiKey.reveal() })

export type ChibisafeCall = Pick<CallRequest, 'method' | 'json' | 'signal' | 'slow' | 'reads' | 'headers'> & {
  path: string
}

/** The answer as it came. */
export const ask = (config: ChibisafeConfig, { path, headers, ...call }: ChibisafeCall): Promise<Answer> =>
  config.http.call({ ...call, url: `${config.apiUrl}${path}`, headers: { ...headers, ...keyHeader(config) } })

const refusal = z.object({ statusCode: z.number().min(400), message: z.string().catch('') })

/** `{ statusCode, error, message }`; most is said by the status alone, and in a 2xx it is a fault. */
export const chibisafeVerdict: Verdict = (body, answer) => {
  const refused = refusal.safeParse(body).data
  if (!refused) return null
  const cause = answerCause(answer)
  if (/quota/i.test(refused.message)) return new HostError('account', 'has no space left for the account.', { cause })
  if (/type is not allowed/i.test(refused.message))
    return new HostError('rejected', 'does not take this type of file.', { cause })
  if (answer.status >= 300) return null
  const afterMs = retryAfterMs(answer.headers['retry-after'])
  return new HostError('retry', 'had a fault of its own.', afterMs === undefined ? { cause } : { cause, afterMs })
}

/** @throws {HostError} unless the reply has this shape */
export const read = async <T>(config: ChibisafeConfig, call: ChibisafeCall, schema: z.ZodType<T>): Promise<T> =>
  readJson(await ask(config, call), schema, chibisafeVerdict)

const settings = z.object({
  chunkSize: byteCount.refine((size) => size > 0),
  maxSize: byteCount.refine((size) => size > 0),
  useNetworkStorage: z.boolean().nullish().catch(null),
})

export type SiteRules = {
  /** Bytes of a request for a whole file, or of each chunk but the last. */
  chunkSize: number
  /** Largest file in bytes that gets through. */
  maxFileSize: number
  /** Whether files go to a storage beside the site. */
  usesNetworkStorage: boolean
}

/**
 * `GET /settings`. The site judges a file in chunks as if all of them were full, so that between two of their multiples the
 * lower one is what it takes.
 */
export async function siteRules(config: ChibisafeConfig, signal: AbortSignal): Promise<SiteRules> {
  const site = await read(config, { method: 'GET', path: '/settings', signal }, settings)
  const { chunkSize, maxSize } = site
  const usesNetworkStorage = site.useNetworkStorage === true
  const inChunks = Math.floor(maxSize / chunkSize) * chunkSize
  return {
    chunkSize,
    usesNetworkStorage,
    maxFileSize: usesNetworkStorage ? maxSize : Math.max(inChunks, Math.min(chunkSize, maxSize)),
  }
}
