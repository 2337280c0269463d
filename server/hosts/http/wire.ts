// One HTTP/1.1 request on its way to a host, and whether a byte of it can have left us.
import http from 'node:http'
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { publicLookup } from '#server/hosts/node-url.ts'
import type { Agents } from './patient-socket.ts'

export type Opening = {
  method: string
  url: string
  headers: OutgoingHttpHeaders
  /** The address came from a host's reply: refuse names that resolve to a private address. */
  publicOnly: boolean
  agents: Agents
}

export type Wire = {
  request: ClientRequest
  /** Settles once; redirects are answers like others and are never followed. */
  answered: Promise<IncomingMessage>
  /** Whether the connection (and its TLS) stands, so that bytes may have left. */
  connected(): boolean
}

/** Every request says who we are and asks for bytes as they are. */
const ownHeaders = { 'user-agent': 'EasyMirror/0.1', accept: 'application/json', 'accept-encoding': 'identity' }

/** Opens a request; its body is the caller's to write. Never throws for what the network does: `answered` rejects. */
export function openWire({ method, url, headers, publicOnly, agents }: Opening): Wire {
  const target = new URL(url)
  const secure = target.protocol === 'https:'
  const options = {
    method,
    headers: { ...ownHeaders, ...headers },
    agent: secure ? agents.https : agents.http,
    ...(publicOnly && { lookup: publicLookup }),
  }
  const request = secure ? https.request(target, options) : http.request(target, options)
  let connected = false
  request.once('socket', (socket) => {
    if (request.reusedSocket) connected = true
    else socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true))
  })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    request.on('error', reject)
    request.once('close', () => reject(new Error('closed')))
  })
  answered.catch(() => undefined)
  return { request, answered, connected: () => connected }
}
