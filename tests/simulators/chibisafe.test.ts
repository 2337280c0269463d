// The simulated chibisafe takes files whole, in chunks or by way of a storage, and refuses what the real one refuses.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startChibisafe } from './chibisafe.ts'
import { call, exchange, type FormPart, form } from './client.ts'
import type { Simulator } from './simulator.ts'

const chunkSize = 100_000
const bytes = randomBytes(250_000)
const small = bytes.subarray(0, chunkSize)
const sha256 = (of: Buffer) => createHash('sha256').update(of).digest('hex')
const key = { 'x-api-key': 'simulated-key' }

let chibisafe: Simulator<'chibisafe'>
beforeAll(async () => {
  chibisafe = await startChibisafe({ chunkSize, maxSize: 1_000_000, quota: 2_000_000 })
})
beforeEach(() => chibisafe.reset())
afterAll(() => chibisafe[Symbol.asyncDispose]())

const api = (method: string, path: string, body?: unknown) =>
  call(method, `${chibisafe.url}/api${path}`, { headers: key, body })
const file = (fileName = 'a.bin', of: Buffer = small): FormPart => ({ name: 'file', fileName, bytes: of })

async function upload(parts: FormPart[], more: Record<string, string> = {}) {
  const { body, headers } = form(parts)
  const url = `${chibisafe.url}/api/upload`
  const reply = await exchange({ method: 'POST', url, headers: { ...headers, ...key, ...more }, body })
  return { ...reply, value: reply.text === '' ? undefined : JSON.parse(reply.text) }
}

const pieces = [bytes.subarray(0, chunkSize), bytes.subarray(chunkSize, 2 * chunkSize), bytes.subarray(2 * chunkSize)]
const headersOf = (uuid: string, number: number, total = pieces.length) => ({
  'chibi-uuid': uuid,
  'chibi-chunk-number': String(number),
  'chibi-chunks-total': String(total),
})
const named = (name: string): FormPart => ({ name: 'name', value: name })
const chunk = (uuid: string, number: number, more: Record<string, string> = {}) =>
  upload([named('naïve ファイル.bin'), file('blob', pieces[number - 1])], { ...headersOf(uuid, number), ...more })
const album = async (name = 'Mine'): Promise<string> => (await api('POST', '/album/create', { name })).value.album.uuid
const downloaded = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer())

it('tells its limits to anyone', async () => {
  expect((await call('GET', `${chibisafe.url}/api/settings`)).value).toMatchObject({ chunkSize, maxSize: 1_000_000 })
})

describe('a whole file', () => {
  it('goes into an album, is told, listed and served, and its link is the file', async () => {
    const uuid = await album()
    const { status, value } = await upload([file('photo.PNG')], { albumuuid: uuid })
    expect([status, Object.keys(value)]).toEqual([200, ['name', 'uuid', 'url']])
    expect(value.name).toMatch(/^\w{12}\.png$/)
    const told = { name: 'photo.PNG', size: small.length, sha256: sha256(small), group: uuid, url: value.url }
    expect(chibisafe.ledger).toMatchObject([{ fileId: value.uuid, ...told, stored: true }])
    expect(chibisafe.groups).toEqual([{ id: uuid, name: 'Mine', files: [value.uuid] }])
    const described = { uuid: value.uuid, original: 'photo.PNG', size: small.length }
    expect((await api('GET', `/file/${value.uuid}`)).value.file).toMatchObject(described)
    expect((await api('GET', '/files')).value).toMatchObject({ files: [described], count: 1 })
    expect((await downloaded(value.url)).equals(small)).toBe(true)
  })

  it('has a garbled name where it is not ASCII', async () => {
    await upload([file('naïve.bin')])
    expect(chibisafe.ledger[0]?.name).toBe('naÃ¯ve.bin')
  })

  it('that is for an unknown album goes into none', async () => {
    expect((await upload([file()], { albumuuid: randomUUID() })).status).toBe(200)
    expect(chibisafe.ledger).toMatchObject([{ group: null }])
  })

  it('is deleted once, and is then nowhere', async () => {
    const { uuid, url } = (await upload([file()])).value
    expect((await api('DELETE', `/file/${uuid}`)).status).toBe(200)
    expect(chibisafe.ledger[0]?.stored).toBe(false)
    expect((await api('GET', `/file/${uuid}`)).value).toMatchObject({ statusCode: 404, error: 'Not Found' })
    expect((await api('DELETE', `/file/${uuid}`)).status).toBe(404)
    expect((await exchange({ method: 'HEAD', url })).status).toBe(404)
  })

  it.each<[string, FormPart[], Record<string, string>, number]>([
    ['with a wrong key', [file()], { 'x-api-key': 'nonsense' }, 401],
    ['that is no form', [file()], { 'content-type': 'application/json' }, 400],
    ['of two', [file('a', Buffer.from('1')), file('b', Buffer.from('2'))], {}, 400],
    ['of no file', [named('a')], {}, 400],
    ['of a blocked type', [file('a.EXE')], {}, 400],
    ['without a name', [file('')], {}, 400],
    ['of 0 bytes', [file('a', Buffer.alloc(0))], {}, 400],
    ['of more than a chunk and its form', [file('a', Buffer.alloc(chunkSize + 1024))], {}, 413],
  ])('%s is refused', async (_, parts, headers, status) => {
    const reply = await upload(parts, headers)
    expect([reply.status, reply.value.statusCode]).toEqual([status, status])
    expect(chibisafe.ledger).toEqual([])
  })

  it('that is far too large is refused before its body was sent, and the connection closes', async () => {
    const reply = await upload([file('large', Buffer.alloc(50_000_000))])
    expect([reply.status, reply.headers.connection]).toEqual([413, 'close'])
    expect(reply.sent).toBeLessThan(50_000_000)
  })
})

