// The simulated BuzzHeavier takes raw bytes by PUT, for nobody or for its account, and breaks over some names.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startBuzzheavier } from './buzzheavier.ts'
import { call, exchange } from './client.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(200_000)

let buzz: Simulator<'buzzheavier'>
beforeAll(async () => {
  buzz = await startBuzzheavier({ accountId: 'simulated-account', maxFileSize: 1_000_000 })
})
beforeEach(() => buzz.reset())
afterAll(() => buzz[Symbol.asyncDispose]())

const own = { authorization: 'Bearer simulated-account' }
const put = (path: string, headers: Record<string, string> = {}, body = bytes) =>
  exchange({ method: 'PUT', url: `${buzz.url}/${path}`, headers, body })
const api = (method: string, path: string, body?: unknown, headers: Record<string, string> = own) =>
  call(method, `${buzz.env['BUZZHEAVIER_API_URL']}${path}`, { headers, ...(body === undefined ? {} : { body }) })
const root = async (): Promise<string> => (await api('GET', '/fs')).value.data.id
const makeFolder = async (name = 'Mine', parent?: string) => api('POST', `/fs/${parent ?? (await root())}`, { name })
const folderOf = async (): Promise<string> => (await makeFolder()).value.data.id
const idOf = (reply: { text: string }): string => JSON.parse(reply.text).data.id

it('a file of nobody gets an id, whose page leads to the bytes', async () => {
  const reply = await put(`${encodeURIComponent('naïve (1) ファイル.txt')}?locationId=eu&note=aGk=`)
  expect([reply.status, JSON.parse(reply.text)]).toEqual([
    201,
    {
      code: 201,
      data: { id: expect.stringMatching(/^[a-z0-9]{12}$/), name: 'naïve (1) ファイル.txt', size: bytes.length },
    },
  ])
  const url = `${buzz.url}/${idOf(reply)}`
  const page = await call('GET', url)
  const href = /href="([^"]+)"/.exec(page.text)?.[1] ?? ''
  expect(Buffer.from(await (await fetch(buzz.url + href)).arrayBuffer()).equals(bytes)).toBe(true)
  expect(await exchange({ method: 'HEAD', url: buzz.url + href })).toMatchObject({
    headers: { 'content-length': String(bytes.length) },
  })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(buzz.ledger).toMatchObject([{ fileId: idOf(reply), sha256, url, group: null, stored: true }])
})

it('files of nobody are neither listed nor deleted', async () => {
  const id = idOf(await put('a.bin'))
  expect((await api('GET', '/fs')).value.data.children).toEqual([])
  expect([(await api('GET', `/fs/${id}`)).status, (await api('DELETE', `/fs/${id}`)).status]).toEqual([404, 404])
  expect((await call('GET', `${buzz.url}/${id}`)).status).toBe(200)
})

it('an account makes folders, fills them, lists them and deletes them', async () => {
  const folder = await folderOf()
  const id = idOf(await put(`${folder}/a.bin`, own))
  expect((await api('GET', '/fs')).value.data.children).toEqual([
    { id: folder, name: 'Mine', size: 0, isDirectory: true, createdAt: expect.any(String) },
  ])
  expect((await api('GET', `/fs/${folder}`)).value).toMatchObject({
    code: 200,
    data: { id: folder, children: [{ id, name: 'a.bin', size: bytes.length, isDirectory: false }] },
  })
  expect(buzz.groups).toEqual([{ id: folder, name: 'Mine', files: [id] }])
  expect((await call('GET', `${buzz.url}/${folder}`)).text).toContain(`/${id}/download`)
  expect((await makeFolder()).value).toMatchObject({ code: 409 })
  expect((await api('DELETE', `/fs/${folder}`)).status).toBe(200)
  expect([buzz.groups, buzz.ledger[0]?.stored]).toEqual([[], false])
  expect((await call('GET', `${buzz.url}/${id}`)).status).toBe(404)
})

it('one file is deleted, and one in no folder is in the root', async () => {
  const id = idOf(await put('a.bin', own))
  expect((await api('GET', '/fs')).value.data.children).toMatchObject([{ id, size: bytes.length }])
  expect((await api('DELETE', `/fs/${id}`)).status).toBe(200)
  expect(buzz.ledger[0]?.stored).toBe(false)
})

