// The one HTTP server: `/storage` to the embedded storage, the rest to the application, 503 until each is there.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Environment } from '#server/env.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { answerNumbered } from './request-log.ts'
import { StartError } from './start-error.ts'

export const STORAGE_PREFIX = '/storage'

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

export type Front = {
  server: Server
  /** `storage`: undefined when the storage is outside, and its path then is the application's like any other. */
  serve(handlers: { storage?: Handler; application?: Handler }): void
  /**
   * Lets running answers end for `drainMs`, in which what they ask of the storage still comes in at this door, then takes no
   * new connection and cuts the rest.
   */
  close(drainMs: number): Promise<void>
}

/** Longer than proxies keep an idle connection, so that it is they who close it, and no request meets a closed door. */
const KEEP_ALIVE_MS = 75_000
const LOOK_MS = 20

/**
 * Listens on `HOST` and `PORT`.
 * @throws {StartError} when the port is taken, or the address is not this machine's
 */
export async function openFront({ HOST, PORT }: Environment): Promise<Front> {
  let handlers: { storage?: Handler; application?: Handler } = {}
  let running = 0
  // Node's default cuts a body after 300 s, however steadily it comes; the storage watches its own uploads.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const stopping = lifecycle().stopping.aborted
    if (stopping) response.setHeader('Connection', 'close')
    // While the process stops, what runs in it may still read its files from the storage.
    const application = stopping ? undefined : handlers.application
    const handler = isForStorage(request) ? (handlers.storage ?? application) : application
    if (!handler) return answerNotReady(request, response)
    running++
    response.once('close', () => running--)
    answerNumbered(handler, request, response)
  })
  await listen(server, { host: HOST, port: PORT })
  return {
    server,
    serve: (more) => {
      handlers = { ...handlers, ...more }
    },
    close: async (drainMs) => {
      const deadline = performance.now() + drainMs
      while (running > 0 && performance.now() < deadline) await sleep(LOOK_MS)
      await close(server)
    },
  }
}

const isForStorage = ({ url = '' }: IncomingMessage) =>
  url.startsWith(STORAGE_PREFIX) &&
  (url.length === STORAGE_PREFIX.length || '/?'.includes(url.charAt(STORAGE_PREFIX.length)))

function answerNotReady(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'text/plain; charset=utf-8' })
  response.end(request.method === 'HEAD' ? undefined : 'EasyMirror is starting or stopping. Try again in a second.\n')
}

const reasons: Record<string, string> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'may not be used by this user',
  EADDRNOTAVAIL: 'is not an address of this machine',
  ENOTFOUND: 'is not an address of this machine',
}

const listen = (server: Server, at: { host: string; port: number }) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = reasons[error.code ?? ''] ?? `cannot be used (${error.code ?? 'unknown'})`
      reject(new StartError(`PORT: ${at.port} on ${at.host} ${reason}: set PORT or HOST to one that is free.`, error))
    })
    server.listen(at, resolve)
  })

const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
