// The simulated VikingFile takes parts at presigned addresses, and files exist from their commit on.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { call, exchange, form } from './client.ts'
import type { Fault } from './fault.ts'
import type { Simulator } from './simulator.ts'
import { startVikingfile } from './vikingfile.ts'

const bytes = randomBytes(250_000)
const partSize = 100_000
const sha256 = createHash('sha256').update(bytes).digest('hex')
const user = 'simulated-user'

let viking: Simulator<'vikingfile'>
beforeAll(async () => {
  viking = await startVikingfile({ userHash: user, partSize, listPageSize: 2, maxFileSize: 1_000_000 })
})
beforeEach(() => viking.reset())
afterAll(() => viking[Symbol.asyncDispose]())

async function api(path: string, fields: [string, string][], base = viking.url) {
  const response = await fetch(`${base}/api/${path}`, { method: 'POST', body: new URLSearchParams(fields) })
  return JSON.parse(await response.text())
}
type Begun = { uploadId: string; key: string; partSize: number; numberParts: number; urls: string[] }
const begin = (size = bytes.length): Promise<Begun> => api('get-upload-url', [['size', String(size)]])
const put = (url = '', body = bytes, headers = {}) => exchange({ method: 'PUT', url, body, headers })
const slice = (at: number) => bytes.subarray(at * partSize, (at + 1) * partSize)

async function putAll({ urls }: Begun): Promise<string[]> {
  const etags = []
  for (const [at, url] of urls.entries()) etags.push((await put(url, slice(at))).headers.etag ?? '')
  return etags
}

const fieldsOf = ({ key, uploadId }: Begun, etags: string[], given: Record<string, string> = {}): [string, string][] =>
  Object.entries({
    key,
    uploadId,
    name: 'a.bin',
    user: '',
    ...Object.fromEntries(
      etags.flatMap((etag, at) => [
        [`parts[${at}][PartNumber]`, String(at + 1)],
        [`parts[${at}][ETag]`, etag],
      ]),
    ),
    ...given,
  })

async function upload(given: Record<string, string> = {}) {
  const begun = await begin()
  return api('complete-upload', fieldsOf(begun, await putAll(begun), given))
}

it('an upload of three parts is a file from its commit on, and its page leads to the bytes', async () => {
  const begun = await begin()
  expect(begun).toMatchObject({ partSize, numberParts: 3 })
  const etags = await putAll(begun)
  expect(etags[0]).toBe(`"${createHash('md5').update(slice(0)).digest('hex')}"`)
  expect(viking.ledger).toEqual([])
  const reply = await api('complete-upload', fieldsOf(begun, etags, { name: 'naïve ファイル.txt' }))
  expect(reply).toEqual({
    name: 'naïve ファイル.txt',
    size: '250000',
    hash: viking.ledger[0]?.fileId,
    url: viking.ledger[0]?.url,
  })
  expect(viking.ledger).toMatchObject([{ name: 'naïve ファイル.txt', size: 250_000, sha256, group: null }])
  const page = await call('GET', reply.url)
  const [, href] = /href="([^"]+)"/.exec(page.text) ?? []
  expect(Buffer.from(await (await fetch(viking.url + href)).arrayBuffer()).equals(bytes)).toBe(true)
})

it('any part may be put again, and the last one counts', async () => {
  const begun = await begin()
  await put(begun.urls[1], randomBytes(partSize))
  const etags = await putAll(begun)
  expect((await api('complete-upload', fieldsOf(begun, etags))).url).toBeTruthy()
  expect(viking.ledger).toMatchObject([{ sha256 }])
})

it('the fields may come as a multipart form too', async () => {
  const { body, headers } = form([{ name: 'size', value: '5' }])
  const reply = await exchange({ method: 'POST', url: `${viking.url}/api/get-upload-url`, headers, body })
  expect(JSON.parse(reply.text)).toMatchObject({ numberParts: 1 })
})

