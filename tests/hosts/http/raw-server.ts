// A TCP server under the tests' own hand, for what no HTTP server does by itself: resets, silence, answers too early.
import { once } from 'node:events'
import net from 'node:net'

export type RawServer = AsyncDisposable & { url: string; connections: net.Socket[] }

/** Starts one on loopback that hands each connection to `handle`; disposing it closes every connection. */
export async function rawServer(handle: (socket: net.Socket) => void): Promise<RawServer> {
  const connections: net.Socket[] = []
  const server = net.createServer((socket) => {
    connections.push(socket)
    socket.on('error', () => undefined)
    handle(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    connections,
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Calls `react` once, when the connection has received `bytes` bytes, head included. */
export function afterBytes(socket: net.Socket, bytes: number, react: () => void): void {
  let seen = 0
  socket.on('data', (chunk) => {
    const before = seen
    seen += chunk.length
    if (before < bytes && seen >= bytes) react()
  })
}

/** A whole HTTP/1.1 response. */
export const response = (status: string, body: string, headers: readonly string[] = []): string =>
  [`HTTP/1.1 ${status}`, `content-length: ${Buffer.byteLength(body)}`, ...headers, '', body].join('\r\n')
