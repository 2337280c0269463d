// The simulated PixelDrain takes what its documentation allows and refuses what it forbids.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { call, exchange, form } from './client.ts'
import { startPixeldrain } from './pixeldrain.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(200_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const authorization = `Basic ${Buffer.from(':simulated-key').toString('base64')}`

let drain: Simulator
beforeAll(async () => {
  drain = await startPixeldrain({ maxFileSize: 1_000_000 })
})
beforeEach(() => drain.reset())
afterAll(() => drain[Symbol.asyncDispose]())

const put = (name: string, body: Buffer, headers: Record<string, string> = { authorization }) =>
  exchange({ method: 'PUT', url: `${drain.url}/api/file/${encodeURIComponent(name)}`, headers, body })
const idOf = ({ text }: { text: string }): string => JSON.parse(text).id
const stored = async (name = 'a.bin') => idOf(await put(name, bytes))
const api = (method: string, path: string, body?: unknown) =>
  call(method, `${drain.url}/api${path}`, { headers: { authorization }, body })

describe('an upload', () => {
  it('answers 201 with an id, and the ledger and the info tell the same size and digest', async () => {
    const name = 'naïve ファイル "q".txt'
    const reply = await put(name, bytes)
    expect(reply.status).toBe(201)
    const id = idOf(reply)
    const told = { name, size: bytes.length }
    expect(drain.ledger).toMatchObject([{ fileId: id, ...told, sha256, group: null, stored: true }])
    expect((await api('GET', `/file/${id}/info`)).value).toMatchObject({
      id,
      ...told,
      hash_sha256: sha256,
      can_edit: true,
    })
    expect((await api('GET', '/user/files')).value.files).toMatchObject([{ id, ...told }])
  })

  it('serves the bytes again, whole and in part, and has a page', async () => {
    const id = await stored()
    const served = await fetch(`${drain.url}/api/file/${id}`)
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true)
    const part = await fetch(`${drain.url}/api/file/${id}`, { headers: { range: 'bytes=10-19' } })
    expect([part.status, Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20))]).toEqual([206, true])
    const page = await call('GET', drain.ledger[0]?.url ?? '')
    expect(page.status).toBe(200)
    expect(page.text).toContain('a.bin')
  })

  it('is taken as a form too, named by the field before the file', async () => {
    const { body, headers } = form([
      { name: 'name', value: 'ünï.bin' },
      { name: 'file', fileName: 'other.bin', bytes },
    ])
    const reply = await exchange({
      method: 'POST',
      url: `${drain.url}/api/file`,
      headers: { ...headers, authorization },
      body,
    })
    expect(reply.status).toBe(200)
    expect(drain.ledger).toMatchObject([{ fileId: idOf(reply), name: 'ünï.bin', sha256 }])
  })

  it.each([
    ['with no key', 'a', bytes, {}, 401, 'authentication_required'],
    ['with a wrong key', 'a', bytes, { authorization: 'Basic Onk=' }, 401, 'authentication_failed'],
    ['with the key as a bearer', 'a', bytes, { authorization: 'Bearer simulated-key' }, 401, 'authentication_failed'],
    ['of 0 bytes', 'a', Buffer.alloc(0), { authorization }, 422, 'no_file'],
    ['with a name of 256 characters', 'n'.repeat(256), bytes, { authorization }, 413, 'name_too_long'],
  ])('%s is refused', async (_, name, body, headers, status, value) => {
    const reply = await put(name, body, headers)
    expect([reply.status, JSON.parse(reply.text).value]).toEqual([status, value])
    expect(drain.ledger).toEqual([])
  })

  it('that is too large is refused before its body was sent, and the connection closes', async () => {
    const reply = await put('large', Buffer.alloc(50_000_000))
    expect([reply.status, JSON.parse(reply.text).value]).toEqual([413, 'file_too_large'])
    expect(reply.headers.connection).toBe('close')
    expect(reply.sent).toBeLessThan(50_000_000)
  })

  it('with chunked transfer encoding is refused with 411', async () => {
    const reply = await exchange({
      method: 'PUT',
      url: `${drain.url}/api/file/a`,
      headers: { authorization },
      body: bytes,
      length: null,
    })
    expect(reply.status).toBe(411)
  })

  it('that breaks off in the middle leaves nothing', async () => {
    const abort = new AbortController()
    const sending = exchange({
      method: 'PUT',
      url: `${drain.url}/api/file/a`,
      headers: { authorization },
      body: bytes,
      length: bytes.length + 1,
      signal: abort.signal,
    })
    await expect.poll(() => drain.requests.length, { timeout: 20_000 }).toBe(1)
    abort.abort()
    expect((await sending).status).toBe(0)
    await expect.poll(() => drain.requests[0]?.bytes, { timeout: 20_000 }).toBe(bytes.length)
    expect(drain.requests[0]?.status).toBe(0)
    expect(drain.ledger).toEqual([])
  })
})

