// The tus server takes an upload in pieces through its front, and the front can fail.
import { createHash, randomBytes } from 'node:crypto'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { exchange } from '#tests/simulators/client.ts'
import { startTusPeer, type TusPeer } from './tus-peer.ts'

const bytes = randomBytes(100_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const base64 = (text: string) => Buffer.from(text).toString('base64')
const version = { 'tus-resumable': '1.0.0' }

let tus: TusPeer
beforeAll(async () => {
  tus = await startTusPeer({ maxSize: 1_000_000 })
})
beforeEach(() => tus.reset())

const create = (size = bytes.length) =>
  exchange({
    method: 'POST',
    url: tus.url,
    headers: { ...version, 'upload-length': size, 'upload-metadata': `filename ${base64('naïve "q".bin')}` },
  })
const patch = (url: string, offset: number, body: Buffer) =>
  exchange({
    method: 'PATCH',
    url,
    headers: { ...version, 'upload-offset': offset, 'content-type': 'application/offset+octet-stream' },
    body,
  })
const offsetOf = async (url: string) =>
  (await exchange({ method: 'HEAD', url, headers: version })).headers['upload-offset']
const made = async () => (await create()).headers.location ?? ''

it('makes an upload at an address of the front, takes it in two pieces, and holds it once it is whole', async () => {
  const reply = await create()
  const { location = '' } = reply.headers
  expect([reply.status, location.startsWith(`${tus.url}/`)]).toEqual([201, true])
  expect(await patch(location, 0, bytes.subarray(0, 60_000))).toMatchObject({
    status: 204,
    headers: { 'upload-offset': '60000' },
  })
  expect([await tus.held(), await tus.unfinished()]).toEqual([[], 1])
  expect(await offsetOf(location)).toBe('60000')
  expect((await patch(location, 60_000, bytes.subarray(60_000))).status).toBe(204)
  expect(await tus.held()).toEqual([{ name: 'naïve "q".bin', size: bytes.length, sha256 }])
  expect((await tus.download(location)).equals(bytes)).toBe(true)
})

it('tells its limits, and refuses a wrong offset, another version and what is too large', async () => {
  const options = await exchange({ method: 'OPTIONS', url: tus.url })
  expect(options.headers).toMatchObject({ 'tus-version': '1.0.0', 'tus-max-size': '1000000' })
  expect(options.headers['tus-extension']).toContain('termination')
  expect((await patch(await made(), 5, bytes)).status).toBe(409)
  expect((await exchange({ method: 'POST', url: tus.url, headers: { 'upload-length': 1 } })).status).toBe(412)
  expect((await create(1_000_001)).status).toBe(413)
})

it('deletes an upload', async () => {
  const url = await made()
  expect((await exchange({ method: 'DELETE', url, headers: version })).status).toBe(204)
  expect((await exchange({ method: 'HEAD', url, headers: version })).status).toBe(404)
})

it('keeps what came before a fault of the front, and a reset leaves nothing', async () => {
  const url = await made()
  tus.simulator.fail({ kind: 'no-reply', stored: true })
  expect((await patch(url, 0, bytes)).status).toBe(0)
  expect(tus.simulator.faultsLeft()).toBe(0)
  await expect.poll(() => offsetOf(url)).toBe(String(bytes.length))
  tus.simulator.fail({ kind: 'close', atByte: 10 })
  expect((await patch(await made(), 0, bytes)).status).toBe(0)
  tus.simulator.fail({ kind: 'status', status: 503, on: 'node' })
  expect((await create()).status).toBe(503)
  await tus.reset()
  expect([await tus.held(), await tus.unfinished()]).toEqual([[], 0])
})

it('tells a false offset, or no address, where the front is told to', async () => {
  tus.simulator.fail({ kind: 'missing-id' })
  const reply = await create()
  expect([reply.status, reply.headers.location]).toEqual([201, undefined])
  tus.simulator.fail({ kind: 'wrong-size' })
  expect((await patch(await made(), 0, bytes)).headers['upload-offset']).toBe(String(bytes.length + 1))
  expect(await tus.held()).toHaveLength(1)
})

it('says only what it is told to, with an address that is a path', async () => {
  const simple = await startTusPeer({ extensions: ['creation'], relativeLocation: true, expiresAfterMs: 60_000 })
  expect((await exchange({ method: 'OPTIONS', url: simple.url })).headers['tus-extension']).toBe('creation')
  const { headers } = await exchange({ method: 'POST', url: simple.url, headers: { ...version, 'upload-length': 9 } })
  expect(headers.location).toMatch(/^\/files\/[0-9a-f]+$/)
})
