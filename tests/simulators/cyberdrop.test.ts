// The simulated Cyberdrop: what it has beside the lolisafe protocol, and what it does not tell.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { call, exchange, type FormPart, form } from './client.ts'
import { startCyberdrop } from './cyberdrop.ts'
import type { Simulator } from './simulator.ts'

const MB = 1_000_000
const bytes = randomBytes(150_000)
const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('hex')
const headers = { token: 'simulated-token' }

let cyberdrop: Simulator<'cyberdrop'>
beforeAll(async () => {
  cyberdrop = await startCyberdrop({ maxSizeMb: 3, chunkMb: 1, refusesNoExtension: true })
})
beforeEach(() => cyberdrop.reset())
afterAll(() => cyberdrop[Symbol.asyncDispose]())

const api = (method: string, path: string, body?: unknown, extra: Record<string, string> = {}) =>
  call(method, `${cyberdrop.url}/api${path}`, { headers: { ...headers, ...extra }, body })
async function post(parts: FormPart[], extra: Record<string, string> = {}) {
  const { body, headers: type } = form(parts)
  const all = { ...headers, ...type, ...extra }
  const reply = await exchange({ method: 'POST', url: `${cyberdrop.url}/api/upload`, headers: all, body })
  return { status: reply.status, value: reply.text.startsWith('{') ? JSON.parse(reply.text) : reply.text }
}
const file = (body: Buffer = bytes, fileName = 'a.bin'): FormPart => ({ name: 'files[]', fileName, bytes: body })
const albumOf = async (name: string): Promise<number> => (await api('POST', '/albums', { name })).value.id
const slugOf = (url: string) => url.split('/').at(-1) ?? ''
const infoOf = (url: string) => call('GET', `${cyberdrop.url}/api/file/info/${slugOf(url)}`)

describe('a file', () => {
  it('goes into an album, which names its link to who asks for it simply', async () => {
    const id = await albumOf('Mine')
    const { value } = await post([file()], { albumid: String(id) })
    const [{ name, url }] = value.files
    expect(value).toEqual({ success: true, files: [{ name, url }] })
    expect(url).toMatch(/\/f\/\w+$/)
    expect(cyberdrop.ledger).toMatchObject([{ fileId: name, sha256: sha256(bytes), group: String(id), url }])
    expect(cyberdrop.groups).toEqual([{ id: String(id), name: 'Mine', files: [name] }])
    const { albums } = (await api('GET', '/albums', undefined, { simple: '1' })).value
    expect(albums).toEqual([{ id, name: 'Mine', identifier: expect.stringMatching(/^\w{8}$/) }])
    const page = await call('GET', `${cyberdrop.url}/a/${albums[0].identifier}?nojs`)
    expect([page.status, page.text]).toEqual([200, expect.stringContaining(url)])
    const href = /href="([^"]+)"/.exec((await call('GET', url)).text)?.[1] ?? ''
    const served = await fetch(new URL(href, url))
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('can be looked up by anybody, until it is deleted', async () => {
    const [{ name, url }] = (await post([file()])).value.files
    const info = await infoOf(url)
    expect(info.value).toMatchObject({ name: 'a.bin', size: bytes.length, slug: slugOf(url) })
    expect((await call('GET', info.value.auth_url)).value.url).toBe(`${cyberdrop.url}/${name}`)
    await api('POST', '/upload/bulkdelete', { field: 'name', values: [name] })
    expect([(await infoOf(url)).status, (await call('GET', url)).status]).toEqual([404, 404])
    expect(cyberdrop.ledger).toMatchObject([{ stored: false }])
  })

  it('is listed in its album by slug, with no hash', async () => {
    const id = await albumOf('Mine')
    const [{ name, url }] = (await post([file()], { albumid: String(id) })).value.files
    const { files } = (await api('GET', `/album/${id}/0`)).value
    expect(files).toMatchObject([{ name, slug: slugOf(url), size: bytes.length, albumid: id, extname: '.bin' }])
    expect(files[0]).not.toHaveProperty('hash')
  })

  it('that is there already gives the old one', async () => {
    const [first] = (await post([file()])).value.files
    expect((await post([file()])).value.files).toEqual([{ ...first, repeated: true }])
    expect(cyberdrop.ledger).toHaveLength(1)
  })

  it.each([
    ['empty', [file(Buffer.alloc(0))], 'Empty files are not allowed.'],
    ['without extension', [file(bytes, 'readme')], 'Files with no extension are not permitted.'],
    ['not a field of its own', [{ name: 'file', fileName: 'a.bin', bytes }], 'Unexpected field: "file".'],
  ])('that is %s is refused', async (_, parts, description) => {
    expect(await post(parts)).toEqual({ status: 400, value: { success: false, description } })
    expect(cyberdrop.ledger).toEqual([])
  })

  it('over 95 MB is cut by the proxy before its end', async () => {
    const url = `${cyberdrop.url}/api/upload`
    const reply = await exchange({ method: 'POST', url, headers, body: Buffer.alloc(95_100_000) })
    expect(reply).toMatchObject({ status: 413, headers: { connection: 'close', server: 'cloudflare' } })
  })

  it('comes in chunks too, joined where the node is', async () => {
    const parts = [randomBytes(MB), randomBytes(MB / 2)]
    const whole = Buffer.concat(parts)
    const uuid = randomUUID()
    const id = await albumOf('Mine')
    const { url } = (await api('GET', '/node')).value
    expect(url).toBe(`${cyberdrop.url}/api/upload`)
    for (const [index, part] of parts.entries()) {
      const fields = {
        dzuuid: uuid,
        dzchunkindex: index,
        dztotalfilesize: whole.length,
        dzchunksize: MB,
        dztotalchunkcount: 2,
        dzchunkbyteoffset: index * MB,
      }
      const texts = Object.entries(fields).map(([name, value]) => ({ name, value: String(value) }))
      expect((await post([...texts, file(part)], { albumid: String(id) })).value).toEqual({ success: true })
    }
    const files = [{ uuid, original: 'a.bin', type: 'text/plain', size: whole.length, albumid: id }]
    expect((await api('POST', '/upload/finishchunks', { files })).value.success).toBe(true)
    expect(cyberdrop.ledger).toMatchObject([{ sha256: sha256(whole), group: String(id) }])
  })
})

