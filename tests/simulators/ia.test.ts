// The simulated Internet Archive takes files into items over S3, and shows them once they are ingested.
import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { call, exchange } from './client.ts'
import type { Fault } from './fault.ts'
import { startIa } from './ia.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(150_000)
const digest = (name: string) => createHash(name).update(bytes).digest('hex')
const authorization = 'LOW simulated-access:simulated-secret'
const making = { authorization, 'x-archive-auto-make-bucket': '1' }

let archive: Simulator<'ia'>
beforeAll(async () => {
  archive = await startIa({ foreignItems: ['theirs'], darkItems: ['taken-down'], maxFileSize: 1_000_000 })
})
beforeEach(() => archive.reset())
afterEach(() => vi.useRealTimers())
afterAll(() => archive[Symbol.asyncDispose]())

type Putting = { headers?: Record<string, string>; body?: Buffer; at?: string }
const put = (path: string, { headers = making, body = bytes, at = archive.url }: Putting = {}) =>
  exchange({ method: 'PUT', url: `${at}/${path}`, headers, body })
const metadata = async (item: string, at = archive.url) => (await call('GET', `${at}/metadata/${item}`)).value
const told = ({ status, text }: { status: number; text: string }) => [status, /<Code>(\w+)/.exec(text)?.[1]]

it('a file makes its item, and the metadata tells its size and digests', async () => {
  const reply = await put('my-item/na%C3%AFve%20%28a%29.txt', {
    headers: {
      ...making,
      'x-archive-queue-derive': '0',
      'x-archive-size-hint': '150000',
      'x-archive-meta-title': 'uri(M%C3%AFne)',
      'x-archive-meta-mediatype': 'data',
      'x-archive-meta-collection': 'test_collection',
      'content-md5': digest('md5'),
    },
  })
  expect([reply.status, reply.text]).toEqual([200, ''])
  const url = `${archive.url}/download/my-item/na%C3%AFve%20%28a%29.txt`
  const name = 'naïve (a).txt'
  expect(archive.ledger).toMatchObject([{ name, size: 150_000, sha256: digest('sha256'), group: 'my-item', url }])
  expect(archive.groups).toEqual([{ id: 'my-item', name: 'Mïne', files: [`my-item/${name}`] }])
  const { files, metadata: meta } = await metadata('my-item')
  const digests = { md5: digest('md5'), sha1: digest('sha1'), crc32: crc32(bytes).toString(16).padStart(8, '0') }
  expect(files[0]).toMatchObject({ name, size: '150000', source: 'original', ...digests })
  expect(meta).toMatchObject({ identifier: 'my-item', title: 'Mïne', collection: 'test_collection' })
  const page = await call('GET', `${archive.url}/details/my-item`)
  const [, href] = /href="([^"]+)"/.exec(page.text) ?? []
  expect(archive.url + href).toBe(url)
  expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bytes)).toBe(true)
})

it('a public address leads to a node first', async () => {
  await put('my-item/a.bin')
  const reply = await fetch(`${archive.url}/download/my-item/a.bin`, { method: 'HEAD', redirect: 'manual' })
  expect([reply.status, reply.headers.get('location')]).toEqual([302, '/ia600001/items/my-item/a.bin'])
})

