// The simulated Bunkr: albums first, files whole or in chunks, and each trap of the lolisafe protocol.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startBunkr } from './bunkr.ts'
import { call, exchange, type FormPart, form } from './client.ts'
import type { Simulator } from './simulator.ts'

const MB = 1_000_000
const bytes = randomBytes(150_000)
const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('hex')
const headers = { token: 'simulated-token' }
const patiently = { timeout: 20_000 }

let bunkr: Simulator
beforeAll(async () => {
  bunkr = await startBunkr({ maxSizeMb: 3, chunkMb: 1 })
})
beforeEach(() => bunkr.reset())
afterAll(() => bunkr[Symbol.asyncDispose]())

const api = (method: string, path: string, body?: unknown) => call(method, `${bunkr.url}/api${path}`, { headers, body })

async function post(parts: FormPart[], extra: Record<string, string> = {}, url = bunkr.url) {
  const { body, headers: type } = form(parts)
  const all = { ...headers, ...type, ...extra }
  const reply = await exchange({ method: 'POST', url: `${url}/api/upload`, headers: all, body })
  return { status: reply.status, value: reply.text.startsWith('{') ? JSON.parse(reply.text) : reply.text }
}
const file = (body: Buffer = bytes, fileName = 'a.bin'): FormPart => ({ name: 'files[]', fileName, bytes: body })
const albumOf = async (name: string): Promise<number> =>
  (await api('POST', '/albums', { name, description: '', download: true, public: true })).value.id

const fieldsOf = (uuid: string, index: number, total: number): FormPart[] =>
  [
    ['dzuuid', uuid],
    ['dzchunkindex', String(index)],
    ['dztotalfilesize', String(total)],
    ['dzchunksize', String(MB)],
    ['dztotalchunkcount', '2'],
    ['dzchunkbyteoffset', String(index * MB)],
  ].map(([name = '', value = '']) => ({ name, value }))
const chunk = (uuid: string, index: number, body: Buffer) =>
  post([...fieldsOf(uuid, index, 2 * body.length), file(body)])
const finish = (uuid: string, size: number | string, albumid: number | null = null) =>
  api('POST', '/upload/finishchunks', {
    files: [{ uuid, original: 'a.bin', type: 'text/plain', size, albumid, age: null }],
  })

