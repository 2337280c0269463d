// A small call to a host: a body of a few kilobytes at most, one answer, a deadline.
import { clearTimeout, setTimeout } from 'node:timers'
import { HostError } from '#server/hosts/errors.ts'
import { type Answer, readAnswer, usualMaxBytes } from './answer.ts'
import { connectionError } from './fault.ts'
import type { Agents } from './patient-socket.ts'
import { secretsIn } from './redact.ts'
import { openWire, type Wire } from './wire.ts'

export type CallRequest = {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers?: Record<string, string>
  /** Sent as `application/json`. */
  json?: unknown
  signal: AbortSignal
  /** The host may work for minutes before it answers (joining chunks, say): wait as long as after an upload. */
  slow?: boolean
  /** Longest reply in bytes; 1 MiB. */
  maxBytes?: number
  /** The address came from a host's reply: refuse names that resolve to a private address. */
  publicOnly?: boolean
}

export type Settings = { idleMs: number; replyMs: number; uploads: Agents; single: Agents; reusing: Agents }

const isRead = (method: string) => method === 'GET' || method === 'HEAD'

/** A kept connection that the host had closed meanwhile, which says nothing about the host. */
class StaleConnection extends Error {}

/**
 * Makes the call and gives the answer, whatever its status.
 * @throws {HostError} `retry` when nothing can have happened, `unknown` when a write was sent and its answer is lost
 * @throws the reason of `signal`, once that is aborted
 */
export async function callHost(settings: Settings, call: CallRequest): Promise<Answer> {
  call.signal.throwIfAborted()
  const mayReuse = isRead(call.method) && !call.publicOnly
  try {
    return await attempt(settings, call, mayReuse ? settings.reusing : settings.single)
  } catch (error) {
    if (error instanceof StaleConnection) return attempt(settings, call, settings.single)
    throw error
  }
}

async function attempt(settings: Settings, call: CallRequest, agents: Agents): Promise<Answer> {
  const body = call.json === undefined ? undefined : Buffer.from(JSON.stringify(call.json))
  const headers = {
    ...call.headers,
    ...(body && { 'content-type': 'application/json' }),
    ...(!isRead(call.method) && { 'content-length': body?.length ?? 0 }),
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
    wire.request.end(body)
    const response = await wire.answered
    clearTimeout(watchdog)
    const odd = isRead(method) ? 'unavailable' : 'unknown'
    const answer = await readAnswer(response, { ms, maxBytes, odd, secrets: secretsIn(headers) })
    call.signal.throwIfAborted()
    return answer
  } catch (error) {
    call.signal.throwIfAborted()
    throw brokenCall({ wire, error, lateAfterMs: late ? ms : null, method })
  } finally {
    clearTimeout(watchdog)
    call.signal.removeEventListener('abort', stop)
  }
}

type Broken = { wire: Wire; error: unknown; lateAfterMs: number | null; method: string }

function brokenCall({ wire, error, lateAfterMs, method }: Broken): Error {
  const lost = isRead(method) ? 'retry' : 'unknown'
  if (!wire.connected()) return connectionError('connecting', error)
  if (lateAfterMs !== null) return new HostError(lost, `did not answer within ${Math.ceil(lateAfterMs / 1000)} s.`)
  if (wire.request.reusedSocket) return new StaleConnection()
  const { message, cause } = connectionError('waiting', error)
  return new HostError(lost, message, { cause })
}
