// A small HTTP server for one test.
import { once } from 'node:events'
import http from 'node:http'

export type TestServer = AsyncDisposable & { url: string }

/** Starts one on loopback; disposing it closes every connection. */
export async function httpServer(listener: http.RequestListener): Promise<TestServer> {
  const server = http.createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
