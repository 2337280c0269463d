// Stands before a real server and passes everything on as it came, both ways, but for the faults that it is told to strike with.
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Exchange } from '#tests/simulators/exchange.ts'
import type { FaultKind, Operation } from '#tests/simulators/fault.ts'
import type { Reply } from '#tests/simulators/reply.ts'
import type { Handler, Route } from '#tests/simulators/routes.ts'
import { type Ground, type HostModel, startServer } from '#tests/simulators/server.ts'
import type { SimulatedGroup, Simulator } from '#tests/simulators/simulator.ts'
import { spoilTold, type Told } from './told.ts'

export type FrontOptions<Id extends string> = {
  id: Id
  /** The server behind, without a slash at the end. */
  peerUrl: string
  /** What the protocol asks with; anything else is refused with 404. HEAD comes with GET. */
  methods: readonly string[]
  operationOf: (exchange: Exchange) => Operation
  /** What a server of this protocol sends with a status. */
  refusal: (status: number) => Reply
  /** The headers and XML elements that tell of a file. */
  told?: Told
  /** Where faults of a kind strike when they do not say. */
  faultDefaults?: Partial<Record<FaultKind, Operation>>
  /** More headers for the answer to a request. */
  moreHeaders?: (exchange: Exchange) => Record<string, string>
  /** Folders as they are now. */
  groups?: () => SimulatedGroup[]
  /** Bodies of more bytes than these are refused with 413 before they are read, as a proxy does. */
  largestBody?: number
}

/** Starts the front of a server. What is signed for the front's address stays valid behind it, for the Host header is passed on. */
export const startFront = <Id extends string>(options: FrontOptions<Id>): Promise<Simulator<Id>> =>
  startServer((ground) => modelOf(ground, options), {})

function modelOf<Id extends string>({ origin }: Ground, options: FrontOptions<Id>): HostModel<Id> {
  const { id, methods, operationOf, refusal, told, faultDefaults, largestBody = Number.POSITIVE_INFINITY } = options
  const forward = forwardTo(options, origin)
  const handle: Handler = (exchange) => ((exchange.length ?? 0) > largestBody ? refusal(413) : forward(exchange))
  return {
    id,
    env: {},
    routes: methods.map((method) => anyPath(method, handle)),
    refine: async (exchange) => operationOf(exchange),
    refusal,
    softError: () => ({ ...refusal(500), status: 200 }),
    ...(told && { spoil: spoilTold(told) }),
    ...(faultDefaults && { faultDefaults }),
    groups: options.groups ?? (() => []),
    reset: () => undefined,
  }
}

/** The operation is told from the whole exchange, later. */
const anyPath = (method: string, handle: Handler): Route => ({
  method,
  pattern: /^\/(?<name>.*)$/,
  operation: 'upload',
  handle,
})

function forwardTo<Id extends string>({ peerUrl, moreHeaders }: FrontOptions<Id>, origin: string): Handler {
  const { hostname, port } = new URL(peerUrl)
  return async (exchange) => {
    const { method, target, headers, signal } = exchange
    const outgoing = request({
      hostname,
      port,
      path: target,
      method,
      headers: withoutHops(headers),
      signal,
      agent: false,
    })
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve).once('error', reject)
    })
    // A body that the server does not want breaks off here, and the server's answer says why.
    pipeline(exchange.body(), outgoing).catch(() => undefined)
    const answer = await answered
    const bytes = await buffer(answer)
    const passed = {
      ...flat(answer.headers, method, (url) => url.replace(peerUrl, origin)),
      ...moreHeaders?.(exchange),
    }
    return {
      status: answer.statusCode ?? 0,
      headers: passed,
      body: bodyOf(bytes, answer.headers['content-type'] ?? ''),
    }
  }
}

/** Texts can be spoiled by faults, and so can a body that is not there. */
function bodyOf(bytes: Buffer, type: string): Reply['body'] {
  const isText = bytes.length === 0 || /^text\/|[/+](?:xml|json)\b/.test(type)
  return isText ? { text: bytes.toString('utf8'), type } : { bytes, type }
}

/** What holds for one connection only. */
const hops = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const withoutHops = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hops.has(name)))

/** The length of a body is that of what is sent on; of a HEAD, which has none, it is the file's. */
function flat(headers: IncomingHttpHeaders, method: string, toFront: (url: string) => string): Record<string, string> {
  const told = Object.entries(withoutHops(headers)).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || name === 'content-type') return []
    if (name === 'content-length' && method !== 'HEAD') return []
    const text = Array.isArray(value) ? value.join(', ') : value
    return [[name, name === 'location' || name === 'content-location' ? toFront(text) : text]]
  })
  return Object.fromEntries(told)
}