describe('a part is refused', () => {
  it('with a changed or an expired signature', async () => {
    const { urls } = await begin()
    const changed = await put(urls[0]?.replace('partNumber=1', 'partNumber=2'), slice(1))
    expect([changed.status, changed.text]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')])
    await using hasty = await startVikingfile({ addressSeconds: 0 })
    const late = await api('get-upload-url', [['size', '5']], hasty.url)
    const expired = await put(late.urls[0], Buffer.from('12345'))
    expect([expired.status, expired.text]).toEqual([403, expect.stringContaining('expired')])
  })

  it('with an authorization of its own, or without a length', async () => {
    const { urls } = await begin()
    expect((await put(urls[0], slice(0), { authorization: 'Bearer x' })).status).toBe(400)
    const chunked = await exchange({ method: 'PUT', url: urls[0] ?? '', body: slice(0), length: null })
    expect(chunked.status).toBe(411)
  })

  it('once its upload is complete', async () => {
    const begun = await begin()
    await api('complete-upload', fieldsOf(begun, await putAll(begun)))
    expect((await put(begun.urls[0], slice(0))).text).toContain('NoSuchUpload')
  })
})

describe('a commit is refused', () => {
  it.each<[string, Record<string, string>, string]>([
    ['with an unknown key', { key: 'nope' }, 'Invalid upload'],
    ['with another upload’s id', { uploadId: 'nope' }, 'Invalid upload'],
    ['with no name', { name: '' }, 'Invalid name'],
    ['of an unknown user', { user: 'somebody' }, 'Invalid user'],
    ['with a wrong ETag', { 'parts[1][ETag]': '"00"' }, 'Invalid parts'],
    ['with a part out of order', { 'parts[1][PartNumber]': '3' }, 'Invalid parts'],
    ['with a part too many', { 'parts[3][PartNumber]': '4' }, 'Invalid parts'],
  ])('%s', async (_, given, error) => {
    expect(await upload(given)).toEqual({ error })
    expect(viking.ledger).toEqual([])
  })

  it('with the field `user` left out, with a part of another size, and the second time', async () => {
    const begun = await begin()
    const etags = await putAll(begun)
    const fields = fieldsOf(begun, etags)
    const nobody = fields.filter(([name]) => name !== 'user')
    expect(await api('complete-upload', nobody)).toEqual({ error: 'Invalid user' })
    const short = (await put(begun.urls[0], slice(0).subarray(1))).headers.etag ?? ''
    expect(await api('complete-upload', fieldsOf(begun, [short, ...etags.slice(1)]))).toEqual({
      error: 'Invalid parts',
    })
    await putAll(begun)
    expect((await api('complete-upload', fields)).url).toBeTruthy()
    expect(await api('complete-upload', fields)).toEqual({ error: 'Invalid upload' })
  })
})

it.each(['0', '', '-1', '1.5', '1000001'])('no addresses are given for a size of "%s"', async (size) => {
  expect(await api('get-upload-url', [['size', size]])).toEqual({ error: expect.any(String) })
})

it('the older way takes one form', async () => {
  const { server } = (await call('GET', `${viking.url}/api/get-server`)).value
  const post = async (field: string, before = [{ name: 'user', value: user }]) => {
    const { body, headers } = form([...before, { name: field, fileName: 'b.bin', bytes }])
    return JSON.parse((await exchange({ method: 'POST', url: server, headers, body })).text)
  }
  expect(await post('file')).toMatchObject({ name: 'b.bin', size: '250000' })
  expect(await post('upload')).toEqual({ error: 'No file' })
  expect(await post('file', [])).toEqual({ error: 'Invalid user' })
  expect(viking.ledger).toMatchObject([{ name: 'b.bin', sha256 }])
})

describe('files', () => {
  it('are checked one by one or up to 100 at once, in the order asked', async () => {
    const { hash } = await upload()
    const alive = { exist: true, name: 'a.bin', size: '250000' }
    expect(await api('check-file', [['hash', hash]])).toEqual(alive)
    const several = ['nope', hash].map((each): [string, string] => ['hash[]', each])
    expect(await api('check-file', several)).toEqual([{ exist: false }, alive])
    const many = Array.from({ length: 101 }, (): [string, string] => ['hash[]', hash])
    expect(await api('check-file', many)).toEqual({ error: 'Too many hashes' })
  })

  it('are deleted and renamed by their owner only', async () => {
    const { hash, url } = await upload({ user })
    const change = (path: string, by: string) =>
      api(path, [
        ['hash', hash],
        ['user', by],
        ['name', 'new.bin'],
      ])
    expect(await change('delete-file', '')).toEqual({ error: 'Invalid user' })
    expect(await change('rename-file', user)).toEqual({ error: 'success' })
    expect(await api('check-file', [['hash', hash]])).toMatchObject({ exist: true, name: 'new.bin' })
    expect(await change('delete-file', user)).toEqual({ error: 'success' })
    expect(await change('delete-file', user)).toEqual({ error: 'File not found' })
    expect(await api('check-file', [['hash', hash]])).toEqual({ exist: false })
    expect(viking.ledger[0]?.stored).toBe(false)
    expect((await call('GET', url)).status).toBe(404)
    const anonymous = await upload()
    expect(
      await api('delete-file', [
        ['hash', anonymous.hash],
        ['user', user],
      ]),
    ).toEqual({ error: 'File is not yours' })
  })

  it('are listed for their account, by folder and page', async () => {
    for (const name of ['a', 'b', 'c']) await upload({ user, name })
    const { hash } = await upload({ user, path: 'Mirrors/Mine' })
    const list = (...more: [string, string][]) => api('list-files', [['user', user], ...more])
    expect(await list(['page', '2'])).toMatchObject({ currentPage: 2, maxPages: 2, files: [{ name: 'a' }] })
    expect((await list(['page', '1'], ['path', 'Mirrors/Mine'])).files).toMatchObject([{ hash, size: '250000' }])
    expect(await list(['page', '0'])).toEqual({ error: 'Invalid page' })
    expect(viking.groups).toEqual([{ id: 'Mirrors/Mine', name: 'Mine', files: [hash] }])
  })
})

it('pages may ask for a captcha whatever there is, or lead elsewhere first', async () => {
  await using shy = await startVikingfile({ pages: 'captcha' })
  expect((await call('GET', `${shy.url}/f/nope`)).status).toBe(200)
  await using moved = await startVikingfile({ pages: 'redirect' })
  const reply = await fetch(`${moved.url}/f/abc`, { redirect: 'manual' })
  expect([reply.status, reply.headers.get('location')]).toEqual([302, '/sister/f/abc'])
})

it('faults strike parts on their way and the reply of the commit', async () => {
  const faults: Fault[] = [
    { kind: 'status', status: 503 },
    { kind: 'close', atByte: 1000 },
    { kind: 'wrong-size' },
    { kind: 'missing-id' },
    { kind: 'error-in-200' },
    { kind: 'no-reply', stored: true, on: 'finish' },
  ]
  for (const fault of faults) viking.fail(fault)
  const begun = await begin()
  expect([(await put(begun.urls[0], slice(0))).status, (await put(begun.urls[0], slice(0))).status]).toEqual([503, 0])
  expect(await upload()).toMatchObject({ size: '250001' })
  expect(await upload()).toEqual({ name: 'a.bin', size: '250000' })
  expect(await upload()).toEqual({ error: expect.any(String) })
  expect(viking.ledger).toHaveLength(2)
  await expect(upload()).rejects.toThrow()
  expect(viking.ledger).toHaveLength(3)
  expect(viking.faultsLeft()).toBe(0)
})
