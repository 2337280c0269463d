// The simulated KrakenFiles: a token for each upload, and no word of it but the reply.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { call, exchange, type FormPart, form } from './client.ts'
import { startKrakenfiles } from './krakenfiles.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(150_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const key = { 'x-auth-token': 'simulated-key' }
const asJson = { accept: 'application/json' }

let kraken: Simulator<'krakenfiles'>
beforeAll(async () => {
  kraken = await startKrakenfiles({
    apiKey: 'simulated-key',
    limits: { guest: 200_000, account: 300_000 },
    folders: [{ id: '12', name: 'Mine' }],
  })
})
beforeEach(() => kraken.reset())
afterAll(() => kraken[Symbol.asyncDispose]())

const available = (headers: Record<string, string> = asJson) =>
  call('GET', `${kraken.url}/api/server/available`, { headers })
const nodeOf = async (): Promise<{ url: string; serverAccessToken: string }> => (await available()).value.data

type Posting = { fields?: Record<string, string>; headers?: Record<string, string>; length?: number | null }
async function post(files: FormPart[], { fields = {}, headers = {}, ...rest }: Posting = {}) {
  const { url, serverAccessToken } = await nodeOf()
  const all = Object.entries({ serverAccessToken, ...fields }).map(([name, value]) => ({ name, value }))
  const { body, headers: type } = form([...all, ...files])
  const reply = await exchange({ method: 'POST', url, headers: { ...type, ...headers }, body, ...rest })
  const value = reply.text.startsWith('{') ? JSON.parse(reply.text) : reply.text
  return { status: reply.status, headers: reply.headers, value }
}
const file = (body: Buffer = bytes, fileName = 'a "b".bin'): FormPart => ({ name: 'file', fileName, bytes: body })
const refusal = (message: string, status = 500) => ({ status, value: { status, data: { message } } })

describe('a file', () => {
  it('of a guest goes where the token says, and its page leads to the bytes', async () => {
    const { status, value } = await post([file()])
    expect([status, value.status]).toEqual([200, 200])
    const { url, hash } = value.data
    expect(value.data).toEqual({ url, hash, title: 'a %22b%22.bin', size: bytes.length, folderId: null })
    expect(url).toBe(`${kraken.url}/view/${hash}/file.html`)
    expect(kraken.ledger).toMatchObject([{ fileId: hash, url, sha256, group: null, stored: true }])
    const href = /href="([^"]+)"/.exec((await call('GET', url)).text)?.[1] ?? ''
    const served = await fetch(new URL(href, url))
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('of an account may go into one of its folders', async () => {
    const { value } = await post([file()], { fields: { folderId: '12' }, headers: key })
    expect(value.data.folderId).toBe('12')
    expect(kraken.groups).toEqual([{ id: '12', name: 'Mine', files: [value.data.hash] }])
    expect(kraken.ledger).toMatchObject([{ group: '12' }])
  })

  it('that nobody knows has a page of 404', async () => {
    expect((await call('GET', `${kraken.url}/view/unknown/file.html`)).status).toBe(404)
    expect((await call('GET', `${kraken.url}/download/unknown`)).status).toBe(404)
  })

  it.each<[string, FormPart[], Posting, string]>([
    ['empty', [file(Buffer.alloc(0))], {}, 'File is empty.'],
    ['too large for a guest', [file(Buffer.alloc(200_001))], {}, 'File is too large.'],
    ['too large for an account', [file(Buffer.alloc(300_001))], { headers: key }, 'File is too large.'],
    ['under another field', [{ name: 'files[]', fileName: 'a', bytes }], {}, 'File was not uploaded.'],
    ['without a name', [file(bytes, '')], {}, 'File was not uploaded.'],
    ['not there', [], {}, 'File was not uploaded.'],
    ['for a folder of nobody', [file()], { fields: { folderId: '7' }, headers: key }, 'Folder does not exist.'],
    ['for a folder without a key', [file()], { fields: { folderId: '12' } }, 'Folder does not exist.'],
    ['without a token', [file()], { fields: { serverAccessToken: '' } }, 'serverAccessToken is required.'],
    ['with a made-up token', [file()], { fields: { serverAccessToken: 'x' } }, 'serverAccessToken is invalid.'],
  ])('that is %s is refused with 500', async (_, files, posting, message) => {
    expect(await post(files, posting)).toMatchObject(refusal(message))
    expect(kraken.ledger).toEqual([])
  })

  it('takes a large file of an account that a guest may not send', async () => {
    expect((await post([file(Buffer.alloc(300_000))], { headers: key })).status).toBe(200)
  })

  it('that is too large for anybody is cut before its end', async () => {
    const reply = await post([file(Buffer.alloc(8_000_000))])
    expect(reply).toMatchObject({ status: 413, headers: { connection: 'close' } })
  })

  it('needs its length told', async () => {
    expect((await post([file()], { length: null })).status).toBe(411)
  })
})

describe('a token', () => {
  it('serves one upload, however that ended', async () => {
    const { serverAccessToken } = await nodeOf()
    const fields = { serverAccessToken }
    expect((await post([file(Buffer.alloc(0))], { fields })).status).toBe(500)
    expect(await post([file()], { fields })).toMatchObject(refusal('serverAccessToken has already been used.'))
  })

  it('is given as JSON to who asks for it, and to nobody with a wrong key', async () => {
    expect((await available({ accept: 'text/html' })).value).toBeUndefined()
    const wrong = { 'x-auth-token': 'wrong' }
    expect(await available({ ...asJson, ...wrong })).toMatchObject(refusal('Invalid API token.', 401))
    expect(await post([file()], { headers: wrong })).toMatchObject(refusal('Invalid API token.', 401))
  })

  it('comes with another address where it is told to', async () => {
    await using odd = await startKrakenfiles({ nodeUrl: 'http://node.invalid/upload' })
    const { value } = await call('GET', `${odd.url}/api/server/available`, { headers: asJson })
    expect(value.data.url).toBe('http://node.invalid/upload')
  })
})

it('while it is down it says so in HTML', async () => {
  await using down = await startKrakenfiles({ isDown: true })
  const reply = await call('GET', `${down.url}/api/server/available`, { headers: asJson })
  expect([reply.status, reply.text]).toEqual([503, expect.stringContaining('Sorry, service unavailable.')])
})

describe('faults', () => {
  it('strike size and link of the reply, and leave the id alone where a digest is meant', async () => {
    kraken.fail({ kind: 'wrong-size' })
    expect((await post([file()])).value.data.size).toBe(bytes.length + 1)
    kraken.fail({ kind: 'wrong-digest' })
    const { hash, url } = (await post([file()])).value.data
    expect(url).toContain(hash)
    kraken.fail({ kind: 'missing-id' })
    expect(Object.keys((await post([file()])).value.data)).toEqual(['title', 'size', 'folderId'])
  })

  it('answer with a status, with an error in 200, or not at all', async () => {
    kraken.fail({ kind: 'status', on: 'node', status: 500 })
    expect((await available()).value.data.message).toMatch(/^No available servers/)
    kraken.fail({ kind: 'error-in-200' })
    expect(await post([file()])).toMatchObject({ status: 200, value: { status: 500 } })
    kraken.fail({ kind: 'no-reply', stored: true })
    expect((await post([file()])).status).toBe(0)
    expect(kraken.ledger).toHaveLength(1)
  })
})
