// Uploads over the wire: what each way of failing is called, and that a refusal is heard while the body still goes.
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout } from 'node:timers'
import { expect, test } from 'vitest'
import { HostError } from '#server/hosts/errors.ts'
import type { SendRequest } from '#server/hosts/http/send-file.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { bytes, failingAfter, stallingAfter } from './bytes.ts'
import { httpServer } from './http-server.ts'
import { afterBytes, rawServer, response } from './raw-server.ts'

const MiB = 1024 * 1024
const large = 32 * MiB
const impatient = createHostHttp({ idleMs: 300, replyMs: 300 })
const patient = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })

type Given = {
  url: string
  length: number
  chunks?: AsyncIterable<Uint8Array>
  signal?: AbortSignal
  http?: typeof impatient
}

const send = ({
  url,
  length,
  chunks = bytes(length),
  signal = new AbortController().signal,
  http = impatient,
}: Given) => {
  const request: SendRequest = {
    method: 'PUT',
    url,
    headers: { token: 'tell-nobody' },
    body: { length, chunks },
    signal,
  }
  return http.sendFile(request)
}

const failure = (sending: Promise<unknown>) =>
  sending.then(
    () => expect.unreachable('the upload passed for a success'),
    (error: unknown) => error,
  )

const hostFailure = async (sending: Promise<unknown>) => {
  const error = await failure(sending)
  if (!(error instanceof HostError)) throw error
  return error
}

test('the body arrives whole, under its exact length and not in chunks', async () => {
  const length = 5 * MiB + 1
  const digest = async (chunks: AsyncIterable<Uint8Array>) => {
    const hash = createHash('sha256')
    for await (const chunk of chunks) hash.update(chunk)
    return hash.digest('hex')
  }
  const seen = Promise.withResolvers<IncomingHttpHeaders>()
  await using server = await httpServer((request, reply) => {
    seen.resolve(request.headers)
    digest(request).then((told) => reply.writeHead(201).end(told), seen.reject)
  })
  const answer = await send({ url: server.url, length })
  expect(answer).toMatchObject({ status: 201, text: await digest(bytes(length)), complete: true })
  const headers = await seen.promise
  expect(headers['content-length']).toBe(String(length))
  expect(headers['transfer-encoding']).toBeUndefined()
  expect(headers.expect).toBeUndefined()
})

test('an early refusal stops the body and is the answer', async () => {
  await using server = await rawServer((socket) => {
    afterBytes(socket, MiB, () => socket.write(response('413 Too Large', '{"value":"file_too_large"}')))
  })
  let taken = 0
  async function* counted() {
    for await (const chunk of bytes(large)) {
      taken += chunk.length
      yield chunk
    }
  }
  const answer = await send({ url: server.url, length: large, chunks: counted() })
  expect(answer).toMatchObject({ status: 413, text: '{"value":"file_too_large"}' })
  expect(taken).toBeLessThan(large)
})

test('an early refusal is heard even when the next write fails before it was read', async () => {
  const gone = Promise.withResolvers<void>()
  await using server = await rawServer((socket) => {
    afterBytes(socket, 1024, () => {
      socket.write(response('413 Too Large', '{"value":"file_too_large"}'))
      socket.resetAndDestroy()
      gone.resolve()
    })
  })
  async function* racing() {
    yield Buffer.alloc(64 * 1024)
    await gone.promise
    yield* bytes(large - 64 * 1024)
  }
  const answer = await send({ url: server.url, length: large, chunks: racing() })
  expect(answer).toMatchObject({ status: 413, text: '{"value":"file_too_large"}' })
})

test('an early refusal is heard while the source is silent', async () => {
  await using server = await rawServer((socket) => {
    afterBytes(socket, MiB, () => socket.write(response('401 Unauthorized', '{}')))
  })
  expect(await send({ url: server.url, length: large, chunks: stallingAfter(2 * MiB) })).toMatchObject({ status: 401 })
})

test('an early success is none', async () => {
  await using server = await rawServer((socket) => {
    afterBytes(socket, MiB, () => socket.write(response('201 Created', '{"id":"a"}')))
  })
  const error = await hostFailure(send({ url: server.url, length: large, chunks: stallingAfter(2 * MiB) }))
  expect(error).toMatchObject({ kind: 'retry', message: 'answered before it had the whole file.' })
})

