// An upload: an exact length, bytes as they come, and an ear for the host while they go.
import type { IncomingMessage } from 'node:http'
import { clearTimeout, setTimeout } from 'node:timers'
import { HostError } from '#server/hosts/errors.ts'
import type { Secret } from '#server/ids.ts'
import { type Answer, readAnswer, usualMaxBytes } from './answer.ts'
import type { Settings } from './call.ts'
import { connectionError, type Phase } from './fault.ts'
import { interruptible } from './interruptible.ts'
import { type Body, createPump, type Pump } from './pump.ts'
import { secretsIn } from './redact.ts'
import { openWire, type Wire } from './wire.ts'

export type SendRequest = {
  method: 'POST' | 'PUT' | 'PATCH'
  url: string
  headers: Record<string, string>
  body: Body
  signal: AbortSignal
  /** What must not be seen in a log, beside the credentials in the headers. */
  secrets?: readonly Secret[]
  /** The address came from a host's reply: refuse names that resolve to a private address. */
  publicOnly?: boolean
}

/**
 * Sends the body and gives the answer. An early refusal (300 and up) stops the body and is the answer; an early 2xx
 * never is one.
 * @throws {HostError} `retry` when the body did not go out whole, `unknown` when it did and no complete answer came
 * @throws the error of the body's own stream, as it is
 * @throws the reason of `signal`, once that is aborted
 */
export async function sendFile(settings: Settings, send: SendRequest): Promise<Answer> {
  const { signal, body, method, url, publicOnly = false } = send
  signal.throwIfAborted()
  const headers = { ...send.headers, 'content-length': body.length }
  const wire = openWire({ method, url, headers, publicOnly, agents: settings.uploads })
  const stop = () => wire.request.destroy()
  signal.addEventListener('abort', stop, { once: true })
  let isWhole = false
  try {
    const { response, early } = await exchange({ settings, wire, body })
    const status = response.statusCode ?? 0
    if (early && status < 300) throw new HostError('retry', 'answered before it had the whole file.')
    const ms = early ? settings.idleMs : settings.replyMs
    const answer = await readAnswer(response, {
      ms,
      maxBytes: usualMaxBytes,
      odd: 'unknown',
      secrets: [...secretsIn(headers), ...(send.secrets ?? []).map((secret) => secret.reveal())],
    })
    signal.throwIfAborted()
    isWhole = !early && answer.complete
    return answer
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
    // After a whole exchange the connection is good for the next file.
    if (!isWhole) wire.request.destroy()
  }
}

type Exchange = { settings: Settings; wire: Wire; body: Body }
type Response = { response: IncomingMessage; early: boolean }

/** Writes and listens at once, until there is an answer or a reason why there is none. */
async function exchange({ settings, wire, body }: Exchange): Promise<Response> {
  const waits = interruptible()
  let idle = false
  const watchdog = idleWatchdog(settings.idleMs, () => {
    idle = true
    waits.interrupt()
  })
  const pump = createPump(wire.request, body, { waits, onWrite: watchdog.onWrite })
  let early: IncomingMessage | undefined
  wire.answered.then(
    (response) => {
      // A quick host may be heard before it is told here that the last bytes are out, with TLS above all.
      if (pump.given() >= body.length) return
      early = response
      waits.interrupt()
    },
    () => waits.interrupt(),
  )
  const ending = await pump.run()
  watchdog.end()
  if (early) return { response: early, early: true }
  if (ending.end === 'source') throw ending.error
  if (ending.end === 'interrupted' && idle && wire.connected())
    throw new HostError('retry', `did not take a byte for ${Math.ceil(settings.idleMs / 1000)} s.`)
  if (ending.end === 'interrupted' && idle) throw connectionError('connecting', new Error('timeout'))
  const response = await lastAnswer({ settings, wire, body }, pump)
  return { response, early: pump.flushed() < body.length }
}

/** Waits for the answer to a body that is out, or for the reason why it will not come. */
async function lastAnswer({ settings, wire, body }: Exchange, pump: Pump): Promise<IncomingMessage> {
  let late = false
  const watchdog = setTimeout(() => {
    late = true
    wire.request.destroy()
  }, settings.replyMs)
  try {
    return await wire.answered
  } catch (error) {
    if (late)
      throw new HostError('unknown', `did not answer within ${Math.ceil(settings.replyMs / 1000)} s of the last byte.`)
    throw connectionError(phaseOf(wire, pump.flushed() < body.length), error)
  } finally {
    clearTimeout(watchdog)
  }
}

const phaseOf = (wire: Wire, someLeft: boolean): Phase => {
  if (!wire.connected()) return 'connecting'
  return someLeft ? 'sending' : 'waiting'
}

/** Barks when one write takes longer than `ms`; sleeps while it is the source that is slow. */
function idleWatchdog(ms: number, bark: () => void) {
  let watching = false
  const timer = setTimeout(() => watching && bark(), ms)
  return {
    onWrite: (state: 'begin' | 'end') => {
      watching = state === 'begin'
      if (watching) timer.refresh()
    },
    end: () => clearTimeout(timer),
  }
}
