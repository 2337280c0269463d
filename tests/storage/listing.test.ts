// Listings of both versions, in pages, with prefixes and delimiters.
import {
  CreateBucketCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { sendSigned } from './raw-request.ts'
import { type RunningStorage, refusal, runStorage } from './running-storage.ts'

let storage: RunningStorage
const Bucket = 'listing'
const all = ['asdf', 'boo/bar', 'boo/baz/xyzzy', 'cquux/thud', 'cquux/bla', 'foo+1/bar', 'quux ab', 'ü/x']
const sorted = [...all].sort()

beforeAll(async () => {
  storage = await runStorage()
  await storage.client().send(new CreateBucketCommand({ Bucket }))
  for (const Key of all) await storage.client().send(new PutObjectCommand({ Bucket, Key, Body: Key }))
})

const v2 = (input: object) => storage.client().send(new ListObjectsV2Command({ Bucket, ...input }))
const v1 = (input: object) => storage.client().send(new ListObjectsCommand({ Bucket, ...input }))
const keysOf = (found?: { Key?: string | undefined }[]) => (found ?? []).map(({ Key }) => Key)
const prefixesOf = (found?: { Prefix?: string | undefined }[]) => (found ?? []).map(({ Prefix }) => Prefix)

test('an object is listed with its size, ETag and time', async () => {
  const { Contents } = await v2({ Prefix: 'asdf' })
  expect(Contents).toMatchObject([
    { Key: 'asdf', Size: 4, ETag: '"912ec803b2ce49e4a541068d495ab570"', StorageClass: 'STANDARD' },
  ])
  expect(Math.abs(Date.now() - (Contents?.[0]?.LastModified?.getTime() ?? 0))).toBeLessThan(60_000)
  expect(Contents?.[0]?.Owner).toBeUndefined()
  expect((await v2({ Prefix: 'asdf', FetchOwner: true })).Contents?.[0]?.Owner?.ID).toMatch(/^[0-9a-f]{64}$/)
})

test.each([1, 2, 3, 100])('pages of %i give everything once and in order', async (size) => {
  const keys: (string | undefined)[] = []
  for await (const page of paginateListObjectsV2({ client: storage.client(), pageSize: size }, { Bucket })) {
    expect(page.KeyCount).toBeLessThanOrEqual(size)
    keys.push(...keysOf(page.Contents))
  }
  expect(keys).toEqual(sorted)
})

test.each([1, 2, 3])('pages of %i with a delimiter count a common prefix as one', async (size) => {
  const found: (string | undefined)[] = []
  let token: string | undefined
  do {
    const page = await v2({ Delimiter: '/', MaxKeys: size, ContinuationToken: token })
    found.push(...keysOf(page.Contents), ...prefixesOf(page.CommonPrefixes))
    token = page.NextContinuationToken
    expect(page.IsTruncated).toBe(token !== undefined)
  } while (token)
  expect([...found].sort((one = '', other = '') => (one < other ? -1 : 1))).toEqual([
    'asdf',
    'boo/',
    'cquux/',
    'foo+1/',
    'quux ab',
    'ü/',
  ])
})

describe('version 1', () => {
  test('pages by the last key, and by a marker where there is a delimiter', async () => {
    const first = await v1({ MaxKeys: 3 })
    expect([keysOf(first.Contents), first.IsTruncated, first.NextMarker]).toEqual([sorted.slice(0, 3), true, undefined])
    const rest = await v1({ Marker: sorted[2] })
    expect([keysOf(rest.Contents), rest.IsTruncated]).toEqual([sorted.slice(3), false])
    const folders = await v1({ Delimiter: '/', MaxKeys: 2 })
    expect([keysOf(folders.Contents), prefixesOf(folders.CommonPrefixes), folders.NextMarker]).toEqual([
      ['asdf'],
      ['boo/'],
      'boo/',
    ])
    const next = await v1({ Delimiter: '/', MaxKeys: 2, Marker: folders.NextMarker })
    expect([prefixesOf(next.CommonPrefixes), next.NextMarker]).toEqual([['cquux/', 'foo+1/'], 'foo+1/'])
  })

  test('names the owner', async () => {
    expect((await v1({})).Contents?.[0]?.Owner?.DisplayName).toBe('easymirror')
  })
})

test('prefixes and delimiters may be anything', async () => {
  expect(keysOf((await v2({ Prefix: 'boo/' })).Contents)).toEqual(['boo/bar', 'boo/baz/xyzzy'])
  const within = await v2({ Prefix: 'boo/', Delimiter: '/' })
  expect([keysOf(within.Contents), prefixesOf(within.CommonPrefixes)]).toEqual([['boo/bar'], ['boo/baz/']])
  const odd = await v2({ Delimiter: 'u' })
  expect(prefixesOf(odd.CommonPrefixes)).toEqual(['cqu', 'qu'])
  expect((await v2({ Prefix: 'nothing' })).KeyCount).toBe(0)
  expect((await v2({ Delimiter: '' })).Delimiter).toBeUndefined()
})

test('a listing can start behind a key', async () => {
  expect(keysOf((await v2({ StartAfter: 'foo' })).Contents)).toEqual(['foo+1/bar', 'quux ab', 'ü/x'])
  expect(keysOf((await v2({ StartAfter: 'zzzz' })).Contents)).toEqual(['ü/x'])
})

test('keys are percent-encoded on demand', async () => {
  const page = await v2({ EncodingType: 'url', Delimiter: '/' })
  expect(keysOf(page.Contents)).toEqual(['asdf', 'quux%20ab'])
  expect(prefixesOf(page.CommonPrefixes)).toEqual(['boo/', 'cquux/', 'foo%2B1/', '%C3%BC/'])
})

test('a page of nothing is not truncated, and a page size that is none is refused', async () => {
  expect(await v2({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false })
  expect(await sendSigned(storage.port, { method: 'GET', path: '/listing?max-keys=blah' })).toMatchObject({
    status: 400,
    code: 'InvalidArgument',
  })
  expect(await refusal(v2({ ContinuationToken: 'made up' }))).toEqual({ code: 'InvalidArgument', status: 400 })
})

test('a missing bucket is said to be missing', async () => {
  expect(await refusal(v2({ Bucket: 'nowhere' }))).toEqual({ code: 'NoSuchBucket', status: 404 })
})

test('each object is the only version of itself', async () => {
  const { Versions } = await storage.client().send(new ListObjectVersionsCommand({ Bucket }))
  expect(keysOf(Versions)).toEqual(sorted)
  expect(Versions?.every(({ VersionId, IsLatest }) => VersionId === 'null' && IsLatest)).toBe(true)
})
