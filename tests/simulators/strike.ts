// What each fault does to the request that it strikes.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Exchange } from './exchange.ts'
import type { FaultKind, ParsedFault } from './fault.ts'
import { paceOf } from './pace.ts'
import { type FileBody, html, json, paddedJson, type Reply } from './reply.ts'

/** The names under which a host's replies tell of a stored file, where they are not the usual ones. */
export type ReplyKeys = { size: readonly string[]; digest: readonly string[]; id: readonly string[] }

/** What a fault needs of the host: its real answer to the request, and its way of saying no. */
export type Struck = {
  act: () => Promise<Reply>
  refusal: (status: number) => Reply
  softError: () => Reply
  replyKeys?: Partial<ReplyKeys> | undefined
  /** Spoils a reply that tells of the file elsewhere than in its JSON; null where it has no way for this fault. */
  spoil?: ((kind: FaultKind, reply: Reply) => Reply | null) | undefined
}

/** Plays the fault. Gives the reply to send, or null when there is none to send any more. */
export async function strike(
  fault: ParsedFault,
  exchange: Exchange,
  { act, refusal, softError, replyKeys, spoil }: Struck,
) {
  switch (fault.kind) {
    case 'status': {
      await exchange.drain(fault.atByte)
      return withLinger(statusReply(fault, refusal), fault)
    }
    case 'challenge': {
      await exchange.drain(fault.atByte)
      return withLinger(challenge(fault.status), fault)
    }
    case 'error-in-200':
      await exchange.drain()
      return softError()
    case 'garbage':
      await exchange.drain()
      return { status: fault.status, body: garbage(fault) }
    case 'slow-body':
      exchange.pace = paceOf(fault.bytesPerSecond)
      return act()
    case 'slow-reply': {
      const reply = await act()
      await sleep(fault.ms, undefined, { signal: exchange.signal })
      return reply
    }
    case 'close':
    case 'stall':
      await exchange.drain(fault.atByte)
      return silence(exchange, fault.kind === 'stall' ? 'hang' : 'close')
    case 'no-reply':
      await (fault.stored ? act() : exchange.drain())
      return silence(exchange, fault.then)
    default: {
      const reply = await act()
      return spoil?.(fault.kind, reply) ?? spoiled(fault, reply, { ...usualKeys, ...replyKeys })
    }
  }
}

const garbage = ({ text, type, bytes }: ParsedFault & { kind: 'garbage' }): Reply['body'] =>
  bytes === undefined ? { text, type } : { padded: { start: text, end: '', bytes, type } }

type Early = { atByte?: number | undefined; lingerMs?: number | undefined }

const withLinger = (reply: Reply, { atByte, lingerMs = 1000 }: Early): Reply =>
  atByte === undefined ? reply : { ...reply, lingerMs }

async function silence(exchange: Exchange, then: 'close' | 'hang'): Promise<null> {
  if (then === 'hang') await exchange.gone()
  else exchange.destroy()
  return null
}

function statusReply(fault: ParsedFault & { kind: 'status' }, refusal: (status: number) => Reply): Reply {
  const { status, body, retryAfter } = fault
  const plain = typeof body === 'string' ? html(status, body) : body ? json(status, body) : refusal(status)
  if (retryAfter === undefined) return plain
  return { ...plain, headers: { ...plain.headers, 'retry-after': String(retryAfter) } }
}

const challenge = (status: number): Reply =>
  html(
    status,
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>',
    { server: 'cloudflare', 'cf-mitigated': 'challenge', 'cf-ray': '8f0000000000abcd-AMS' },
  )

type Spoiling = Exclude<
  ParsedFault,
  {
    kind:
      | 'status'
      | 'challenge'
      | 'error-in-200'
      | 'garbage'
      | 'slow-body'
      | 'slow-reply'
      | 'close'
      | 'stall'
      | 'no-reply'
  }
>

function spoiled(fault: Spoiling, reply: Reply, keys: ReplyKeys): Reply {
  if ('text' in reply.body) return spoiledText(fault, reply, reply.body)
  if ('file' in reply.body) return fault.kind === 'wrong-size' ? shortened(reply, reply.body.file) : reply
  if (!('json' in reply.body)) return reply
  const value = reply.body.json
  const text = JSON.stringify(value)
  switch (fault.kind) {
    case 'wrong-size':
      return { ...reply, body: { json: changed(value, wrongSize(keys)) } }
    case 'wrong-digest':
      return { ...reply, body: { json: changed(value, wrongDigest(keys)) } }
    case 'no-digest':
      return { ...reply, body: { json: changed(value, noDigest(keys)) } }
    case 'missing-id':
      return { ...reply, body: { json: changed(value, withoutId(keys)) } }
    case 'invalid-json':
      return { ...reply, body: { text: `${text.slice(0, -1)},,not json`, type: 'application/json' } }
    case 'truncated-json':
      return { ...reply, body: { text: text.slice(0, text.length / 2), type: 'application/json' } }
    case 'cut-reply':
      return { ...reply, cut: true }
    case 'huge-reply':
      return { ...reply, body: { padded: paddedJson(value, fault.bytes) } }
  }
}

/** Of a reply that is plain text, an address say, no part can be told from another: it is lost, spoiled or cut. */
function spoiledText(fault: Spoiling, reply: Reply, body: { text: string; type: string }): Reply {
  const as = (text: string): Reply => ({ ...reply, body: { ...body, text } })
  switch (fault.kind) {
    case 'missing-id':
      return withoutLocation(as(''))
    case 'invalid-json':
      return as(`\u0000${body.text.toUpperCase()}`)
    case 'truncated-json':
      return as(body.text.slice(0, Math.min(body.text.length / 2, 6)))
    case 'cut-reply':
      return { ...reply, cut: true }
    case 'huge-reply':
      return { ...reply, body: { padded: { start: body.text, end: '', bytes: fault.bytes, type: body.type } } }
    default:
      return reply
  }
}

/** An address in a header is lost with the one in the text. */
function withoutLocation({ headers = {}, ...reply }: Reply): Reply {
  const { location: _, ...kept } = headers
  return { ...reply, headers: kept }
}

/** A file that the host gives without its last byte, while HEAD of its link tells one more. */
const shortened = (reply: Reply, file: FileBody): Reply => ({
  ...reply,
  body: { file: { ...file, size: Math.max(0, file.size - 1), told: file.size + 1 } },
})

type Change = (key: string, value: unknown) => unknown

const usualKeys: ReplyKeys = {
  size: ['size'],
  digest: ['hash', 'md5', 'sha1', 'sha256', 'hash_sha256'],
  id: ['id', 'url', 'name', 'code', 'downloadPage', 'identifier'],
}

/** Sizes are numbers, or their digits as text. */
const wrongSize =
  ({ size }: ReplyKeys): Change =>
  (key, value) => {
    if (!size.includes(key)) return value
    if (typeof value === 'number') return value + 1
    return typeof value === 'string' && /^\d+$/.test(value) ? String(Number(value) + 1) : value
  }
const wrongDigest =
  ({ digest }: ReplyKeys): Change =>
  (key, value) =>
    digest.includes(key) && typeof value === 'string'
      ? value.replaceAll(/[0-9a-f]/g, (digit) => (Number.parseInt(digit, 16) ^ 1).toString(16))
      : value
const noDigest =
  ({ digest }: ReplyKeys): Change =>
  (key, value) =>
    digest.includes(key) ? '' : value
const withoutId =
  ({ id }: ReplyKeys): Change =>
  (key, value) =>
    id.includes(key) ? undefined : value

const changed = (value: unknown, change: Change): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => change(key, inner)))
