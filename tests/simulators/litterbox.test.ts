// The simulated Litterbox wants to know for how long, answers in plain text, and forgets.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exchange, type FormPart, form } from './client.ts'
import { startLitterbox } from './litterbox.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(90_000)

let box: Simulator<'litterbox'>
beforeAll(async () => {
  box = await startLitterbox({ maxFileSize: 500_000, hourMs: 800 })
})
beforeEach(() => box.reset())
afterAll(() => box[Symbol.asyncDispose]())

const file = (fileName = 'a.tar.gz', content = bytes): FormPart => ({ name: 'fileToUpload', fileName, bytes: content })
const fields = (given: Record<string, string> = {}): FormPart[] =>
  Object.entries({ reqtype: 'fileupload', time: '72h', ...given }).map(([name, value]) => ({ name, value }))
const send = (parts: readonly FormPart[]) =>
  exchange({ method: 'POST', url: box.env['LITTERBOX_API_URL'] ?? '', ...form(parts) })
const head = (url: string) => exchange({ method: 'HEAD', url })

it('a file gets an address with a short or a long name, which tells the size by HEAD', async () => {
  const short = await send([...fields(), file()])
  const long = await send([...fields({ fileNameLength: '16' }), file()])
  expect(short.text).toMatch(new RegExp(`^${box.url}/[a-z0-9]{6}\\.gz$`))
  expect(long.text).toMatch(new RegExp(`^${box.url}/[a-z0-9]{16}\\.gz$`))
  expect(await head(long.text)).toMatchObject({ status: 200, headers: { 'content-length': String(bytes.length) } })
  expect(Buffer.from(await (await fetch(short.text)).arrayBuffer()).equals(bytes)).toBe(true)
  expect(box.ledger).toMatchObject([{ url: short.text }, { url: long.text, name: 'a.tar.gz', stored: true }])
})

it('a file is gone when its hours are over', async () => {
  const { text } = await send([...fields({ time: '1h' }), file()])
  expect((await head(text)).status).toBe(200)
  await expect.poll(async () => (await head(text)).status, { timeout: 5_000 }).toBe(404)
  expect(box.ledger[0]?.stored).toBe(false)
})

it.each<[string, FormPart[], number]>([
  ['no time', [{ name: 'reqtype', value: 'fileupload' }, file()], 412],
  ['a time that there is not', [...fields({ time: '48h' }), file()], 412],
  ['a length of names that there is not', [...fields({ fileNameLength: '12' }), file()], 412],
  ['no type of request', [{ name: 'time', value: '1h' }, file()], 412],
  ['another field name', [...fields(), { name: 'file', fileName: 'a', bytes }], 412],
  ['a file of no bytes', [...fields(), file('a', Buffer.alloc(0))], 412],
  ['a file that is a little too large', [...fields(), file('a', Buffer.alloc(500_001))], 413],
  ['a program, inside 200', [...fields(), file('a.scr')], 200],
])('%s is refused', async (_, parts, status) => {
  const reply = await send(parts)
  expect([reply.status, reply.text.startsWith('http')]).toEqual([status, false])
  expect(box.ledger).toEqual([])
})

it('a length over the limit is refused early', async () => {
  const reply = await send([...fields(), file('a', Buffer.alloc(8_000_000))])
  expect(reply).toMatchObject({ status: 413, headers: { connection: 'close' } })
})

describe('faults', () => {
  it('of the answer, of its size, of the connection', async () => {
    box.fail({ kind: 'status', status: 429, retryAfter: 3 })
    box.fail({ kind: 'error-in-200' })
    box.fail({ kind: 'stall', atByte: 10_000, times: 1 })
    box.fail({ kind: 'wrong-size' })
    expect(await send([...fields(), file()])).toMatchObject({ status: 429, headers: { 'retry-after': '3' } })
    expect((await send([...fields(), file()])).text).toMatch(/^Something went wrong/)
    const stalled = exchange({
      method: 'POST',
      url: box.env['LITTERBOX_API_URL'] ?? '',
      ...form([...fields(), file()]),
      signal: AbortSignal.timeout(200),
    })
    expect((await stalled).status).toBe(0)
    expect(box.ledger).toEqual([])
    const { text } = await send([...fields(), file()])
    expect((await head(text)).headers['content-length']).toBe(String(bytes.length + 1))
  })
})
