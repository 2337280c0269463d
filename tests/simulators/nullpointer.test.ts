// The simulated 0x0 gives the same bytes the same address, its token once, and every error by its status.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exchange, type FormPart, form } from './client.ts'
import { startNullpointer } from './nullpointer.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(100_000)
const day = 86_400_000
const removed = new Set<string>()

let pointer: Simulator<'nullpointer'>
beforeAll(async () => {
  pointer = await startNullpointer({ maxFileSize: 1_000_000, removed })
})
beforeEach(() => {
  pointer.reset()
  removed.clear()
})
afterAll(() => pointer[Symbol.asyncDispose]())

const agent = { 'user-agent': 'EasyMirror/1 (+https://example.org)' }
const post = (url: string, parts: readonly FormPart[], headers: Record<string, string> = agent) => {
  const { body, headers: own } = form(parts)
  return exchange({ method: 'POST', url, headers: { ...own, ...headers }, body })
}
const file = (fileName = 'a.png', content = bytes): FormPart => ({ name: 'file', fileName, bytes: content })
const field = (name: string, value = ''): FormPart => ({ name, value })
const send = (parts: readonly FormPart[] = [file()], headers?: Record<string, string>) =>
  post(`${pointer.url}/`, parts, headers)
const head = (url: string) => exchange({ method: 'HEAD', url })
/** What an upload gave: its address, its token, and for how many days. */
async function stored(parts?: readonly FormPart[]) {
  const { text, headers } = await send(parts)
  const days = (Number(headers['x-expires']) - Date.now()) / day
  return { url: text.trimEnd(), token: headers['x-token'], days }
}

it('a file gets an address on a line, a token and an expiry, and its size is told by HEAD', async () => {
  const reply = await send([field('expires', '24'), file('naïve.PNG')])
  expect(reply.text).toMatch(new RegExp(`^${pointer.url}/\\w{5}\\.png\\n$`))
  expect(reply.headers['x-token']).toMatch(/^\w{43}$/)
  expect(Number(reply.headers['x-expires']) / day).toBeCloseTo(Date.now() / day + 1, 2)
  const url = reply.text.trimEnd()
  expect(await head(url)).toMatchObject({ status: 200, headers: { 'content-length': String(bytes.length) } })
  expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bytes)).toBe(true)
  expect(pointer.ledger).toMatchObject([{ name: 'naïve.PNG', size: bytes.length, url, stored: true, group: null }])
})

it('the same bytes get the same address, no token, and at most a longer life', async () => {
  const first = await stored([field('expires', '48'), file()])
  const shorter = await stored([field('expires', '1'), file('b.txt')])
  const longer = await stored()
  expect([shorter.url, longer.url]).toEqual([first.url, first.url])
  expect([shorter.token, longer.token]).toEqual([undefined, undefined])
  expect(shorter.days).toBeCloseTo(2, 2)
  expect(longer.days).toBeGreaterThan(30)
  expect(pointer.ledger).toHaveLength(1)
})

it('bigger files live shorter, and moments are taken as such', async () => {
  const [small, large] = [await stored(), await stored([file('b', randomBytes(900_000))])]
  expect(small.days).toBeGreaterThan(large.days)
  expect(large.days).toBeGreaterThan(30)
  const moment = String(Date.now() + day)
  expect((await stored([field('expires', moment), file('c', randomBytes(10))])).days).toBeCloseTo(1, 2)
})

it('a secret address is hard to guess, and works as the others do', async () => {
  const { url, token = '' } = await stored([field('secret'), file()])
  expect(url).toMatch(/\/s\/\w{22}\/\w{5}\.png$/)
  expect((await head(url)).status).toBe(200)
  expect((await post(url, [field('token', String(token)), field('delete')])).status).toBe(200)
  expect((await head(url)).status).toBe(404)
})