describe('info', () => {
  it('takes up to 1000 ids and then answers with an array', async () => {
    const ids = [await stored('1'), await stored('2')]
    const { value } = await api('GET', `/file/${ids.join(',')}/info`)
    expect(value).toMatchObject(ids.map((id) => ({ id })))
    expect((await api('GET', `/file/${Array(1001).fill(ids[0]).join(',')}/info`)).value.value).toBe('too_many_files')
  })

  it('is 404 for what was never there and for what was deleted', async () => {
    const id = await stored()
    expect((await api('DELETE', `/file/${id}`)).value).toMatchObject({ success: true, value: 'file_deleted' })
    const gone = await api('GET', `/file/${id}/info`)
    expect([gone.status, gone.value.value]).toEqual([404, 'file_not_found'])
    expect(drain.ledger[0]?.stored).toBe(false)
    expect((await call('GET', `${drain.url}/u/${id}`)).status).toBe(404)
  })
})

describe('a list', () => {
  it('is made of stored files, changed, read by anyone, shown as a page and deleted', async () => {
    const [one, two] = [await stored('one.bin'), await stored('two.bin')]
    const made = await api('POST', '/list', { title: 'Mine', anonymous: false, files: [{ id: one, description: '' }] })
    expect([made.status, made.value.success]).toEqual([201, true])
    const { id } = made.value
    expect((await api('PUT', `/list/${id}`, { title: 'Mine', files: [{ id: one }, { id: two }] })).status).toBe(200)
    expect(drain.groups).toEqual([{ id, name: 'Mine', files: [one, two] }])
    expect(drain.ledger.map(({ group }) => group)).toEqual([id, id])
    expect((await call('GET', `${drain.url}/api/list/${id}`)).value).toMatchObject({ title: 'Mine', file_count: 2 })
    expect((await api('GET', '/user/lists')).value.lists).toMatchObject([{ id, title: 'Mine', file_count: 2 }])
    expect((await call('GET', `${drain.url}/l/${id}`)).text).toContain('two.bin')
    expect((await api('DELETE', `/list/${id}`)).status).toBe(200)
    expect((await api('GET', `/list/${id}`)).value.value).toBe('list_not_found')
  })

  it.each([
    ['empty', { title: '', files: [] }, 422, 'cannot_create_empty_list'],
    ['of an unknown file', { title: '', files: [{ id: 'nope' }] }, 422, 'list_file_not_found'],
    ['with a title of 301 characters', { title: 't'.repeat(301), files: [{ id: 'nope' }] }, 413, 'title_too_long'],
    ['of another shape', { title: 1 }, 422, 'json_parse_failed'],
  ])('%s is refused', async (_, body, status, value) => {
    const reply = await api('POST', '/list', body)
    expect([reply.status, reply.value.value]).toEqual([status, value])
  })

  it('that was made anonymously belongs to nobody', async () => {
    const { value } = await api('POST', '/list', { title: '', anonymous: true, files: [{ id: await stored() }] })
    expect((await api('DELETE', `/list/${value.id}`)).status).toBe(403)
  })

  it('needs the JSON content type and the key', async () => {
    const body = JSON.stringify({ title: '', files: [{ id: await stored() }] })
    const plain = await fetch(`${drain.url}/api/list`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/plain' },
      body,
    })
    expect(plain.status).toBe(422)
    expect((await call('POST', `${drain.url}/api/list`, { body: {} })).status).toBe(401)
  })
})

it('tells the limits of the account', async () => {
  await stored()
  expect((await api('GET', '/user')).value).toMatchObject({
    subscription: { file_size_limit: 1_000_000, file_expiry_days: 60 },
    storage_space_used: bytes.length,
  })
})