describe('a file is refused', () => {
  it.each<[string, string, Putting, number, string]>([
    ['with no keys', 'my-item/a', { headers: {} }, 403, 'AccessDenied'],
    ['with wrong keys', 'my-item/a', { headers: { authorization: 'LOW a:b' } }, 403, 'InvalidAccessKeyId'],
    ['with keys as a bearer', 'my-item/a', { headers: { authorization: 'Bearer a:b' } }, 403, 'InvalidAccessKeyId'],
    ['into an item of another name than items have', 'it/a', {}, 400, 'InvalidBucketName'],
    ['into an item that it may not make', 'my-item/a', { headers: { authorization } }, 404, 'NoSuchBucket'],
    ['into somebody else’s item', 'theirs/a', {}, 403, 'AccessDenied'],
    ['into an item that was taken down', 'taken-down/a', {}, 403, 'AccessDenied'],
    ['with a wrong digest', 'my-item/a', { headers: { ...making, 'content-md5': '0'.repeat(32) } }, 400, 'BadDigest'],
    [
      'with a title of raw bytes',
      'i-1/a',
      { headers: { ...making, 'x-archive-meta-title': 'ï' } },
      400,
      'InvalidArgument',
    ],
    [
      'into a collection of others',
      'i-1/a',
      { headers: { ...making, 'x-archive-meta-collection': 'nasa' } },
      400,
      'InvalidArgument',
    ],
    ['with a name of 256 bytes', `my-item/${'n'.repeat(256)}`, {}, 400, 'InvalidArgument'],
    ['with a name that is a folder', 'my-item/a%2F..%2Fb', {}, 400, 'InvalidArgument'],
  ])('%s', async (_, path, putting, status, code) => {
    expect(told(await put(path, putting))).toEqual([status, code])
    expect([archive.ledger, archive.groups]).toEqual([[], []])
  })

  it('that is too large, before its body was sent, or that has no length', async () => {
    const large = await put('my-item/a', { body: Buffer.alloc(20_000_000) })
    expect(told(large)).toEqual([400, 'EntityTooLarge'])
    expect(large.sent).toBeLessThan(20_000_000)
    const url = `${archive.url}/my-item/a`
    expect((await exchange({ method: 'PUT', url, headers: making, body: bytes, length: null })).status).toBe(411)
  })
})

it('a digest in Base64 is taken too, and a file of the same name takes the place of the first', async () => {
  const base64 = createHash('md5').update(bytes).digest('base64')
  await put('my-item/a', { body: randomBytes(10) })
  await put('my-item/a', { headers: { authorization, 'content-md5': base64 } })
  expect(archive.ledger.map(({ stored }) => stored)).toEqual([false, true])
  expect((await metadata('my-item')).files[0]).toMatchObject({ name: 'a', md5: digest('md5') })
})

it('an item can be made by itself, unless it is there', async () => {
  const codes = []
  for (const item of ['my-item', 'my-item', 'theirs']) codes.push(told(await put(item, { body: Buffer.alloc(0) })))
  expect(codes).toEqual([
    [200, undefined],
    [409, 'BucketAlreadyOwnedByYou'],
    [409, 'BucketAlreadyExists'],
  ])
  expect((await put('my-item/a', { headers: { authorization } })).status).toBe(200)
})

describe('deleting', () => {
  const remove = (path: string, headers: Record<string, string> = { authorization }) =>
    exchange({ method: 'DELETE', url: `${archive.url}/${path}`, headers })

  it('takes files away for those who have the keys', async () => {
    await put('my-item/a')
    expect((await remove('my-item/a', {})).status).toBe(403)
    expect((await remove('my-item/a', { authorization, 'x-archive-cascade-delete': '1' })).status).toBe(204)
    expect(told(await remove('my-item/a'))).toEqual([404, 'NoSuchKey'])
    expect(archive.ledger[0]?.stored).toBe(false)
    expect((await metadata('my-item')).files.map(({ name }: { name: string }) => name)).not.toContain('a')
    expect((await call('GET', `${archive.url}/download/my-item/a`)).status).toBe(404)
  })

  it('takes no items away', async () => {
    await put('my-item/a')
    expect(told(await remove('my-item'))).toEqual([405, 'MethodNotAllowed'])
  })
})

it('metadata is empty where there is no item, and tells of items that are dark or somebody else’s', async () => {
  expect(await metadata('nothing-here')).toEqual({})
  expect(await metadata('taken-down')).toMatchObject({ is_dark: true })
  expect(await metadata('theirs')).toMatchObject({ metadata: { identifier: 'theirs' } })
  expect((await call('GET', `${archive.url}/details/nothing-here`)).status).toBe(404)
})

