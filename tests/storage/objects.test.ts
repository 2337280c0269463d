// Objects as the AWS SDK writes and reads them, with the checksums it adds by default and without.
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { type RunningStorage, refusal, runStorage } from './running-storage.ts'

let storage: RunningStorage

beforeAll(async () => {
  storage = await runStorage()
  await storage.client().send(new CreateBucketCommand({ Bucket: 'objects' }))
})

describe.each(['WHEN_SUPPORTED', 'WHEN_REQUIRED'] as const)('with request checksums %s', (mode) => {
  const client = () => storage.client({ requestChecksumCalculation: mode, responseChecksumValidation: mode })
  const Bucket = 'objects'

  test.each([0, 1, 65_536, 3_000_001])('an object of %i bytes comes back as it went', async (size) => {
    const body = randomBytes(size)
    const Key = `${mode}/${size}`
    const put = await client().send(new PutObjectCommand({ Bucket, Key, Body: body }))
    const got = await client().send(new GetObjectCommand({ Bucket, Key }))
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(body)
    expect(got.ETag).toBe(put.ETag)
    expect(got.ContentLength).toBe(size)
  })

  test('a stream of known length is taken in', async () => {
    const body = randomBytes(300_000)
    const stream = Readable.from([body.subarray(0, 100_000), body.subarray(100_000)])
    await client().send(new PutObjectCommand({ Bucket, Key: 'stream', Body: stream, ContentLength: body.length }))
    const got = await client().send(new GetObjectCommand({ Bucket, Key: 'stream' }))
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(body)
  })

  test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    '%s is kept and given back',
    async (algorithm) => {
      const Key = `checksum-${algorithm}`
      // The SDK has no CRC64NVME of its own; that of these bytes is in the catalogue of CRCs.
      const value = algorithm === 'CRC64NVME' ? { ChecksumCRC64NVME: 'rosUhgp5mIg=' } : { ChecksumAlgorithm: algorithm }
      await client().send(new PutObjectCommand({ Bucket, Key, Body: '123456789', ...value }))
      const head = await client().send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))
      expect(head[`Checksum${algorithm}`]).toBe(
        {
          CRC32: 'y/Q5Jg==',
          CRC32C: '4waSgw==',
          CRC64NVME: 'rosUhgp5mIg=',
          SHA1: '98O8HYCOBHMq32eZZczDTKeuNEE=',
          SHA256: 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=',
        }[algorithm],
      )
    },
  )
})

test('what was said of an object is said again', async () => {
  const said = {
    ContentType: 'text/plain; charset=utf-8',
    ContentDisposition: 'attachment; filename="a b.txt"',
    ContentEncoding: 'gzip',
    ContentLanguage: 'de',
    CacheControl: 'max-age=60',
    ExpiresString: 'Thu, 01 Jan 2032 00:00:00 GMT',
    Metadata: { colour: 'blue', 'with-dash': 'a  b' },
  }
  const { ExpiresString, ...rest } = said
  await storage
    .client()
    .send(
      new PutObjectCommand({ Bucket: 'objects', Key: 'said', Body: 'x', ...rest, Expires: new Date(ExpiresString) }),
    )
  const head = await storage.client().send(new HeadObjectCommand({ Bucket: 'objects', Key: 'said' }))
  expect(head).toMatchObject({ ...said, Metadata: { colour: 'blue', 'with-dash': 'a  b' } })
})

test('wrong digests are refused and leave nothing', async () => {
  const put = (extra: object) =>
    storage
      .client({ requestChecksumCalculation: 'WHEN_REQUIRED' })
      .send(new PutObjectCommand({ Bucket: 'objects', Key: 'wrong', Body: 'x', ...extra }))
  expect(await refusal(put({ ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' }))).toEqual({ code: 'BadDigest', status: 400 })
  expect(await refusal(put({ ContentMD5: 'not md5' }))).toEqual({ code: 'InvalidDigest', status: 400 })
  expect(await refusal(put({ ChecksumCRC32: 'AAAAAA==' }))).toEqual({ code: 'BadDigest', status: 400 })
  expect(await refusal(put({ ChecksumSHA256: 'AAAA' }))).toEqual({ code: 'InvalidRequest', status: 400 })
  const get = storage.client().send(new GetObjectCommand({ Bucket: 'objects', Key: 'wrong' }))
  expect(await refusal(get)).toEqual({ code: 'NoSuchKey', status: 404 })
})

test('a deleted object is gone, and deleting it again is no error', async () => {
  const name = { Bucket: 'objects', Key: 'gone' }
  await storage.client().send(new PutObjectCommand({ ...name, Body: 'x' }))
  await storage.client().send(new DeleteObjectCommand(name))
  await storage.client().send(new DeleteObjectCommand(name))
  expect(await refusal(storage.client().send(new HeadObjectCommand(name)))).toEqual({ code: 'NotFound', status: 404 })
})

test('each read is told with the bytes that left', async () => {
  const name = { Bucket: 'objects', Key: 'told' }
  await storage.client().send(new PutObjectCommand({ ...name, Body: 'twelve bytes' }))
  storage.reads.length = 0
  const got = await storage.client().send(new GetObjectCommand({ ...name, Range: 'bytes=0-5' }))
  await got.Body?.transformToString()
  // The client may be done a moment before the storage has heard of it.
  await expect.poll(() => storage.reads).toEqual([{ bucket: 'objects', key: 'told', bytes: 6 }])
})
