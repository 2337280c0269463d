// Small calls over the wire: deadlines, kept connections that went stale, and what a lost answer means for a read and a write.
import { expect, test } from 'vitest'
import { HostError } from '#server/hosts/errors.ts'
import type { CallRequest } from '#server/hosts/http/call.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { httpServer } from './http-server.ts'
import { rawServer, response } from './raw-server.ts'

const patient = createHostHttp({ idleMs: 20_000, replyMs: 20_000 })
const impatient = createHostHttp({ idleMs: 300, replyMs: 20_000 })

const ask = (request: Partial<CallRequest> & { url: string }, http = patient) =>
  http.call({ method: 'GET', signal: new AbortController().signal, ...request })

const failure = async (asking: Promise<unknown>) => {
  const error = await asking.then(
    () => expect.unreachable('the call passed for a success'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof HostError)) throw error
  return error
}

test('a call sends JSON under its exact length, and says who it is', async () => {
  await using server = await httpServer((request, reply) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part
    })
    request.on('end', () => reply.end(JSON.stringify({ body, headers: request.headers })))
  })
  const { text } = await ask({ url: server.url, method: 'POST', json: { name: 'ü' } })
  expect(JSON.parse(text)).toMatchObject({
    body: '{"name":"ü"}',
    headers: {
      'content-length': '13',
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^EasyMirror/),
    },
  })
})

test.for([
  ['GET', 'retry'],
  ['POST', 'unknown'],
] as const)('a %s that nobody answers is of kind %s', async ([method, kind]) => {
  await using silent = await rawServer((socket) => socket.resume())
  expect(await failure(ask({ url: silent.url, method }, impatient))).toMatchObject({ kind })
  await using closing = await rawServer((socket) => socket.once('data', () => socket.end()))
  expect(await failure(ask({ url: closing.url, method }))).toMatchObject({ kind })
})

test('a host that may work for minutes is waited for', async () => {
  await using server = await httpServer((_, reply) => void setTimeout(() => reply.end('{}'), 900))
  expect(await failure(ask({ url: server.url }, impatient))).toMatchObject({ kind: 'retry' })
  expect(await ask({ url: server.url, slow: true }, impatient)).toMatchObject({ status: 200, complete: true })
})

test('a host that answers drop by drop is not waited for', async () => {
  await using server = await rawServer((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
      const drops = setInterval(() => socket.write('x'), 50)
      socket.once('close', () => clearInterval(drops))
    })
  })
  const http = createHostHttp({ idleMs: 1000, replyMs: 1000 })
  expect(await ask({ url: server.url }, http)).toMatchObject({ status: 200, complete: false })
})

test('an answer that is too long is cut, not kept', async () => {
  await using server = await httpServer((_, reply) => reply.end('a'.repeat(5000)))
  const answer = await ask({ url: server.url, maxBytes: 4000 })
  expect(answer.complete).toBe(false)
  expect(answer.text.length).toBeLessThanOrEqual(4000)
})

test('a read goes on when the host has closed the kept connection', async () => {
  let connections = 0
  await using server = await rawServer((socket) => {
    connections += 1
    // The second request on a connection meets a closed door.
    socket.once('data', () => {
      socket.write(response('200 OK', '{}'))
      socket.once('data', () => socket.resetAndDestroy())
    })
  })
  const http = createHostHttp({ idleMs: 20_000, replyMs: 20_000 })
  expect((await ask({ url: server.url }, http)).status).toBe(200)
  expect((await ask({ url: server.url }, http)).status).toBe(200)
  expect(connections).toBe(2)
  http.close()
})

test('a write never goes out twice', async () => {
  let requests = 0
  await using server = await rawServer((socket) => {
    socket.on('data', () => {
      requests += 1
      socket.resetAndDestroy()
    })
  })
  expect(await failure(ask({ url: server.url, method: 'POST', json: {} }))).toMatchObject({ kind: 'unknown' })
  expect(requests).toBe(1)
})

test('a redirect is an answer like others', async () => {
  await using server = await httpServer((request, reply) => {
    reply.writeHead(request.url === '/' ? 302 : 200, { location: '/elsewhere' }).end()
  })
  expect((await ask({ url: server.url })).status).toBe(302)
})

test('a cancel ends the call with the reason it was given', async () => {
  const reason = new Error('the process stops')
  const cancel = new AbortController()
  await using server = await rawServer((socket) => socket.once('data', () => cancel.abort(reason)))
  await expect(ask({ url: server.url, signal: cancel.signal })).rejects.toBe(reason)
  await expect(ask({ url: server.url, signal: cancel.signal })).rejects.toBe(reason)
})

test('a name that resolves to this machine is not called where only public ones may be', async () => {
  await using server = await httpServer((_, reply) => reply.end('{}'))
  const url = server.url.replace('127.0.0.1', 'localhost')
  expect(await failure(ask({ url, publicOnly: true }))).toMatchObject({ kind: 'unavailable' })
  expect((await ask({ url: server.url })).status).toBe(200)
})