describe('chunks', () => {
  it('are joined by the number of each, with the name as it was sent; one that comes twice counts once', async () => {
    const [uuid, albumuuid] = [randomUUID(), await album()]
    const replies = [await chunk(uuid, 2), await chunk(uuid, 1), await chunk(uuid, 1)]
    expect(replies.map(({ status, text }) => [status, text])).toEqual(Array(3).fill([204, '']))
    expect(chibisafe.ledger).toEqual([])
    const { status, value } = await chunk(uuid, 3, { albumuuid })
    expect(status).toBe(200)
    const told = { name: 'naïve ファイル.bin', size: bytes.length, sha256: sha256(bytes), group: albumuuid }
    expect(chibisafe.ledger).toMatchObject([{ fileId: value.uuid, ...told }])
    expect((await downloaded(value.url)).equals(bytes)).toBe(true)
  })

  it('are not joined while one is missing, and are then, once it came', async () => {
    const uuid = randomUUID()
    await chunk(uuid, 1)
    expect((await chunk(uuid, 3)).status).toBe(400)
    await chunk(uuid, 2)
    expect((await chunk(uuid, 3)).status).toBe(200)
  })

  it('of which the last has no name before the file make no file', async () => {
    const one = headersOf(randomUUID(), 1, 1)
    expect((await upload([file('a.bin')], one)).status).toBe(400)
    expect((await upload([file('a.bin'), named('a.bin')], one)).status).toBe(400)
    expect((await upload([named('b.bin'), file('a.bin')], one)).status).toBe(200)
    expect(chibisafe.ledger).toMatchObject([{ name: 'b.bin' }])
  })

  it.each<[string, Record<string, string>, number]>([
    ['a UUID in upper case', headersOf(randomUUID().toUpperCase(), 1), 400],
    ['no UUID', { 'chibi-chunk-number': '1', 'chibi-chunks-total': '3' }, 400],
    ['the number 0', headersOf(randomUUID(), 0), 400],
    ['a number over the total', headersOf(randomUUID(), 4), 400],
    ['so many others that they could be too large together', headersOf(randomUUID(), 1, 11), 413],
  ])('with %s are refused', async (_, headers, status) => {
    expect((await upload([named('a.bin'), file()], headers)).status).toBe(status)
  })
})

describe('an album', () => {
  it('is listed, tells its files and has a page at its link', async () => {
    const uuid = await album()
    await upload([file('one.bin')], { albumuuid: uuid })
    const { identifier } = (await api('POST', `/album/${uuid}/link`)).value.data
    expect((await api('GET', '/albums')).value.albums).toMatchObject([{ uuid, name: 'Mine', count: 1 }])
    expect((await api('GET', `/album/${uuid}`)).value).toMatchObject({ name: 'Mine', files: [{ original: 'one.bin' }] })
    expect((await api('GET', `/album/${uuid}/links`)).value.links).toMatchObject([{ identifier }])
    const page = await call('GET', `${chibisafe.url}/a/${identifier}`)
    const [, href = ''] = /href="([^"]+)"/.exec(page.text) ?? []
    expect(page.text).toContain('one.bin')
    expect((await downloaded(chibisafe.url + href)).equals(small)).toBe(true)
    expect((await call('GET', `${chibisafe.url}/a/nothing`)).status).toBe(404)
  })

  it('of a name that is taken, or of none, is refused', async () => {
    await album()
    expect((await api('POST', '/album/create', { name: 'Mine' })).status).toBe(400)
    expect((await api('POST', '/album/create', {})).status).toBe(400)
    expect((await api('POST', `/album/${randomUUID()}/link`)).status).toBe(404)
    expect((await call('POST', `${chibisafe.url}/api/album/create`, { body: { name: 'b' } })).status).toBe(401)
  })
})

