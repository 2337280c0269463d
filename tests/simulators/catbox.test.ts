// The simulated Catbox takes forms at its one address, answers in plain text, and makes albums from short names.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startCatbox } from './catbox.ts'
import { exchange, type FormPart, form } from './client.ts'
import type { Fault } from './fault.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(120_000)

let catbox: Simulator<'catbox'>
beforeAll(async () => {
  catbox = await startCatbox({ userhash: 'simulated-hash', maxFileSize: 1_000_000, maxGifSize: 100_000 })
})
beforeEach(() => catbox.reset())
afterAll(() => catbox[Symbol.asyncDispose]())

const api = () => catbox.env['CATBOX_API_URL'] ?? ''
const send = (parts: readonly FormPart[]) => exchange({ method: 'POST', url: api(), ...form(parts) })
const call = (reqtype: string, fields: Record<string, string>) =>
  send(Object.entries({ reqtype, ...fields }).map(([name, value]) => ({ name, value })))
const hash = { userhash: 'simulated-hash' }
const file = (fileName = 'a.png', content = bytes): FormPart => ({ name: 'fileToUpload', fileName, bytes: content })
const type = { name: 'reqtype', value: 'fileupload' }
const owner = { name: 'userhash', value: 'simulated-hash' }
const upload = async (parts: readonly FormPart[] = [type, owner, file()]) => {
  const { text } = await send(parts)
  return { text, short: text.split('/').at(-1) ?? '' }
}
const head = (url: string) => exchange({ method: 'HEAD', url })

it('a file gets an address of plain text, which gives the bytes back and tells their size by HEAD', async () => {
  const reply = await send([type, file('naïve "1".PNG')])
  expect(reply.headers['content-type']).toContain('text/plain')
  expect(reply.text).toMatch(new RegExp(`^${catbox.url}/[a-z0-9]{6}\\.png$`))
  expect(await head(reply.text)).toMatchObject({ status: 200, headers: { 'content-length': String(bytes.length) } })
  expect(Buffer.from(await (await fetch(reply.text)).arrayBuffer()).equals(bytes)).toBe(true)
  expect(catbox.ledger).toMatchObject([
    {
      fileId: reply.text.split('/').at(-1),
      name: 'naïve %221%22.PNG',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      group: null,
      stored: true,
      url: reply.text,
    },
  ])
})

it('fields may stand behind the file, and the same bytes get another name', async () => {
  const first = await upload([file(), type])
  expect(first.text.startsWith(catbox.url)).toBe(true)
  expect((await upload()).text).not.toBe(first.text)
})

it('the address of a file that nobody has is 404', async () => {
  expect((await head(`${catbox.url}/nobody.png`)).status).toBe(404)
})

describe('albums', () => {
  it('are made from short names, and their page leads to the files', async () => {
    const shorts = [(await upload()).short, (await upload([type, file('b.txt')])).short]
    const { text } = await call('createalbum', { title: 'Mine & yours', desc: '', files: shorts.join(' '), ...hash })
    const id = text.replace(`${catbox.url}/c/`, '')
    expect(id).toMatch(/^[a-z0-9]{6}$/)
    expect(catbox.groups).toEqual([{ id, name: 'Mine & yours', files: shorts }])
    expect(catbox.ledger.map(({ group }) => group)).toEqual([id, id])
    const page = await exchange({ method: 'GET', url: text })
    expect(page.text).toContain('Mine &amp; yours')
    const href = /href="([^"]+)"/.exec(page.text)?.[1] ?? ''
    expect((await head(catbox.url + href)).headers['content-length']).toBe(String(bytes.length))
  })

  it('are made from a form of the other type too', async () => {
    const body = Buffer.from(`reqtype=createalbum&title=x&desc=&files=${(await upload()).short}`)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await exchange({ method: 'POST', url: api(), headers, body })).text).toContain('/c/')
  })

  it('are changed by their account', async () => {
    const [a, b] = [(await upload()).short, (await upload()).short]
    const short = (await call('createalbum', { title: 'x', files: a, ...hash })).text.split('/').at(-1) ?? ''
    const change = async (reqtype: string, fields: Record<string, string>) => {
      expect((await call(reqtype, { short, ...fields, ...hash })).status).toBe(200)
      return catbox.groups[0]
    }
    expect(await change('addtoalbum', { files: b })).toMatchObject({ files: [a, b] })
    expect(await change('removefromalbum', { files: a })).toMatchObject({ files: [b] })
    expect(await change('editalbum', { title: 'y', desc: '', files: a })).toMatchObject({ name: 'y', files: [a] })
    expect(await change('deletealbum', {})).toBeUndefined()
    expect(catbox.ledger.map(({ group }) => group)).toEqual([null, null])
  })

  it('of nobody are changed by nobody', async () => {
    const files = (await upload()).short
    const short = (await call('createalbum', { title: 'x', files })).text.split('/').at(-1) ?? ''
    expect((await call('addtoalbum', { short, files })).status).toBe(412)
    expect((await call('addtoalbum', { short, files, ...hash })).status).toBe(412)
  })

  it.each<[string, (short: string, url: string) => Record<string, string>]>([
    ['no title', (files) => ({ files })],
    ['no files', () => ({ title: 'x', files: '' })],
    ['a file that is not there', (files) => ({ title: 'x', files: `${files} nobody.png` })],
    ['addresses in place of short names', (_, files) => ({ title: 'x', files })],
    ['commas in place of spaces', (files) => ({ title: 'x', files: `${files},${files}` })],
    ['501 files', (files) => ({ title: 'x', files: Array.from({ length: 501 }, () => files).join(' ') })],
    ['a wrong userhash', (files) => ({ title: 'x', files, userhash: 'nonsense' })],
  ])('with %s are refused by a sentence', async (_, fields) => {
    const { short, text } = await upload()
    const reply = await call('createalbum', fields(short, text))
    expect([reply.status, reply.text.startsWith('http')]).toEqual([412, false])
    expect(catbox.groups).toEqual([])
  })
})

