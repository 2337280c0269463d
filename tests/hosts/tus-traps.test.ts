// What is tus's own: uploads that go on, pieces that are checked, addresses on other hosts, links by a template.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createHostHttp } from '#server/hosts/http.ts'
import { commonSettings } from '#server/hosts/kind.ts'
import { tus, tusKind } from '#server/hosts/tus.ts'
import { linkOf } from '#server/hosts/tus/copies.ts'
import type { TusConfig } from '#server/hosts/tus/api.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { startTusPeer } from './peers/tus-peer.ts'
import { failureOf } from './suite/outcomes.ts'
import { callOf, send, TestMemory, TestNote } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const MiB = 1024 ** 2
const entry = { id: 'uploads', kind: 'tus', name: 'Our uploads', url: 'https://tus.example/files' }
const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
const memory = new TestMemory()

const open = (url: string, more: Partial<TusConfig> = {}) =>
  tus(commonSettings.parse(entry), { url, headers: {}, linkTemplate: '{location}', pieceSize: 1000, http, ...more })

test('an upload that broke off goes on where the server stands', async () => {
  const peer = await startTusPeer()
  const host = open(peer.url)
  const [source, resume] = [testSource({ size: 16 * MiB, endsAfter: 10 * MiB }), new TestNote()]
  await failureOf(send({ host, memory }, source, { resume }))
  await expect.poll(() => peer.unfinished()).toBe(1)
  const whole = testSource({ size: 16 * MiB })
  // The bytes differ, so that what is there in the end shows where the second attempt began.
  const stored = await send({ host, memory }, whole, { resume })
  const bytes = await peer.download(stored.id)
  expect(bytes.length).toBe(16 * MiB)
  expect(createHash('sha256').update(bytes).digest('hex')).not.toBe(await whole.digest('sha256'))
  const added = peer.simulator.requests.filter(({ method }) => method === 'PATCH').at(-1)?.bytes ?? 0
  expect(added).toBeLessThan(16 * MiB)
  expect(peer.simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test('an upload that is whole is not sent again', async () => {
  const peer = await startTusPeer()
  const host = open(peer.url)
  const [source, resume] = [testSource({ size: 1000 }), new TestNote()]
  const stored = await send({ host, memory }, source, { resume })
  const again = source.again()
  expect(await send({ host, memory }, again, { resume })).toEqual(stored)
  expect(again.taken()).toBe(0)
})

test('an upload that the server forgot begins anew', async () => {
  const peer = await startTusPeer()
  const host = open(peer.url)
  const [source, resume] = [testSource({ size: 1000 }), new TestNote()]
  resume.note = JSON.stringify({ location: `${peer.url}/0123456789abcdef` })
  await send({ host, memory }, source, { resume })
  expect(await peer.held()).toMatchObject([{ sha256: await source.digest('sha256') }])
  peer.simulator.fail({ kind: 'status', status: 404 })
  await expect(send({ host, memory }, testSource({ size: 10 }), { resume: new TestNote() })).rejects.toMatchObject({
    kind: 'retry',
  })
})

test('a cancel takes the upload away', async () => {
  const peer = await startTusPeer()
  const cancel = new AbortController()
  const source = testSource({
    size: 64 * MiB,
    onProgress: (taken) => taken >= 4 * MiB && cancel.abort(new Error('no')),
  })
  const resume = new TestNote()
  await failureOf(send({ host: open(peer.url), memory }, source, { signal: cancel.signal, resume }))
  await expect.poll(() => peer.unfinished()).toBe(0)
  expect(resume.note).toBeNull()
})

test.for([
  [423, 'retry'],
  [409, 'retry'],
  [403, 'account'],
  [412, 'rejected'],
] as const)('%i is %s', async ([status, kind]) => {
  const peer = await startTusPeer()
  peer.simulator.fail({ kind: 'status', status })
  await expect(send({ host: open(peer.url), memory }, testSource({ size: 10 }))).rejects.toMatchObject({ kind })
})

test('an upload without an address is none', async () => {
  const peer = await startTusPeer()
  peer.simulator.fail({ kind: 'missing-id' })
  await expect(send({ host: open(peer.url), memory }, testSource({ size: 10 }))).rejects.toMatchObject({
    kind: 'unavailable',
  })
})

test('limits are told by the server, and deletion is refused where it does not know it', async () => {
  const peer = await startTusPeer({ maxSize: 5000, extensions: ['creation'] })
  const host = open(peer.url)
  expect(await host.readLimits(callOf({ memory }))).toMatchObject({ maxFileSize: 5000 })
  const stored = await send({ host, memory }, testSource({ size: 10 }))
  await expect(host.remove(stored, callOf({ memory }))).rejects.toMatchObject({ kind: 'rejected' })
})

/** The least of a tus server that checks pieces, of which it finds the second one wrong for once. */
async function checkingServer() {
  const pieces: Buffer[] = []
  let mistakes = 1
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request)
    const offset = () => pieces.reduce((sum, { length }) => sum + length, 0)
    if (request.method === 'OPTIONS')
      return response
        .writeHead(204, { 'tus-extension': 'creation,checksum', 'tus-checksum-algorithm': 'md5,sha1,crc32' })
        .end()
    if (request.method === 'POST') return response.writeHead(201, { location: '/files/one' }).end()
    if (request.method === 'HEAD') return response.writeHead(200, { 'upload-offset': offset() }).end()
    const due = `sha1 ${createHash('sha1').update(body).digest('base64')}`
    const isWrong = request.headers['upload-checksum'] !== due || (pieces.length === 1 && mistakes > 0)
    if (isWrong) {
      mistakes -= 1
      return response.writeHead(460).end()
    }
    pieces.push(body)
    return response.writeHead(204, { 'upload-offset': offset() }).end()
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  whenFileEnds(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The server listens on no port.')
  return { url: `http://127.0.0.1:${address.port}/files`, pieces, mistakes: () => mistakes }
}

test('where the server checks pieces each has its checksum, and a wrong one is sent again', async () => {
  const server = await checkingServer()
  const source = testSource({ size: 2500 })
  await send({ host: open(server.url), memory }, source)
  expect(server.mistakes()).toBe(0)
  expect(server.pieces.map(({ length }) => length)).toEqual([1000, 1000, 500])
  const sha256 = createHash('sha256').update(Buffer.concat(server.pieces)).digest('hex')
  expect(sha256).toBe(await source.digest('sha256'))
})

test('links are made of the address or its last part', () => {
  const link = (linkTemplate: string) => linkOf({ ...baseConfig, linkTemplate }, 'https://tus.example/files/a%20b')
  expect(link('{location}')).toBe('https://tus.example/files/a%20b')
  expect(link('https://files.example/d/{id}')).toBe('https://files.example/d/a%20b')
  expect(link('https://files.example/?of={location}')).toBe(
    'https://files.example/?of=https%3A%2F%2Ftus.example%2Ffiles%2Fa%2520b',
  )
})
const baseConfig = { url: 'https://tus.example/files', headers: {}, pieceSize: 1000, http }

test('an entry of a file becomes a host, and a link without a file in it is told', () => {
  const headers = { authorization: 'Bearer of-the-tests' }
  expect(tusKind.read({ ...entry, headers }).open(http)).toMatchObject({ id: 'uploads', digests: [] })
  expect(() => tusKind.read({ ...entry, linkTemplate: 'https://files.example/' })).toThrow(/location/)
  expect(() => tusKind.read({ ...entry, headers: { 'a b': 'c' } })).toThrow(/headers/)
})
