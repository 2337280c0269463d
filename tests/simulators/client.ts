// A plain HTTP client for the simulators' own tests: it tells what came back, early or not, and how the connection ended.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingHttpHeaders, request } from 'node:http'

export type Outcome = {
  /** 0 where no answer came. */
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** Whether the answer's body came to its declared end. */
  complete: boolean
  /** Bytes of the body handed to the connection before the answer or the end. */
  sent: number
}

type Sending = {
  method: string
  url: string
  headers?: Record<string, string | number>
  body?: Buffer
  /** Default: the exact length of `body`; null sends it chunked. */
  length?: number | null
  signal?: AbortSignal
}

/** Sends a request over a connection of its own, piece by piece, until it is all sent or an answer or a break comes. */
export async function exchange({ method, url, headers = {}, body, length, signal }: Sending): Promise<Outcome> {
  const declared = length === undefined ? (body?.length ?? 0) : length
  const outgoing = request(url, {
    method,
    agent: false,
    headers: { ...headers, ...(declared === null ? {} : { 'content-length': declared }) },
    ...(signal ? { signal } : {}),
  })
  const outcome: Outcome = { status: 0, headers: {}, text: '', complete: false, sent: 0 }
  const over = new Promise<void>((done) => {
    outgoing.on('error', () => done())
    outgoing.on('response', (incoming) => {
      outcome.status = incoming.statusCode ?? 0
      outcome.headers = incoming.headers
      incoming.setEncoding('utf8').on('data', (part: string) => {
        outcome.text += part
      })
      // A cut shows in `complete`.
      incoming
        .on('error', () => undefined)
        .once('close', () => {
          outcome.complete = incoming.complete
          done()
        })
    })
  })
  const broken = over.then(() => 'over' as const)
  const step = 65_536
  for (let at = 0; at < (body?.length ?? 0) && outcome.status === 0 && !outgoing.destroyed; at += step) {
    const piece = body?.subarray(at, at + step)
    const ready = outgoing.write(piece)
    outcome.sent += piece?.length ?? 0
    if (!ready && (await Promise.race([once(outgoing, 'drain').catch(() => 'over'), broken])) === 'over') break
  }
  if (outcome.status === 0 && !outgoing.destroyed) outgoing.end()
  await over
  outgoing.destroy()
  return outcome
}

/** A JSON call; `value` is the parsed reply. */
export async function call(
  method: string,
  url: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
) {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return { status: response.status, headers: response.headers, text, value: isJson ? JSON.parse(text) : undefined }
}

export type FormPart =
  | { name: string; value: string }
  | { name: string; fileName: string; bytes: Buffer; type?: string }

/** A multipart body with the parts in the order given, names quoted as browsers do. */
export function form(parts: readonly FormPart[]): { body: Buffer; headers: Record<string, string> } {
  const boundary = `----test${randomUUID()}`
  const quoted = (text: string) => text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  const pieces = parts.flatMap((part) => {
    const start = `--${boundary}\r\nContent-Disposition: form-data; name="${part.name}"`
    if ('value' in part) return [Buffer.from(`${start}\r\n\r\n${part.value}\r\n`)]
    const type = part.type ?? 'application/octet-stream'
    const head = `${start}; filename="${quoted(part.fileName)}"\r\nContent-Type: ${type}\r\n\r\n`
    return [Buffer.from(head), part.bytes, Buffer.from('\r\n')]
  })
  return {
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}