test('an answer that is heard before the last write is known to be out is the answer', async () => {
  await using server = await rawServer((socket) => {
    // Answers while the last bytes are still on their way in, and takes them then.
    socket.pause()
    socket.once('readable', () => {
      socket.write(response('200 OK', '{}'))
      setTimeout(() => socket.resume(), 100)
    })
  })
  const length = 16 * MiB
  async function* oneLastPiece() {
    yield Buffer.alloc(1)
    yield Buffer.alloc(length - 1)
  }
  const answer = await send({ url: server.url, length, chunks: oneLastPiece(), http: patient })
  expect(answer).toMatchObject({ status: 200, complete: true })
})

test('a connection that breaks in the middle is worth a retry', async () => {
  await using server = await rawServer((socket) => afterBytes(socket, MiB, () => socket.resetAndDestroy()))
  expect(await hostFailure(send({ url: server.url, length: large }))).toMatchObject({ kind: 'retry' })
})

test('a host that stops taking bytes is left', async () => {
  await using server = await rawServer((socket) => afterBytes(socket, MiB, () => socket.pause()))
  const error = await hostFailure(send({ url: server.url, length: large }))
  expect(error).toMatchObject({ kind: 'retry', message: 'did not take a byte for 1 s.' })
})

test('a source that is slower than the host is patient is not the fault of the host', async () => {
  await using server = await httpServer((request, reply) => request.resume().on('end', () => reply.end('{}')))
  async function* slow() {
    yield Buffer.alloc(MiB - 1)
    await new Promise((resolve) => setTimeout(resolve, 700))
    yield Buffer.alloc(1)
  }
  expect(await send({ url: server.url, length: MiB, chunks: slow() })).toMatchObject({ status: 200 })
})

test('a file of which every byte went out and no answer came has an unknown end', async () => {
  await using silent = await rawServer((socket) => socket.resume())
  expect(await hostFailure(send({ url: silent.url, length: 10 }))).toMatchObject({ kind: 'unknown' })
  await using closing = await rawServer((socket) => socket.once('data', () => socket.end()))
  expect(await hostFailure(send({ url: closing.url, length: 10 }))).toMatchObject({ kind: 'unknown' })
})

test('an answer that is cut in its body is told from a whole one', async () => {
  await using server = await rawServer((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"id":')),
  )
  expect(await send({ url: server.url, length: 10 })).toMatchObject({ complete: false, odd: 'unknown' })
})

test('a failing source is rethrown as it is', async () => {
  await using server = await rawServer((socket) => socket.resume())
  const error = new Error('staging broke')
  expect(await failure(send({ url: server.url, length: large, chunks: failingAfter(3 * MiB, error) }))).toBe(error)
})

test.for([
  ['ends early', 'The source ended after 9 of 10 bytes.', 9],
  ['gives too much', 'The source gave more than its 10 bytes.', 11],
] as const)('a source that %s is not sent as if it were whole', async ([, message, size]) => {
  await using server = await rawServer((socket) => socket.resume())
  const error = await failure(send({ url: server.url, length: 10, chunks: bytes(size) }))
  expect(error).not.toBeInstanceOf(HostError)
  expect(error).toMatchObject({ message })
})

test('a host that nobody can reach is worth a retry', async () => {
  const server = await rawServer(() => undefined)
  await server[Symbol.asyncDispose]()
  const error = await hostFailure(send({ url: server.url, length: 10 }))
  expect(error).toMatchObject({ kind: 'retry', message: 'could not be reached.' })
})

test('a host without TLS behind https is not to be trusted', async () => {
  await using server = await rawServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad\r\n\r\n')))
  const error = await hostFailure(send({ url: server.url.replace('http:', 'https:'), length: 10 }))
  expect(error).toMatchObject({ kind: 'unavailable' })
})

test.for(['before', 'during', 'after'] as const)(
  'a cancel %s the body ends with the reason it was given',
  async (when) => {
    const cancel = new AbortController()
    const reason = new Error('the user gave up')
    if (when === 'before') cancel.abort(reason)
    await using server = await rawServer((socket) => {
      if (when === 'during') afterBytes(socket, MiB, () => cancel.abort(reason))
      if (when === 'after') afterBytes(socket, 4 * MiB, () => cancel.abort(reason))
      socket.resume()
    })
    const length = when === 'during' ? large : 4 * MiB
    expect(await failure(send({ url: server.url, length, signal: cancel.signal }))).toBe(reason)
  },
)