it('the account and the locations are told', async () => {
  expect((await api('GET', '/account')).value).toMatchObject({ code: 200, data: { id: 'simulated-account' } })
  expect((await api('GET', '/locations', undefined, {})).value.data).toMatchObject([{ id: 'eu' }])
})

it('a bare reply tells the id alone', async () => {
  await using bare = await startBuzzheavier({ uploadReply: 'bare' })
  const { text } = await exchange({ method: 'PUT', url: `${bare.url}/a`, body: bytes })
  expect(JSON.parse(text)).toEqual({ id: bare.ledger[0]?.fileId })
  expect(bare.env).not.toHaveProperty('BUZZHEAVIER_ACCOUNT_ID')
})

describe('names', () => {
  it.each(['a%23b.txt', 'a%3Bb.txt', 'a;b.txt'])('%s breaks the connection in the middle of the body', async (name) => {
    const reply = await put(name, {}, Buffer.alloc(900_000))
    expect([reply.status, buzz.ledger.length]).toEqual([0, 0])
    await expect.poll(() => buzz.requests[0]?.bytes).toBeGreaterThanOrEqual(450_000)
    expect(buzz.requests[0]?.bytes).toBeLessThan(900_000)
  })

  it.each(['%20', 'a%2Fb', 'a%00b', 'n'.repeat(256)])('%s is refused by a sentence', async (name) => {
    expect(await put(name)).toMatchObject({ status: 400, text: 'Name field is invalid' })
  })
})

describe('refusals', () => {
  it.each<[string, string, Record<string, string>, number]>([
    ['a folder for nobody', 'folder/a.bin', {}, 401],
    ['a wrong account', 'folder/a.bin', { authorization: 'Bearer nonsense' }, 403],
    ['a wrong account and no folder', 'a.bin', { authorization: 'Bearer nonsense' }, 403],
    ['a folder that is not there', 'folder/a.bin', own, 404],
    ['a location that is not there', 'a.bin?locationId=moon', {}, 400],
    ['a note that is no Base64', 'a.bin?note=%C3%BC', {}, 400],
  ])('%s', async (_, path, headers, status) => {
    const reply = await put(path, headers)
    expect([reply.status, JSON.parse(reply.text).code]).toEqual([status, status])
    expect(buzz.ledger).toEqual([])
  })

  it('no bytes, no length, and early one that is too large', async () => {
    expect((await put('a.bin', {}, Buffer.alloc(0))).status).toBe(400)
    expect((await exchange({ method: 'PUT', url: `${buzz.url}/a`, body: bytes, length: null })).status).toBe(411)
    expect(await put('a.bin', {}, Buffer.alloc(8_000_000))).toMatchObject({
      status: 413,
      headers: { connection: 'close' },
    })
  })

  it('the API to nobody and to a wrong account', async () => {
    expect((await api('GET', '/fs', undefined, {})).status).toBe(401)
    expect((await api('GET', '/account', undefined, { authorization: 'Bearer x' })).status).toBe(403)
    expect((await api('POST', '/fs/nothing', { name: 'x' })).status).toBe(404)
    expect((await api('POST', `/fs/${await root()}`, { name: '' })).status).toBe(400)
    expect((await api('DELETE', `/fs/${await root()}`)).status).toBe(403)
  })
})

describe('faults', () => {
  it('of the reply change its size, or leave its id out', async () => {
    buzz.fail({ kind: 'wrong-size' })
    buzz.fail({ kind: 'missing-id' })
    expect(JSON.parse((await put('a.bin')).text).data.size).toBe(bytes.length + 1)
    expect(JSON.parse((await put('a.bin')).text)).toEqual({ code: 201, data: { name: 'a.bin', size: bytes.length } })
    expect(buzz.ledger).toHaveLength(2)
  })

  it('of the status, inside 200, of the connection, and of listings', async () => {
    buzz.fail({ kind: 'status', status: 503 })
    buzz.fail({ kind: 'error-in-200' })
    buzz.fail({ kind: 'close', atByte: 100_000 })
    buzz.fail({ kind: 'challenge', on: 'files' })
    expect((await put('a.bin')).status).toBe(503)
    expect(JSON.parse((await put('a.bin')).text)).toMatchObject({ code: 500 })
    expect((await put('a.bin')).status).toBe(0)
    expect(buzz.ledger).toEqual([])
    expect((await api('GET', `/fs/${await root()}`)).headers.get('cf-mitigated')).toBe('challenge')
  })
})
