// Serves route handlers, functions from a `Request` to a `Response`, over real HTTP as Next does.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { whenFileEnds } from './cleanup.ts'

export type RouteHandler = (request: Request) => Promise<Response>
type Routes = (request: Request) => RouteHandler | undefined

/** Starts a server on a free port of 127.0.0.1 that ends with the test file, and gives its URL, with no slash at the end. */
export async function serveRoutes(routes: Routes): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, routes).catch((error: unknown) =>
      outgoing.destroy(error instanceof Error ? error : undefined),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  whenFileEnds(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A server that listens has a port.')
  return `http://127.0.0.1:${address.port}`
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, routes: Routes): Promise<void> {
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort())
  const request = await toRequest(incoming, gone.signal)
  const response = (await routes(request)?.(request)) ?? new Response('no such route', { status: 404 })
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  outgoing.setHeader('set-cookie', response.headers.getSetCookie())
  outgoing.flushHeaders()
  if (response.body) await send(response.body.getReader(), outgoing)
  outgoing.end()
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers))
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, one)
  const url = `http://${incoming.headers.host}${incoming.url}`
  const method = incoming.method ?? 'GET'
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers, signal })
  return new Request(url, { method, headers, signal, body: new Uint8Array(await buffer(incoming)) })
}

/** Until the body ends or the visitor leaves. */
async function send(body: ReadableStreamDefaultReader<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  outgoing.once('close', () => void body.cancel())
  for (let piece = await body.read(); !piece.done; piece = await body.read()) outgoing.write(piece.value)
}
