// The simulated Pomf and Uguu take `files[]`, answer as PHP does, and tell a hash and a size.
import { createHash, randomBytes } from 'node:crypto'
import { xxhash3 } from 'hash-wasm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exchange, type FormPart, form } from './client.ts'
import type { Fault } from './fault.ts'
import { startPomf } from './pomf.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(100_000)
const limits = { maxFileSize: 500_000 }

let uguu: Simulator<'pomf'>
let pomf: Simulator<'pomf'>
beforeAll(async () => {
  uguu = await startPomf(limits)
  pomf = await startPomf({ ...limits, flavour: 'pomf' })
})
beforeEach(() => {
  uguu.reset()
  pomf.reset()
})
afterAll(async () => {
  await uguu[Symbol.asyncDispose]()
  await pomf[Symbol.asyncDispose]()
})

const file = (fileName = 'a.png', content = bytes): FormPart => ({ name: 'files[]', fileName, bytes: content })
async function send(host: Simulator<'pomf'>, parts: readonly FormPart[] = [file()], path = '/upload.php') {
  const reply = await exchange({ method: 'POST', url: host.url + path, ...form(parts) })
  const isJson = reply.headers['content-type']?.startsWith('application/json')
  return { ...reply, value: isJson ? JSON.parse(reply.text) : null }
}
const head = (url: string) => exchange({ method: 'HEAD', url })

it('Uguu tells an address with escaped slashes, its own name, XXH3 and size', async () => {
  const { status, text, value } = await send(uguu, [file('naïve.PNG')])
  expect([status, value.success]).toEqual([200, true])
  expect(text).toContain(String.raw`http:\/\/127.0.0.1`)
  const [told] = value.files
  expect(told).toEqual({
    hash: await xxhash3(bytes),
    filename: expect.stringMatching(/^\w{8}\.png$/),
    url: `${uguu.url}/${told.filename}`,
    size: bytes.length,
    dupe: false,
  })
  expect(await head(told.url)).toMatchObject({ status: 200, headers: { 'content-length': String(bytes.length) } })
  expect(Buffer.from(await (await fetch(told.url)).arrayBuffer()).equals(bytes)).toBe(true)
  expect(uguu.ledger).toMatchObject([
    { fileId: told.filename, name: 'naïve.PNG', size: bytes.length, url: told.url, stored: true },
  ])
})

it('Pomf tells the name that it was given, and SHA-1', async () => {
  const [told] = (await send(pomf)).value.files
  const hash = createHash('sha1').update(bytes).digest('hex')
  expect(told).toEqual({ hash, name: 'a.png', url: pomf.ledger[0]?.url, size: bytes.length })
})

it('Uguu has a second path and answers in plain text where asked; Pomf does neither', async () => {
  expect((await send(uguu, [file()], '/upload?output=json')).value.success).toBe(true)
  expect((await send(uguu, [file()], '/upload.php?output=text')).text).toBe(`${uguu.ledger[0]?.url}\n`)
  expect((await send(pomf, [file()], '/upload')).status).toBe(404)
  expect((await send(pomf, [file()], '/upload.php?output=text')).value.success).toBe(true)
})

it('the same bytes get the older address, and are stored once', async () => {
  const [first, again] = [await send(uguu), await send(uguu, [file('other.png')])]
  expect(again.value.files).toEqual([{ ...first.value.files[0], dupe: true }])
  expect(uguu.ledger).toHaveLength(1)
})

it('without dedupe the same bytes get another address', async () => {
  await using host = await startPomf({ dedupe: false })
  const urls = [await send(host), await send(host)].map(({ value }) => value.files[0].url)
  expect(new Set(urls).size).toBe(2)
})

it('several files may come at once', async () => {
  const { value } = await send(uguu, [file('a.png'), file('b.png', randomBytes(10))])
  expect(value.files.map(({ size }: { size: number }) => size)).toEqual([bytes.length, 10])
})

it('an address that nobody has is 404', async () => {
  expect((await head(`${uguu.url}/nothing.png`)).status).toBe(404)
})

it('more uploads than the rate allows are a 500 that says how long to wait', async () => {
  await using host = await startPomf({ rateLimit: { uploads: 1, seconds: 20 } })
  expect((await send(host)).status).toBe(200)
  const { status, value } = await send(host)
  expect([status, value.errorcode]).toEqual([500, 500])
  expect(value.description).toMatch(/^Rate limit, please wait (?:19|20) seconds/)
})

describe('refusals', () => {
  it.each<[string, FormPart[], number]>([
    ['another field name', [{ name: 'file', fileName: 'a.png', bytes }], 400],
    ['a field without its brackets', [{ name: 'files', fileName: 'a.png', bytes }], 400],
    ['no file', [{ name: 'x', value: 'y' }], 400],
    ['a file of no bytes', [file('a.png', Buffer.alloc(0))], 400],
    ['an archive', [file('a.ZIP')], 415],
    ['a file that is a little too large', [file('a.png', Buffer.alloc(500_001))], 413],
  ])('%s', async (_, parts, status) => {
    const reply = await send(uguu, parts)
    expect(reply.status).toBe(status)
    expect(reply.value).toEqual({ success: false, errorcode: status, description: expect.any(String) })
    expect(uguu.ledger).toEqual([])
  })

  it('a length over the limit is refused early by a page; one that is not told is refused too', async () => {
    const early = await send(uguu, [file('a.png', Buffer.alloc(8_000_000))])
    expect(early).toMatchObject({ status: 413, value: null, headers: { connection: 'close' } })
    const chunked = await exchange({
      method: 'POST',
      url: `${uguu.url}/upload.php`,
      ...form([file()]),
      length: null,
    })
    expect(chunked.status).toBe(411)
  })

  it('Pomf takes archives', async () => {
    expect((await send(pomf, [file('a.zip')])).status).toBe(200)
  })
})

describe('faults', () => {
  it.each<[string, Fault, (told: { hash?: string; size?: number; url?: string }) => unknown, unknown]>([
    ['a wrong size', { kind: 'wrong-size' }, ({ size }) => size, bytes.length + 1],
    ['a wrong digest', { kind: 'wrong-digest' }, ({ hash }) => hash?.length, 16],
    ['no digest', { kind: 'no-digest' }, ({ hash }) => hash, ''],
    ['no address', { kind: 'missing-id' }, ({ url }) => url, undefined],
  ])('%s', async (_, fault, told, expected) => {
    uguu.fail(fault)
    const [file1] = (await send(uguu)).value.files
    expect(told(file1)).toBe(expected)
    expect(file1.hash === (await xxhash3(bytes))).toBe(!fault.kind.endsWith('digest'))
    expect(uguu.ledger).toHaveLength(1)
  })

  it('of the status, of the connection, and inside 200', async () => {
    uguu.fail({ kind: 'status', status: 502 })
    uguu.fail({ kind: 'close', atByte: 30_000 })
    uguu.fail({ kind: 'error-in-200' })
    expect(await send(uguu)).toMatchObject({ status: 502, value: null })
    expect((await send(uguu)).status).toBe(0)
    expect(await send(uguu)).toMatchObject({ status: 200, value: { success: false, errorcode: 500 } })
    expect(uguu.ledger).toEqual([])
  })
})
