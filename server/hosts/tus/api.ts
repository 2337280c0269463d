// The tus protocol 1.0.0 as small calls: versions, headers of the operator's, and what an upload's offset says.
import { z } from 'zod'
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { CallRequest } from '#server/hosts/http/call.ts'
import { retryAfterMs } from '#server/hosts/http/retry-after.ts'
import { answerCause, isWebPage, oddReplyError, statusError, webPageError } from '#server/hosts/http/status.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { type NodeUrl, nodeUrl } from '#server/hosts/node-url.ts'
import { byteCount } from '#server/hosts/taken.ts'
import type { Secret } from '#server/ids.ts'

export type TusConfig = {
  /** Where uploads are made. */
  url: string
  /** Sent with every request to that host: an API key, say. */
  headers: Readonly<Record<string, Secret>>
  /** How the public link is made of an upload's address, `{location}`, or the last part of it, `{id}`. */
  linkTemplate: string
  /** Bytes of each piece where the server takes checksums, which are computed before a piece goes. */
  pieceSize: number
  http: HostHttp
}

const version = { 'tus-resumable': '1.0.0' }

/** An upload's address, which may be a path alone. The operator's headers go to no host but the one that they are for. */
export type TusTarget = NodeUrl & { headers: Record<string, string>; secrets: readonly Secret[] }

export function targetOf(config: TusConfig, location: string): TusTarget {
  const base = new URL(config.url)
  const given = URL.canParse(location, base) ? new URL(location, base).href : location
  const { url, publicOnly } = nodeUrl(given, config.url)
  const isSameHost = url.host === base.host
  const own = isSameHost ? Object.entries(config.headers) : []
  const headers = Object.fromEntries(own.map(([name, value]) => [name, value.reveal()]))
  return { url, publicOnly, headers: { ...headers, ...version }, secrets: Object.values(config.headers) }
}

type TusCall = Pick<CallRequest, 'method' | 'signal' | 'headers' | 'reads'>

export const ask = ({ http }: TusConfig, target: TusTarget, { headers, ...call }: TusCall): Promise<Answer> => {
  const { url, publicOnly, secrets } = target
  return http.call({ ...call, url: url.href, publicOnly, secrets, headers: { ...target.headers, ...headers } })
}

const meanings: Partial<Record<number, readonly [HostErrorKind, string]>> = {
  403: ['account', 'does not allow this upload.'],
  409: ['retry', 'has another part of the file than was thought.'],
  412: ['rejected', 'speaks another version of the tus protocol.'],
  423: ['retry', 'is still busy with an earlier part of the file.'],
}

/** @throws {HostError} for everything but a 2xx */
export function expectSuccess(answer: Answer): void {
  if (isWebPage(answer)) throw webPageError(answer)
  const meaning = meanings[answer.status]
  const cause = answerCause(answer)
  const afterMs = retryAfterMs(answer.headers['retry-after'])
  if (meaning) throw new HostError(...meaning, afterMs === undefined ? { cause } : { cause, afterMs })
  const error = statusError(answer)
  if (error) throw error
}

/** The answers for an upload that is not there (any more). */
export const isGone = ({ status }: Answer): boolean => status === 404 || status === 410

/** How many bytes of an upload the server has, by this answer; null where it does not say. */
export const offsetOf = ({ headers }: Answer): number | null =>
  byteCount.safeParse(headers['upload-offset']).data ?? null

export type Progress = { offset: number; length: number | null }

/**
 * `HEAD`: how far an upload is, or null where it is not there.
 * @throws {HostError} when the server does not say
 */
export async function progressOf(config: TusConfig, target: TusTarget, signal: AbortSignal): Promise<Progress | null> {
  const answer = await ask(config, target, { method: 'HEAD', signal })
  if (isGone(answer)) return null
  expectSuccess(answer)
  const offset = offsetOf(answer)
  if (offset === null) throw oddReplyError(answer)
  return { offset, length: byteCount.safeParse(answer.headers['upload-length']).data ?? null }
}

const algorithms = ['sha256', 'sha1', 'md5'] as const

export type Abilities = {
  /** In bytes; null where the server names no limit. */
  maxSize: number | null
  /** The digest that the server checks pieces by, or null. */
  checksum: (typeof algorithms)[number] | null
  /** Whether uploads can be taken away. */
  terminates: boolean
}

const words = z
  .string()
  .default('')
  .transform((list) => list.split(',').map((word) => word.trim().toLowerCase()))
const told = z.object({
  'tus-max-size': byteCount.optional().catch(undefined),
  'tus-extension': words,
  'tus-checksum-algorithm': words,
})

/** `OPTIONS`: what the server can do beyond the core of the protocol; one that does not answer this can do no more. */
export async function abilitiesOf(config: TusConfig, signal: AbortSignal): Promise<Abilities> {
  const answer = await ask(config, targetOf(config, config.url), { method: 'OPTIONS', signal })
  if ([404, 405, 501].includes(answer.status)) return { maxSize: null, checksum: null, terminates: false }
  expectSuccess(answer)
  const known = told.parse(answer.headers)
  const extensions = known['tus-extension']
  const checksum = algorithms.find((name) => known['tus-checksum-algorithm'].includes(name))
  return {
    maxSize: known['tus-max-size'] ?? null,
    checksum: extensions.includes('checksum') ? (checksum ?? null) : null,
    terminates: extensions.includes('termination'),
  }
}