describe('management', () => {
  it('deletes with the token, by a form of either type, and the same bytes come back to the same address', async () => {
    const { url, token = '' } = await stored()
    const wrong = await post(url, [field('token', 'nonsense'), field('delete')])
    expect([wrong.status, (await head(url)).status]).toEqual([401, 200])
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = Buffer.from(`token=${String(token)}&delete=`)
    expect(await exchange({ method: 'POST', url, headers, body })).toMatchObject({ status: 200, text: '' })
    expect([(await head(url)).status, pointer.ledger[0]?.stored]).toEqual([404, false])
    const again = await stored()
    expect([again.url, again.token === token, again.token === undefined]).toEqual([url, false, false])
    expect(pointer.ledger.map((arrival) => arrival.stored)).toEqual([false, true])
  })

  it('changes the expiry with the token, and what is over is 404', async () => {
    const { url, token = '' } = await stored()
    const expire = async (value: string) =>
      (await post(url, [field('token', String(token)), field('expires', value)])).status
    expect(await expire('soon')).toBe(400)
    expect(await expire('2')).toBe(202)
    expect((await head(url)).status).toBe(200)
    expect(await expire(String(Date.now() - 1))).toBe(202)
    expect([(await head(url)).status, pointer.ledger[0]?.stored]).toEqual([404, false])
  })

  it('of a file that is not there is 404', async () => {
    expect((await post(`${pointer.url}/none.png`, [field('token', 'x'), field('delete')])).status).toBe(404)
  })
})

describe('refusals', () => {
  it.each<[string, FormPart[], number]>([
    ['another field name', [{ name: 'files[]', fileName: 'a', bytes }], 400],
    ['no file', [field('expires', '1')], 400],
    ['two files', [file(), file()], 400],
    ['an expiry in words', [field('expires', '1d'), file()], 400],
    ['a program under another name', [file('a.png', Buffer.from('MZ program'))], 415],
  ])('%s', async (_, parts, status) => {
    expect((await send(parts)).status).toBe(status)
    expect(pointer.ledger).toEqual([])
  })

  it.each([{}, { 'user-agent': 'node' }])('a client that does not say who it is: %j', async (headers) => {
    expect((await send([file()], headers)).status).toBe(403)
  })

  it('a length over the limit early, and one that is not told', async () => {
    const early = await send([file('a', Buffer.alloc(8_000_000))])
    expect(early).toMatchObject({ status: 413, headers: { connection: 'close' } })
    const chunked = { method: 'POST', url: `${pointer.url}/`, ...form([file()]), length: null }
    expect((await exchange(chunked)).status).toBe(411)
  })

  it('content that was taken down, at its address and when it comes again', async () => {
    const { url } = await stored()
    removed.add(createHash('sha256').update(bytes).digest('hex'))
    expect([(await head(url)).status, (await send()).status]).toEqual([451, 451])
  })

  it('everything, where uploads are switched off', async () => {
    await using closed = await startNullpointer({ disabled: true })
    expect((await post(`${closed.url}/`, [file()])).status).toBe(503)
  })
})

it('faults strike the answer, the size that HEAD tells, and the connection', async () => {
  for (const kind of ['missing-id', 'invalid-json', 'error-in-200', 'cut-reply'] as const) pointer.fail({ kind })
  const replies = [await send(), await send(), await send(), await send()]
  expect(replies.map(({ text }) => text.startsWith(`${pointer.url}/`))).toEqual([false, false, false, false])
  expect(replies.map(({ complete }) => complete)).toEqual([true, true, true, false])
  pointer.fail({ kind: 'wrong-size' })
  pointer.fail({ kind: 'status', status: 500, on: 'delete' })
  pointer.fail({ kind: 'no-reply', stored: false })
  expect((await send()).status).toBe(0)
  const { url } = await stored()
  expect((await head(url)).headers['content-length']).toBe(String(bytes.length + 1))
  expect((await post(url, [field('delete')])).status).toBe(500)
})
