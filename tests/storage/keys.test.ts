// Keys that are no file names.
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, expect, test } from 'vitest'
import { sendSigned } from './raw-request.ts'
import { type RunningStorage, refusal, runStorage } from './running-storage.ts'

let storage: RunningStorage
const Bucket = 'keys'

const awkward = [
  'a',
  'A',
  'a/b',
  'a/',
  'a//b',
  '../../../etc/passwd',
  '..',
  '.',
  './a',
  'a/../b',
  '/leading',
  'plus+and space',
  'percent%20and%2Fslash',
  'question?mark#hash&amp;',
  'quotes\'"()*!~',
  'line\nbreak\ttab\u0001',
  'ünïcödé/日本語/😀',
  'e\u0301 and é',
  'x'.repeat(1024),
  `${'d/'.repeat(511)}x`,
  '\uffff',
  'nul\u0000byte',
  '__proto__',
  'con.txt ',
]

beforeAll(async () => {
  storage = await runStorage()
  await storage.client().send(new CreateBucketCommand({ Bucket }))
})

test('every key holds its own object', async () => {
  const client = storage.client()
  for (const Key of awkward) await client.send(new PutObjectCommand({ Bucket, Key, Body: `of ${Key}` }))
  for (const Key of awkward) {
    const got = await client.send(new GetObjectCommand({ Bucket, Key }))
    expect(await got.Body?.transformToString()).toBe(`of ${Key}`)
  }
})

test('a listing gives the keys in the order of their bytes', async () => {
  const listed = await storage.client().send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }))
  const keys = listed.Contents?.map(({ Key }) => decodeURIComponent(Key ?? ''))
  expect(keys).toEqual([...awkward].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))))
})

test('no key has left the folder', async () => {
  const entries = await readdir(storage.directory)
  expect(entries.sort()).toEqual(['data', 'index.sqlite', 'index.sqlite-wal', 'tmp'])
  for (const folder of await readdir(join(storage.directory, 'data'))) {
    expect(folder).toMatch(/^[0-9a-f]{2}$/)
    for (const file of await readdir(join(storage.directory, 'data', folder))) expect(file).toMatch(/^[0-9a-f]{32}$/)
  }
  expect(await readdir(dirname(storage.directory))).not.toContain('etc')
})

test('every key can be deleted alone', async () => {
  const client = storage.client()
  for (const [at, Key] of awkward.entries()) {
    await client.send(new DeleteObjectCommand({ Bucket, Key }))
    const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }))
    expect(KeyCount).toBe(awkward.length - at - 1)
  }
})

test('a key of more than 1024 bytes is refused', async () => {
  const put = storage.client().send(new PutObjectCommand({ Bucket, Key: 'ü'.repeat(513), Body: 'x' }))
  expect(await refusal(put)).toEqual({ code: 'KeyTooLongError', status: 400 })
})

test.each([
  ['/keys/../keys/dots', '../keys/dots'],
  ['/keys/a/../../b', 'a/../../b'],
  ['/keys/%2e%2e/x', '../x'],
  ['/keys/a%2Fb%2f..', 'a/b/..'],
  ['/keys/double%252Fencoded', 'double%2Fencoded'],
  ['/keys/a+b', 'a+b'],
  ['/keys/a%2Bb%20c', 'a+b c'],
  ['/keys/(bare)!*', '(bare)!*'],
])('the raw path %s names the key %s', async (path, Key) => {
  expect((await sendSigned(storage.port, { method: 'PUT', path, body: path })).status).toBe(200)
  const got = await storage.client().send(new GetObjectCommand({ Bucket, Key }))
  expect(await got.Body?.transformToString()).toBe(path)
})

test.each(['/keys/%zz', '/keys/%ff', '/keys/%', '/%c3/x'])('the raw path %s is no URI', async (path) => {
  expect(await sendSigned(storage.port, { method: 'GET', path })).toMatchObject({ status: 400, code: 'InvalidURI' })
})
