// Stands before the embedded storage and passes everything on as it came, but for the faults that it is told to strike with.
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Exchange } from '#tests/simulators/exchange.ts'
import type { Operation } from '#tests/simulators/fault.ts'
import type { Reply } from '#tests/simulators/reply.ts'
import type { Handler, Route } from '#tests/simulators/routes.ts'
import { startServer } from '#tests/simulators/server.ts'
import type { Simulator } from '#tests/simulators/simulator.ts'

type FrontOptions = {
  storageUrl: string
  /** Told in the header of each answer to a PUT, as a storage does that encrypts by itself. */
  encryption?: string
}

/** Starts the front of a storage; what is signed for the front's address stays valid behind it. */
export function startStorageFront(options: FrontOptions): Promise<Simulator<'storage'>> {
  const model = {
    id: 'storage' as const,
    env: {},
    routes: ['PUT', 'POST', 'GET', 'DELETE'].map((method) => anyPath(method, forwardTo(options))),
    refine: async (exchange: Exchange) => operationOf(exchange),
    refusal: s3Refusal,
    softError: () => ({ ...s3Refusal(500), status: 200 }),
    groups: () => [],
    reset: () => undefined,
  }
  return startServer(() => model, {})
}

const anyPath = (method: string, handle: Handler): Route => ({
  method,
  pattern: /^\/(?<name>.+)$/,
  operation: 'upload',
  handle,
})

function operationOf({ method, query }: Exchange): Operation {
  if (method === 'PUT') return query.has('partNumber') ? 'chunk' : 'upload'
  if (method === 'POST') return query.has('uploads') ? 'group' : 'finish'
  if (method === 'HEAD') return 'info'
  return method === 'DELETE' ? 'delete' : 'download'
}

const codes: Partial<Record<number, string>> = {
  401: 'AccessDenied',
  403: 'AccessDenied',
  404: 'NoSuchKey',
  413: 'EntityTooLarge',
  500: 'InternalError',
  503: 'SlowDown',
}

const s3Refusal = (status: number): Reply => ({
  status,
  body: {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${codes[status] ?? 'Refused'}</Code></Error>`,
    type: 'application/xml',
  },
})

const forwardTo =
  ({ storageUrl, encryption }: FrontOptions): Handler =>
  async (exchange) => {
    const { hostname, port } = new URL(storageUrl)
    const { method, target, headers, signal } = exchange
    const outgoing = request({ hostname, port, path: target, method, headers, signal, agent: false })
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve).once('error', reject)
    })
    // A body that the storage does not want breaks off here, and the storage's answer says why.
    pipeline(exchange.body(), outgoing).catch(() => undefined)
    const answer = await answered
    let text = ''
    for await (const part of answer.setEncoding('utf8')) text += String(part)
    const type = answer.headers['content-type'] ?? 'application/xml'
    const encrypted = method === 'PUT' && encryption ? { 'x-amz-server-side-encryption': encryption } : {}
    const passed = { ...kept(answer.headers, method), ...encrypted }
    return { status: answer.statusCode ?? 0, headers: passed, body: { text, type } }
  }

/** The length of a body is that of what is sent on; of a HEAD, which has none, it is the object's. */
function kept(headers: IncomingHttpHeaders, method: string): Record<string, string> {
  const hop = [
    'connection',
    'keep-alive',
    'transfer-encoding',
    'content-type',
    ...(method === 'HEAD' ? [] : ['content-length']),
  ]
  const flat = Object.entries(headers).filter(([name, value]) => !hop.includes(name) && typeof value === 'string')
  return Object.fromEntries(flat.map(([name, value]) => [name, String(value)]))
}
