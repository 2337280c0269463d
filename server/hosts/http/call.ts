// A small call to a host: a body of a few kilobytes at most, one answer, a deadline.
import { clearTimeout, setTimeout } from 'node:timers'
import { HostError } from '#server/hosts/errors.ts'
import type { Secret } from '#server/ids.ts'
import { type Answer, readAnswer, usualMaxBytes } from './answer.ts'
import { connectionError } from './fault.ts'
import type { Agents } from './patient-socket.ts'
import { secretsIn } from './redact.ts'
import { openWire, type Wire } from './wire.ts'

export type CallRequest = {
  method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'PROPFIND' | 'MKCOL' | 'MOVE'
  url: string
  headers?: Record<string, string>
  /** Sent as `application/json`. */
  json?: unknown
  /** Sent as `application/x-www-form-urlencoded`. */
  form?: readonly (readonly [name: string, value: string])[]
  /** Sent as it is. */
  body?: { type: string; text: string }
  /** Changes nothing at the host, although its method does not tell: a lost answer leaves nothing in doubt. */
  reads?: boolean
  /** What must not be seen in a log, beside the credentials in the headers. */
  secrets?: readonly Secret[]
  signal: AbortSignal
  /** The host may work for minutes before it answers (joining chunks, say): wait as long as after an upload. */
  slow?: boolean
  /** Longest reply in bytes; 1 MiB. */
  maxBytes?: number
  /** The address came from a host's reply: refuse names that resolve to a private address. */
  publicOnly?: boolean
}

export type Settings = { idleMs: number; replyMs: number; uploads: Agents; single: Agents; reusing: Agents }

const readMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PROPFIND'])
const isRead = ({ method, reads }: Pick<CallRequest, 'method' | 'reads'>) => reads === true || readMethods.has(method)

/** A kept connection that the host had closed meanwhile, which says nothing about the host. */
class StaleConnection extends Error {}

/**
 * Makes the call and gives the answer, whatever its status.
 * @throws {HostError} `retry` when nothing can have happened, `unknown` when a write was sent and its answer is lost
 * @throws the reason of `signal`, once that is aborted
 */
export async function callHost(settings: Settings, call: CallRequest): Promise<Answer> {
  call.signal.throwIfAborted()
  const mayReuse = isRead(call) && !call.publicOnly
  try {
    return await attempt(settings, call, mayReuse ? settings.reusing : settings.single)
  } catch (error) {
    if (error instanceof StaleConnection) return attempt(settings, call, settings.single)
    throw error
  }
}

async function attempt(settings: Settings, call: CallRequest, agents: Agents): Promise<Answer> {
  const { type, bytes } = bodyOf(call)
  const headers = {
    ...call.headers,
    ...(type !== undefined && { 'content-type': type }),
    ...((bytes || !isRead(call)) && { 'content-length': bytes?.length ?? 0 }),
  }
  const { method, url, publicOnly = false, maxBytes = usualMaxBytes } = call
  const wire = openWire({ method, url, headers, publicOnly, agents })
  const ms = call.slow ? settings.replyMs : settings.idleMs
  let late = false
  const watchdog = setTimeout(() => {
    late = true
    wire.request.destroy()
  }, ms)
  const stop = () => wire.request.destroy()
  call.signal.addEventListener('abort', stop, { once: true })
  try {
    wire.request.end(bytes)
    const response = await wire.answered
    clearTimeout(watchdog)
    const odd = isRead(call) ? 'unavailable' : 'unknown'
    const secrets = [...secretsIn(headers), ...(call.secrets ?? []).map((secret) => secret.reveal())]
    const answer = await readAnswer(response, { ms, maxBytes, odd, secrets })
    call.signal.throwIfAborted()
    return answer
  } catch (error) {
    call.signal.throwIfAborted()
    throw brokenCall({ wire, error, lateAfterMs: late ? ms : null, reads: isRead(call) })
  } finally {
    clearTimeout(watchdog)
    call.signal.removeEventListener('abort', stop)
  }
}

/** What is sent with the call, and as what. */
function bodyOf({ json, form, body }: CallRequest): { type?: string; bytes?: Buffer } {
  if (json !== undefined) return { type: 'application/json', bytes: Buffer.from(JSON.stringify(json)) }
  if (body) return { type: body.type, bytes: Buffer.from(body.text) }
  if (!form) return {}
  const pairs = new URLSearchParams(form.map(([name, value]) => [name, value]))
  return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(pairs.toString()) }
}

type Broken = { wire: Wire; error: unknown; lateAfterMs: number | null; reads: boolean }

function brokenCall({ wire, error, lateAfterMs, reads }: Broken): Error {
  const lost = reads ? 'retry' : 'unknown'
  if (!wire.connected()) return connectionError('connecting', error)
  if (lateAfterMs !== null) return new HostError(lost, `did not answer within ${Math.ceil(lateAfterMs / 1000)} s.`)
  if (wire.request.reusedSocket) return new StaleConnection()
  const { message, cause } = connectionError('waiting', error)
  return new HostError(lost, message, { cause })
}