it('readers see files, and that they are gone, a while later', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await using slow = await startIa({ ingestMs: 60_000 })
  await put('my-item/a', { at: slow.url })
  expect(slow.ledger).toHaveLength(1)
  expect(await metadata('my-item', slow.url)).toEqual({})
  expect((await call('GET', slow.ledger[0]?.url ?? '')).status).toBe(404)
  vi.advanceTimersByTime(60_000)
  expect(await metadata('my-item', slow.url)).toMatchObject({ files: [{ name: 'a' }, {}] })
  await exchange({ method: 'DELETE', url: `${slow.url}/my-item/a`, headers: { authorization } })
  expect(slow.ledger[0]?.stored).toBe(false)
  expect((await metadata('my-item', slow.url)).files).toHaveLength(2)
  vi.advanceTimersByTime(60_000)
  expect((await metadata('my-item', slow.url)).files).toHaveLength(1)
})

it('busy times are told by the check of limits and by SlowDown', async () => {
  await using busy = await startIa({ overLimit: 1, slowDowns: 1 })
  const check = async () =>
    (await call('GET', `${busy.url}/?check_limit=1&accesskey=simulated-access&bucket=my-item`)).value.over_limit
  expect([await check(), await check()]).toEqual([1, 0])
  expect(told(await put('my-item/a', { at: busy.url }))).toEqual([503, 'SlowDown'])
  expect((await put('my-item/a', { at: busy.url })).status).toBe(200)
})

it('files may be sent on to another address, which wants the keys again', async () => {
  await using moved = await startIa({ redirects: true })
  const { status, headers } = await put('my-item/a', { at: moved.url })
  expect(status).toBe(307)
  const location = { method: 'PUT', url: headers.location ?? '', body: bytes }
  expect((await exchange(location)).status).toBe(403)
  expect((await exchange({ ...location, headers: making })).status).toBe(200)
  expect(moved.ledger).toMatchObject([{ name: 'a', sha256: digest('sha256') }])
})

it('the account is known by its keys', async () => {
  await put('my-item/a')
  const list = await call('GET', `${archive.url}/`, { headers: { authorization } })
  expect([list.status, list.text]).toEqual([200, expect.stringContaining('<Name>my-item</Name>')])
  expect((await call('GET', `${archive.url}/`)).status).toBe(403)
})

it('a file may come in parts', async () => {
  const post = (query: string, body = '') =>
    exchange({ method: 'POST', url: `${archive.url}/my-item/a?${query}`, headers: making, body: Buffer.from(body) })
  const uploadId = /<UploadId>(.+)<\/UploadId>/.exec((await post('uploads')).text)?.[1] ?? ''
  const etags = []
  for (const [at, end] of [100_000, 150_000].entries()) {
    const part = { headers: { authorization }, body: bytes.subarray(at * 100_000, end) }
    etags.push((await put(`my-item/a?partNumber=${at + 1}&uploadId=${uploadId}`, part)).headers.etag ?? '')
  }
  const list = (all: string[]) =>
    `<CompleteMultipartUpload>${all.map((etag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${etag}</ETag></Part>`).join('')}</CompleteMultipartUpload>`
  expect(told(await post(`uploadId=${uploadId}`, list(etags.toReversed())))).toEqual([400, 'InvalidPart'])
  expect(archive.ledger).toEqual([])
  expect((await post(`uploadId=${uploadId}`, list(etags))).status).toBe(200)
  expect(archive.ledger).toMatchObject([{ name: 'a', sha256: digest('sha256') }])
  expect(told(await post(`uploadId=${uploadId}`, list(etags)))).toEqual([404, 'NoSuchUpload'])
})

it('faults strike uploads, and the metadata where it tells sizes and digests', async () => {
  const faults: Fault[] = [
    { kind: 'status', status: 503 },
    { kind: 'close', atByte: 50_000 },
    { kind: 'wrong-size' },
    { kind: 'wrong-digest' },
    { kind: 'truncated-json' },
  ]
  for (const fault of faults) archive.fail(fault)
  expect(told(await put('my-item/a'))).toEqual([503, 'SlowDown'])
  expect((await put('my-item/a')).status).toBe(0)
  await put('my-item/a')
  expect((await metadata('my-item')).files[0]).toMatchObject({ size: '150001' })
  expect((await metadata('my-item')).files[0].md5).not.toBe(digest('md5'))
  await expect(metadata('my-item')).rejects.toThrow()
  expect(archive.ledger).toHaveLength(1)
  expect(archive.faultsLeft()).toBe(0)
})
