// Connections for uploads are kept for the next file, but never after an exchange that was not whole, and not for long.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createHostHttp } from '#server/hosts/http.ts'
import { bytes } from './bytes.ts'
import { httpServer } from './http-server.ts'
import { rawServer, response } from './raw-server.ts'

const KiB = 1024
const patient = createHostHttp({ idleMs: 20_000, replyMs: 20_000 })

const send = (url: string, length = 16 * KiB) => {
  const { signal } = new AbortController()
  return patient.sendFile({ method: 'PUT', url, headers: {}, body: { length, chunks: bytes(length) }, signal })
}

/** Counts the connections of those requests that come whole. */
async function counting(status = 200) {
  const sockets = new Set<unknown>()
  const server = await httpServer((request, reply) => {
    sockets.add(request.socket)
    request.resume().on('end', () => reply.writeHead(status).end('{}'))
  })
  return { server, connections: () => sockets.size }
}

test('small files go one after the other over one connection', async () => {
  const { server, connections } = await counting()
  await using _closed = server
  for (let file = 0; file < 5; file++) expect((await send(server.url)).status).toBe(200)
  expect(connections()).toBe(1)
})

test('a connection that was idle for more than a second is not used again', async () => {
  const { server, connections } = await counting()
  await using _closed = server
  await send(server.url)
  await sleep(1_500)
  await send(server.url)
  expect(connections()).toBe(2)
})

test('a refusal before the last byte ends its connection', async () => {
  await using server = await rawServer((socket) => {
    socket.once('data', () => socket.write(response('413 Payload Too Large', 'no')))
  })
  expect((await send(server.url, 16 * KiB * KiB)).status).toBe(413)
  expect((await send(server.url, 16 * KiB * KiB)).status).toBe(413)
  expect(server.connections).toHaveLength(2)
})

test('a file whose kept connection breaks counts as sent to an unknown end, never as lost', async () => {
  await using server = await rawServer((socket) => {
    let requests = 0
    socket.on('data', (data) => {
      if (!data.toString('latin1').startsWith('PUT')) return
      requests += 1
      if (requests === 2) socket.resetAndDestroy()
      else setImmediate(() => socket.write(response('200 OK', '{}')))
    })
  })
  expect((await send(server.url, 10)).status).toBe(200)
  await expect(send(server.url, 10)).rejects.toMatchObject({ kind: 'unknown' })
})
