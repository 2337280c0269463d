// Replies as values, and how they are sent: whole, early with a close after, cut, or as a file.
import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Exchange } from './exchange.ts'

export type FileBody = {
  path: string
  size: number
  type: string
  name: string
  /** The length that HEAD tells, where it is another than the size. */
  told?: number
}

export type Reply = {
  status: number
  headers?: Record<string, string>
  /** A `type` that is empty is not sent. */
  body:
    | JsonBody
    | { html: string }
    | { text: string; type: string }
    | { bytes: Buffer; type: string }
    | { file: FileBody }
    | { padded: Padded }
  /** For an answer before the end of the body: how long to go on reading before the connection closes, in ms. Default 1000. */
  lingerMs?: number
  /** The connection closes after half of the body. */
  cut?: boolean
}

/** PHP writes every `/` of its JSON as `\/`, unless it is told not to. */
type JsonBody = { json: unknown; slashes?: 'escaped' }

/** So many bytes, written as they are taken. */
type Padded = { start: string; end: string; bytes: number; type: string }

/** JSON that is valid and far too long. */
export function paddedJson(value: unknown, bytes: number): Padded {
  const isList = Array.isArray(value)
  const start = `${JSON.stringify(value).slice(0, -1)}${isList ? ',"' : ',"padding":"'}`
  return { start, end: isList ? '"]' : '"}', bytes, type: 'application/json' }
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { json: value },
})

/** Plain text, such as an address or a sentence. */
export const plain = (status: number, text: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { text, type: 'text/plain; charset=utf-8' },
})

export const html = (status: number, text: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { html: text },
})

/** Sends a reply. If the request's body was not read to its end, the connection closes after it. */
export async function send(exchange: Exchange, response: ServerResponse, reply: Reply): Promise<void> {
  if ('file' in reply.body) return sendFile(exchange, response, { ...reply, file: reply.body.file })
  if ('padded' in reply.body) return sendPadded(response, reply, reply.body.padded)
  const { bytes, type } = bytesOf(reply.body)
  // Servers swallow what is left of a small body rather than close over it.
  if (reply.lingerMs === undefined && (exchange.length ?? 0) <= 65_536) await exchange.drain()
  const early = !exchange.complete
  // What has no body tells no length: of a HEAD that would be the file's.
  const bodiless = reply.status === 204 || (exchange.method === 'HEAD' && bytes.length === 0)
  response.writeHead(reply.status, {
    ...(type === '' ? {} : { 'content-type': type }),
    ...(bodiless ? {} : { 'content-length': bytes.length }),
    ...(early ? { connection: 'close' } : {}),
    ...reply.headers,
  })
  if (reply.cut) {
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
    return
  }
  if (!early) {
    response.end(bytes)
    return
  }
  await new Promise((written) => response.write(bytes, written))
  await linger(exchange, response, reply.lingerMs ?? 1000)
}

const bytesOf = (body: Exclude<Reply['body'], { file: FileBody } | { padded: Padded }>) => {
  const of = (text: string, type: string) => ({ bytes: Buffer.from(text, 'utf8'), type })
  if ('json' in body) return of(jsonText(body), 'application/json; charset=utf-8')
  if ('html' in body) return of(body.html, 'text/html; charset=utf-8')
  return 'text' in body ? of(body.text, body.type) : body
}

const jsonText = ({ json: value, slashes }: JsonBody): string =>
  slashes === 'escaped' ? JSON.stringify(value).replaceAll('/', String.raw`\/`) : JSON.stringify(value)

/**
 * Goes on reading for a while after an early answer, as nginx does: closing with unread bytes resets the connection,
 * and the client may then never see the answer.
 */
async function linger(exchange: Exchange, response: ServerResponse, ms: number): Promise<void> {
  if (ms === 0) {
    response.socket?.resetAndDestroy()
    return
  }
  const watchdog = setTimeout(() => response.destroy(), ms)
  await exchange.drain().catch(() => undefined)
  clearTimeout(watchdog)
  response.end()
}

async function sendPadded(response: ServerResponse, { status }: Reply, padded: Padded): Promise<void> {
  const { start, end, bytes, type } = padded
  const block = Buffer.alloc(65_536, 'a')
  response.writeHead(status, { 'content-type': type })
  await pipeline(async function* () {
    yield start
    for (let left = bytes - start.length - end.length; left > 0; left -= block.length) yield block.subarray(0, left)
    yield end
  }, response)
}

type FileReply = Reply & { file: FileBody }

async function sendFile(exchange: Exchange, response: ServerResponse, { status, file, headers }: FileReply) {
  const range = /^bytes=(\d+)-(\d*)$/.exec(exchange.headers.range ?? '')
  const start = range ? Number(range[1]) : 0
  const end = range?.[2] ? Math.min(Number(range[2]), file.size - 1) : file.size - 1
  response.writeHead(range ? 206 : status, {
    'content-type': file.type,
    'content-length': exchange.method === 'HEAD' ? (file.told ?? file.size) : end - start + 1,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'accept-ranges': 'bytes',
    ...(range ? { 'content-range': `bytes ${start}-${end}/${file.size}` } : {}),
    ...headers,
  })
  if (exchange.method === 'HEAD' || file.size === 0) response.end()
  else await pipeline(createReadStream(file.path, { start, end }), response)
}