describe('refusals of an upload', () => {
  it.each<[string, FormPart[], number]>([
    ['no type of request', [file()], 412],
    ['an unknown type of request', [{ name: 'reqtype', value: 'upload' }, file()], 412],
    ['another field name', [type, { name: 'file', fileName: 'a.png', bytes }], 412],
    ['two files', [type, file(), file()], 412],
    ['a file of no bytes', [type, file('a.png', Buffer.alloc(0))], 412],
    ['a wrong userhash', [type, { name: 'userhash', value: 'nonsense' }, file()], 412],
    ['a GIF that is too large', [type, file('a.GIF')], 412],
    ['a file that is a little too large', [type, file('a.png', Buffer.alloc(1_000_001))], 413],
    ['a program, inside 200', [type, file('a.EXE')], 200],
    ['a document, inside 200', [type, file('a.docx')], 200],
  ])('%s', async (_, parts, status) => {
    const reply = await send(parts)
    expect([reply.status, reply.text.startsWith('http')]).toEqual([status, false])
    expect(catbox.ledger).toEqual([])
  })

  it('a length over the limit is refused early; none, or no form, is refused', async () => {
    const { headers, body } = form([type, file('a.png', Buffer.alloc(8_000_000))])
    const early = await exchange({ method: 'POST', url: api(), headers, body })
    expect(early).toMatchObject({ status: 413, headers: { connection: 'close' } })
    expect((await exchange({ method: 'POST', url: api(), ...form([type, file()]), length: null })).status).toBe(411)
    const headersOfText = { 'content-type': 'text/plain' }
    expect((await exchange({ method: 'POST', url: api(), headers: headersOfText, body: bytes })).status).toBe(412)
  })
})

it('files are deleted by the account that owns them', async () => {
  const [own, foreign] = [await upload(), await upload([type, file()])]
  await call('createalbum', { title: 'x', files: `${own.short} ${foreign.short}`, ...hash })
  expect((await call('deletefiles', { files: own.short })).status).toBe(412)
  expect((await call('deletefiles', { files: foreign.short, ...hash })).status).toBe(412)
  expect((await call('deletefiles', { files: own.short, ...hash })).status).toBe(200)
  expect((await head(own.text)).status).toBe(404)
  expect(catbox.ledger.map(({ stored }) => stored)).toEqual([false, true])
  expect(catbox.groups).toMatchObject([{ files: [foreign.short] }])
})

describe('faults', () => {
  it.each<[string, Fault, number, RegExp, number]>([
    ['a proxy’s page with its status', { kind: 'status', status: 500 }, 500, /Internal Server Error/, 0],
    ['a sentence inside 200', { kind: 'error-in-200' }, 200, /^Something went wrong/, 0],
    ['an empty answer', { kind: 'missing-id' }, 200, /^$/, 1],
    ['the start of an address', { kind: 'truncated-json' }, 200, /^http:\/?$/, 1],
  ])('%s', async (_, fault, status, words, stored) => {
    catbox.fail(fault)
    const reply = await send([type, file()])
    expect([reply.status, catbox.ledger.length]).toEqual([status, stored])
    expect(reply.text).toMatch(words)
  })

  it('a wrong size is told by HEAD', async () => {
    catbox.fail({ kind: 'wrong-size' })
    const { text } = await upload()
    const sizes = [await head(text), await head(text)].map(({ headers }) => headers['content-length'])
    expect(sizes).toEqual([String(bytes.length + 1), String(bytes.length)])
  })

  it('a connection that closes in the body stores nothing; an answer that never comes may have stored', async () => {
    catbox.fail({ kind: 'close', atByte: 50_000 })
    catbox.fail({ kind: 'no-reply', stored: true })
    expect((await send([type, file()])).status).toBe(0)
    expect(catbox.ledger).toHaveLength(0)
    expect((await send([type, file()])).status).toBe(0)
    expect(catbox.ledger).toHaveLength(1)
  })

  it('of groups and of deleting strike those calls and no upload', async () => {
    catbox.fail({ kind: 'status', status: 503, on: 'group' })
    catbox.fail({ kind: 'status', status: 502, on: 'delete' })
    const { short } = await upload()
    expect((await call('createalbum', { title: 'x', files: short })).status).toBe(503)
    expect((await call('deletefiles', { files: short, ...hash })).status).toBe(502)
    expect(catbox.faultsLeft()).toBe(0)
  })
})