describe('the account', () => {
  it('is opened with a token, which a login gives as well', async () => {
    const login = (password: string) =>
      call('POST', `${cyberdrop.url}/api/login`, { body: { username: 'simulated', password } })
    expect((await login('simulated-password')).value.token).toBe('simulated-token')
    expect((await login('wrong')).status).toBe(403)
    expect((await call('GET', `${cyberdrop.url}/api/node`)).status).toBe(403)
    expect((await api('GET', '/node', undefined, { token: 'wrong' })).value.code).toBe(10_001)
  })

  it('has one album of each name, and can hide it', async () => {
    const id = await albumOf('Mine')
    const again = await api('POST', '/albums', { name: 'Mine' })
    expect(again.value).toEqual({ success: false, description: expect.stringContaining('already an album') })
    const [{ identifier }] = (await api('GET', '/albums/0')).value.albums
    const page = async () => (await call('GET', `${cyberdrop.url}/a/${identifier}?nojs`)).status
    expect(await page()).toBe(200)
    const edited = { id, name: 'Yours', description: '', download: true, public: false, requestLink: false }
    expect((await api('POST', '/albums/edit', edited)).value.success).toBe(true)
    expect(cyberdrop.groups).toMatchObject([{ name: 'Yours' }])
    expect(await page()).toBe(404)
    expect((await api('POST', '/albums/edit', { ...edited, id: 7 })).status).toBe(400)
  })
})

describe('faults', () => {
  it('of sizes strike the info, which alone tells them', async () => {
    cyberdrop.fail({ kind: 'wrong-size' })
    const [{ url }] = (await post([file()])).value.files
    expect((await infoOf(url)).value.size).toBe(bytes.length + 1)
  })

  it('take the link from the answer, answer with a status or an error in 200, or do not answer', async () => {
    cyberdrop.fail({ kind: 'missing-id' })
    expect((await post([file()])).value.files).toEqual([{}])
    cyberdrop.fail({ kind: 'status', status: 503 })
    expect((await post([file(randomBytes(10))])).status).toBe(503)
    cyberdrop.fail({ kind: 'error-in-200' })
    expect(await post([file(randomBytes(10))])).toMatchObject({ status: 200, value: { success: false } })
    cyberdrop.fail({ kind: 'close', atByte: 100 })
    expect((await post([file(randomBytes(10))])).status).toBe(0)
    expect(cyberdrop.ledger).toHaveLength(1)
  })
})