it('who is over the quota may send nothing more', async () => {
  await using tight = await startChibisafe({ quota: 1000, apiKey: 'other' })
  const { body, headers } = form([file()])
  const put = () =>
    exchange({ method: 'POST', url: `${tight.url}/api/upload`, headers: { ...headers, 'x-api-key': 'other' }, body })
  expect([(await put()).status, (await put()).status]).toEqual([200, 403])
})

describe('faults', () => {
  it('strike the first chunk, the reply of the last, and the size that is told later', async () => {
    const uuid = randomUUID()
    chibisafe.fail({ kind: 'status', status: 500 })
    chibisafe.fail({ kind: 'missing-id' })
    expect((await chunk(uuid, 1)).status).toBe(500)
    for (const number of [1, 2]) expect((await chunk(uuid, number)).status).toBe(204)
    expect((await chunk(uuid, 3)).value).toEqual({})
    chibisafe.fail({ kind: 'wrong-size' })
    const { value } = await api('GET', `/file/${chibisafe.ledger[0]?.fileId}`)
    expect(value.file.size).toBe(bytes.length + 1)
  })

  it('close, lose replies and tell of errors in a success', async () => {
    chibisafe.fail({ kind: 'close', atByte: 1000 })
    expect((await upload([file()])).status).toBe(0)
    expect(chibisafe.ledger).toEqual([])
    chibisafe.fail({ kind: 'no-reply', stored: true })
    expect((await upload([file()])).status).toBe(0)
    expect(chibisafe.ledger).toHaveLength(1)
    chibisafe.fail({ kind: 'error-in-200' })
    expect(await upload([file()])).toMatchObject({ status: 200, value: { statusCode: 500 } })
  })
})

describe('network storage', () => {
  let network: Simulator<'chibisafe'>
  beforeAll(async () => {
    network = await startChibisafe({ networkStorage: true, maxSize: 1_000_000 })
  })
  beforeEach(() => network.reset())
  afterAll(() => network[Symbol.asyncDispose]())

  const name = 'naïve ファイル.bin'
  const type = 'image/png'
  const post = (path: string, body: unknown, headers = {}) =>
    call('POST', `${network.url}/api${path}`, { headers: { ...key, ...headers }, body })
  const begin = (size = bytes.length) => post('/upload', { contentType: type, size, name })
  const put = (url: string, headers: Record<string, string> = { 'content-type': type }, body = bytes) =>
    exchange({ method: 'PUT', url, headers, body })

  it('is given the bytes at the signed address, and the file is there once that is told', async () => {
    const { url, identifier, publicUrl } = (await begin()).value
    expect((await put(url)).status).toBe(200)
    expect(network.ledger).toEqual([])
    const made = await post('/album/create', { name: 'Mine' })
    const albumuuid = made.value.album.uuid
    const { status, value } = await post('/upload/process', { identifier, name, type }, { albumuuid })
    expect([status, value.url]).toEqual([200, publicUrl])
    expect(network.ledger).toMatchObject([{ fileId: value.uuid, name, sha256: sha256(bytes), group: albumuuid }])
    expect((await downloaded(publicUrl)).equals(bytes)).toBe(true)
    expect((await post('/upload/process', { identifier, name, type })).status).toBe(404)
  })

  it('refuses another length or type, a false signature, forms, and what is not there or too large', async () => {
    const { url, identifier } = (await begin()).value
    expect((await put(url, { 'content-type': type }, small)).status).toBe(403)
    expect((await put(url, { 'content-type': 'text/plain' })).status).toBe(403)
    expect((await put(`${url}x`)).text).toContain('SignatureDoesNotMatch')
    expect((await post('/upload/process', { identifier, name, type })).status).toBe(404)
    expect((await begin(1_000_001)).status).toBe(413)
    const { body, headers } = form([file()])
    const byForm = { method: 'POST', url: `${network.url}/api/upload`, headers: { ...headers, ...key }, body }
    expect((await exchange(byForm)).status).toBe(400)
  })

  it('is struck where the bytes go, and where they become a file', async () => {
    network.fail({ kind: 'close', atByte: 1000 })
    network.fail({ kind: 'invalid-json' })
    const { url, identifier } = (await begin()).value
    expect((await put(url)).status).toBe(0)
    expect((await put(url)).status).toBe(200)
    expect(await post('/upload/process', { identifier, name, type }).catch(() => null)).toBeNull()
    expect(network.ledger).toHaveLength(1)
  })
})