describe('a whole file', () => {
  it('goes into the album of its header, and page, listing and bytes can be read', async () => {
    const id = await albumOf('Mine')
    const { value } = await post([file()], { albumid: String(id) })
    expect(value).toMatchObject({ success: true, files: [{ original: 'a.bin', size: bytes.length }] })
    const [{ name, url, hash }] = value.files
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(bunkr.groups).toEqual([{ id: String(id), name: 'Mine', files: [name] }])
    expect(bunkr.ledger).toMatchObject([{ fileId: name, sha256: sha256(bytes), group: String(id), url }])
    expect((await api('GET', `/album/${id}/0`)).value).toMatchObject({ count: 1, files: [{ name }] })
    expect((await call('GET', url)).text).toContain('a.bin')
    const served = await fetch(`${bunkr.url}/${name}`)
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('that is there already gives the old one, which stays where it was', async () => {
    const [one, two] = [await albumOf('One'), await albumOf('Two')]
    const [first, again] = [
      await post([file()], { albumid: String(one) }),
      await post([file()], { albumid: String(two) }),
    ]
    const [old] = first.value.files
    expect(again.value.files).toEqual([{ ...old, repeated: true }])
    expect(bunkr.ledger).toHaveLength(1)
    expect((await api('GET', `/album/${two}/0`)).value.count).toBe(0)
    const { id } = (await api('GET', `/upload/get/${old.name}`)).value.file
    await api('POST', '/albums/addfiles', { ids: [id], albumid: two })
    expect(bunkr.groups.map(({ files }) => files)).toEqual([[], [old.name]])
  })

  it('for an album that is not there is taken, and in none', async () => {
    expect((await post([file()], { albumid: '999' })).value.success).toBe(true)
    expect(bunkr.ledger).toMatchObject([{ group: null }])
  })

  it.each([
    ['empty', [file(Buffer.alloc(0))], 'Empty files are not allowed.'],
    ['too large', [file(Buffer.alloc(3 * MB + 1))], 'File too large.'],
    ['of a refused type', [file(bytes, 'setup.EXE')], '.exe files are not permitted.'],
    ['under another field', [{ name: 'file', fileName: 'a.bin', bytes }], 'Unexpected field: "file".'],
    ['not there', [{ name: 'a', value: 'b' }], 'No files.'],
    ['behind seven fields', 'abcdefg'.split('').map((name) => ({ name, value: '1' })), 'Too many fields.'],
  ])('that is %s is refused', async (_, parts, description) => {
    expect(await post(parts)).toEqual({ status: 400, value: { success: false, description } })
    expect(bunkr.ledger).toEqual([])
  })

  it('over 100 MB is cut by the proxy, in HTML', async () => {
    const body = Buffer.alloc(100 * MB + 1)
    const reply = await exchange({ method: 'POST', url: `${bunkr.url}/api/upload`, headers, body })
    expect([reply.status, reply.headers['server']]).toEqual([413, 'cloudflare'])
    expect(reply.sent).toBeLessThan(body.length)
  })
})

describe('chunks', () => {
  const [one, two] = [randomBytes(MB), randomBytes(MB)]

  it('are joined in the order in which they came, whatever their index', async () => {
    const uuid = randomUUID()
    for (const [index, body] of [
      [1, two],
      [0, one],
    ] as const)
      expect((await chunk(uuid, index, body)).value).toEqual({ success: true })
    expect((await finish(uuid, 2 * MB)).value).toMatchObject({ success: true, files: [{ size: 2 * MB }] })
    expect(bunkr.ledger).toMatchObject([{ sha256: sha256(Buffer.concat([two, one])) }])
  })

  it('that came twice are in the file twice: a numeric size shows it, and all is thrown away', async () => {
    const uuid = randomUUID()
    for (const body of [one, one, two]) await chunk(uuid, 0, body)
    expect((await finish(uuid, 2 * MB)).value.description).toMatch(/^Resulting physical file size/)
    expect((await finish(uuid, 3 * MB)).value.description).toMatch(/^Invalid file UUID/)
    for (const body of [one, one, two]) await chunk(uuid, 0, body)
    expect((await finish(uuid, String(2 * MB))).value).toMatchObject({ success: true, files: [{ size: 3 * MB }] })
  })

  it('that break off leave what came of them in the file', async () => {
    const uuid = randomUUID()
    await chunk(uuid, 0, one)
    const { body, headers: type } = form([...fieldsOf(uuid, 1, 2 * MB), file(two)])
    const abort = new AbortController()
    const sending = exchange({
      method: 'POST',
      url: `${bunkr.url}/api/upload`,
      headers: { ...headers, ...type },
      body: body.subarray(0, body.length - MB / 2),
      length: body.length,
      signal: abort.signal,
    })
    await expect.poll(() => bunkr.requests.at(-1)?.bytes, patiently).toBe(body.length - MB / 2)
    abort.abort()
    await sending
    await expect.poll(async () => (await chunk(uuid, 1, two)).value, patiently).toEqual({ success: true })
    const { description } = (await finish(uuid, 2 * MB)).value
    const written = Number(/^Resulting physical file size \((\d+)\)/.exec(description)?.[1])
    expect(written).toBeGreaterThan(2 * MB)
    expect(written).toBeLessThan(3 * MB)
  })

  it.each([
    ['of one chunk only', [one], MB, 'Invalid chunks count.'],
    ['unknown', [], MB, 'Invalid file UUID, chunks data had already timed out, or is still processing. Try again?'],
  ])('of a file that is %s are refused', async (_, bodies, size, description) => {
    const uuid = randomUUID()
    for (const body of bodies) await chunk(uuid, 0, body)
    expect((await finish(uuid, size)).value).toEqual({ success: false, description })
  })

  it('that are larger than a chunk may be, or come with fields out of order, are refused', async () => {
    expect((await chunk(randomUUID(), 0, Buffer.alloc(MB + 1))).value.description).toBe('Chunk too large.')
    const [first, ...rest] = fieldsOf(randomUUID(), 0, 2 * MB)
    expect((await post([...rest, ...(first ? [first] : []), file(one)])).value.description).toBe(
      'Malformed chunked upload.',
    )
  })

  it('are forgotten when nothing comes for a while', async () => {
    await using hasty = await startBunkr({ chunkTimeoutMs: 0 })
    const uuid = randomUUID()
    await post([...fieldsOf(uuid, 0, 2 * MB), file(one)], {}, hasty.url)
    const files = [{ uuid, original: 'a', size: MB }]
    await expect
      .poll(
        async () => (await call('POST', `${hasty.url}/api/upload/finishchunks`, { headers, body: { files } })).value,
        patiently,
      )
      .toMatchObject({ description: expect.stringMatching(/^Invalid file UUID/) })
  })
})

describe('albums', () => {
  it('have one name each, cut at 70 characters and escaped; a new one stands on the last page', async () => {
    const name = `<${'n'.repeat(80)}`
    await albumOf(name)
    expect(bunkr.groups[0]?.name).toBe(`&lt;${'n'.repeat(69)}`)
    const again = await api('POST', '/albums', { name })
    expect([again.status, again.value.description]).toEqual([403, 'Album name already in use.'])
    for (let number = 1; number <= 50; number += 1) await albumOf(`Album ${number}`)
    expect((await api('GET', '/albums/0')).value).toMatchObject({ count: 51, albumsPerPage: 50, homeDomain: bunkr.url })
    for (const last of ['1', '-1']) {
      const { albums } = (await api('GET', `/albums/${last}`)).value
      expect(albums).toMatchObject([{ name: 'Album 50' }])
      expect((await call('GET', `${bunkr.url}/a/${albums[0].identifier}`)).text).toContain('Album 50')
    }
  })

  it('are purged with their files', async () => {
    const id = await albumOf('Mine')
    await post([file()], { albumid: String(id) })
    await api('POST', '/albums/disable', { id, purge: true })
    expect(bunkr.groups).toEqual([])
    expect(bunkr.ledger).toMatchObject([{ stored: false }])
  })
})

describe('limits', () => {
  it('are told as texts, of 1 000 000 bytes a MB', async () => {
    const { value } = await call('GET', `${bunkr.url}/api/check`)
    expect(value).toMatchObject({ maxSize: '3MB', chunkSize: { max: '1MB' }, maintenance: false })
  })

  it('of the account decide how long files stay, the first where nobody asks', async () => {
    await using strict = await startBunkr({ retentionPeriods: [24, 0] })
    const upload = (extra: Record<string, string>) => post([file(randomBytes(10))], extra, strict.url)
    expect((await upload({})).value.files[0].expirydate).toBeGreaterThan(Date.now() / 1000 + 86_000)
    expect((await upload({ age: '0' })).value.files[0].expirydate).toBeUndefined()
    expect((await upload({ age: '99' })).status).toBe(403)
  })

  it('of requests answer 429 without Retry-After, which all others carry', async () => {
    await using busy = await startBunkr({ requestsPerSecond: 2 })
    const replies = []
    for (let number = 0; number < 3; number += 1) replies.push(await call('GET', `${busy.url}/api/check`))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(replies.map((reply) => reply.headers.has('retry-after'))).toEqual([true, true, false])
  })

  it('of wrong tokens lock the address out, with a good token too', async () => {
    const wrong = () => call('GET', `${bunkr.url}/api/albums`, { headers: { token: 'wrong' } })
    expect((await wrong()).value).toEqual({ success: false, description: 'Invalid token.', code: 10_001 })
    for (let number = 0; number < 5; number += 1) await wrong()
    expect((await api('GET', '/albums')).status).toBe(429)
  })
})
