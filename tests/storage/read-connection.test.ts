// The way in from storage, byte by byte: heads in pieces, lengths that are wrong, back-pressure, connections used again.
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { NoAnswerError } from '#server/storage/read-connection.ts'
import { ReadConnections } from '#server/storage/read-connections.ts'
import { readBuffers } from '#server/storage/read-buffers.ts'
import { bytes } from '#tests/hosts/http/bytes.ts'
import { rawServer, type RawServer } from '#tests/hosts/http/raw-server.ts'

const MiB = 1024 ** 2
const { signal } = new AbortController()

/** Answers each request in turn by its own hand; the last one answers all that follow. */
const answering = (...answers: ((socket: Socket) => unknown)[]) =>
  rawServer((socket) => {
    let turn = 0
    socket.on('data', () => answers[Math.min(turn++, answers.length - 1)]?.(socket))
  })

const head = (length: number, more = '') => `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n${more}\r\n`
const connectionTo = ({ url }: RawServer) => new ReadConnections().open(new URL(url))

async function bodyOf(connection: ReturnType<typeof connectionTo>): Promise<string> {
  let text = ''
  for (let piece = await connection.read(); piece; piece = await connection.read()) {
    text += Buffer.from(piece).toString('latin1')
    readBuffers().recycle(piece)
  }
  return text
}

test('a head that comes byte by byte, behind an interim answer, is read like any other', async () => {
  await using server = await answering(async (socket) => {
    for (const byte of `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${head(5, 'ETag:  "a"\r\n')}hello`)
      await new Promise((resolve) => socket.write(byte, resolve))
  })
  const connection = connectionTo(server)
  const answer = await connection.get('/', {}, signal)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('etag')).toBe('"a"')
  expect(await bodyOf(connection)).toBe('hello')
  expect(connection.canBeReused()).toBe(true)
})

test.each([
  ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
  ['a head without an end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`],
])('an answer with %s is an error', async (_name, answer) => {
  await using server = await answering((socket) => socket.write(answer))
  await expect(connectionTo(server).get('/', {}, signal)).rejects.toThrow()
})

test.each([
  ['an error page in chunks, as AWS sends them', 412, 'Transfer-Encoding: chunked\r\n\r\n5\r\n<xml>\r\n0\r\n\r\n'],
  ['a page in chunks that also names a length', 200, 'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello'],
  ['a page without a length', 200, '\r\nhello'],
])('%s is an answer with a status, whose length nobody knows, and after which nothing follows', async (...page) => {
  const [, status, rest] = page
  await using server = await answering((socket) => socket.write(`HTTP/1.1 ${status} So\r\n${rest}`))
  const connection = connectionTo(server)
  const answer = await connection.get('/', {}, signal)
  expect(answer).toMatchObject({ status, bodyLength: null })
  expect(connection.canBeReused()).toBe(false)
})

test.each([
  ['more bytes than it announced', (socket: Socket) => socket.write(`${head(3)}hello`)],
  ['fewer bytes than it announced', (socket: Socket) => socket.end(`${head(9)}hello`)],
])('an answer with %s never ends like a whole one', async (_name, answer) => {
  await using server = await answering(answer)
  const connection = connectionTo(server)
  const reading = connection.get('/', {}, signal).then(() => bodyOf(connection))
  await expect(reading).rejects.toThrow()
  expect(connection.canBeReused()).toBe(false)
})

test('a connection that closes before its answer says so, which tells a stale one from a fault', async () => {
  await using server = await answering((socket) => socket.resetAndDestroy())
  await expect(connectionTo(server).get('/', {}, signal)).rejects.toBeInstanceOf(NoAnswerError)
})

test('a whole answer leaves its connection to the next request, unless the server closes it', async () => {
  await using server = await answering(
    (socket) => socket.write(`${head(2)}ok`),
    (socket) => socket.write(`${head(2, 'Connection: close\r\n')}ok`),
    (socket) => socket.write(`${head(2)}ok`),
  )
  const connections = new ReadConnections()
  const origin = new URL(server.url)
  for (let request = 0; request < 3; request++) {
    const connection = connections.take(origin)
    await connection.get('/', {}, signal)
    expect(await bodyOf(connection)).toBe('ok')
    connections.giveBack(origin, connection)
  }
  expect(server.connections).toHaveLength(2)
})

test('who does not read holds the network back, and memory is used again', async () => {
  const size = 64 * MiB
  let sent = 0
  await using server = await answering(async (socket) => {
    socket.write(head(size))
    for await (const chunk of bytes(size)) {
      sent += chunk.length
      if (!socket.write(chunk)) await new Promise((resolve) => socket.once('drain', resolve))
    }
  })
  const connection = connectionTo(server)
  await connection.get('/', {}, signal)
  await expect.poll(() => connection.buffered).toBeGreaterThanOrEqual(MiB)
  const before = sent
  await sleep(200)
  expect(connection.buffered).toBeLessThan(2 * MiB)
  expect(sent - before).toBeLessThan(size / 2)
  const memory = new Set<ArrayBufferLike>()
  let taken = 0
  for (let piece = await connection.read(); piece; piece = await connection.read()) {
    taken += piece.length
    memory.add(piece.buffer)
    readBuffers().recycle(piece)
  }
  expect(taken).toBe(size)
  expect(memory.size).toBeLessThan(40)
})

test('a read that is stopped ends at once', async () => {
  await using server = await answering(() => undefined)
  const stop = new AbortController()
  const reading = connectionTo(server).get('/', {}, stop.signal)
  stop.abort(new Error('enough'))
  await expect(reading).rejects.toThrow('enough')
})
