// Ranges, conditions and overridden headers.
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { sendSigned } from './raw-request.ts'
import { type RunningStorage, refusal, runStorage } from './running-storage.ts'

let storage: RunningStorage
const name = { Bucket: 'conditions', Key: 'ten' }
const etag = '"781e5e245d69b566979b86e28d23f2c7"'
const earlier = new Date(Date.now() - 86_400_000)
const later = new Date(Date.now() + 86_400_000)

beforeAll(async () => {
  storage = await runStorage()
  await storage.client().send(new CreateBucketCommand({ Bucket: name.Bucket }))
  await storage.client().send(new PutObjectCommand({ ...name, Body: '0123456789' }))
  await storage.client().send(new PutObjectCommand({ ...name, Key: 'empty', Body: '', ContentLength: 0 }))
})

const get = (extra: object) => storage.client().send(new GetObjectCommand({ ...name, ...extra }))

describe('a range', () => {
  test.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=3-5', '345', 'bytes 3-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=-200', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-1000', '89', 'bytes 8-9/10'],
  ])('%s gives %s', async (Range, text, contentRange) => {
    const got = await get({ Range })
    expect(got.$metadata.httpStatusCode).toBe(206)
    expect(got.ContentRange).toBe(contentRange)
    expect(await got.Body?.transformToString()).toBe(text)
  })

  test.each(['bytes=5-3', 'bytes=a-b', 'items=0-1', 'bytes=0-1,3-4'])(
    '%s is not one, and the whole is given',
    async (range) => {
      const reply = await sendSigned(storage.port, { method: 'GET', path: '/conditions/ten', headers: { range } })
      expect([reply.status, reply.text]).toEqual([200, '0123456789'])
    },
  )

  test.each(['bytes=10-', 'bytes=-0', 'bytes=99-100'])('%s has no byte in it', async (Range) => {
    expect(await refusal(get({ Range }))).toEqual({ code: 'InvalidRange', status: 416 })
  })

  test('of an empty object has no byte in it', async () => {
    expect(await refusal(get({ Key: 'empty', Range: 'bytes=0-' }))).toEqual({ code: 'InvalidRange', status: 416 })
  })

  test('is of the object that If-Range names, or else the whole is given', async () => {
    const read = (condition: string) =>
      sendSigned(storage.port, {
        method: 'GET',
        path: '/conditions/ten',
        headers: { range: 'bytes=0-1', 'if-range': condition },
      })
    expect((await read(etag)).text).toBe('01')
    expect((await read('"other"')).text).toBe('0123456789')
  })

  test('is honoured by HEAD too', async () => {
    const head = await storage.client().send(new HeadObjectCommand({ ...name, Range: 'bytes=2-4' }))
    expect([head.$metadata.httpStatusCode, head.ContentLength]).toEqual([206, 3])
  })
})

describe('a read', () => {
  test.each([
    ['IfMatch', { IfMatch: etag }],
    ['IfMatch *', { IfMatch: '*' }],
    ['IfNoneMatch', { IfNoneMatch: '"other"' }],
    ['IfModifiedSince', { IfModifiedSince: earlier }],
    ['IfUnmodifiedSince', { IfUnmodifiedSince: later }],
    ['IfMatch before IfUnmodifiedSince', { IfMatch: etag, IfUnmodifiedSince: earlier }],
    ['IfNoneMatch before IfModifiedSince', { IfNoneMatch: '"other"', IfModifiedSince: later }],
  ])('goes through when %s holds', async (_, condition) => {
    expect(await (await get(condition)).Body?.transformToString()).toBe('0123456789')
  })

  test.each([
    [412, { IfMatch: '"other"' }],
    [412, { IfUnmodifiedSince: earlier }],
    [304, { IfNoneMatch: etag }],
    [304, { IfModifiedSince: later }],
  ])('is answered with %i when %o does not hold', async (status, condition) => {
    expect((await refusal(get(condition))).status).toBe(status)
  })
})

describe('a write', () => {
  const put = (Key: string, extra: object) =>
    storage.client().send(new PutObjectCommand({ ...name, Key, Body: 'new', ...extra }))

  test('with If-None-Match: * makes an object once', async () => {
    await put('once', { IfNoneMatch: '*' })
    expect(await refusal(put('once', { IfNoneMatch: '*' }))).toEqual({ code: 'PreconditionFailed', status: 412 })
  })

  test('with If-None-Match: * is won by one of many', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => put('race', { IfNoneMatch: '*' })))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('with If-Match replaces only what it names', async () => {
    const first = await put('named', {})
    await put('named', { IfMatch: first.ETag, Body: 'newer' })
    expect(await refusal(put('named', { IfMatch: first.ETag }))).toEqual({ code: 'PreconditionFailed', status: 412 })
    expect(await refusal(put('nothing', { IfMatch: first.ETag }))).toEqual({ code: 'NoSuchKey', status: 404 })
  })

  test('a delete with If-Match spares another version', async () => {
    await put('spared', {})
    const remove = storage.client().send(new DeleteObjectCommand({ ...name, Key: 'spared', IfMatch: '"other"' }))
    expect(await refusal(remove)).toEqual({ code: 'PreconditionFailed', status: 412 })
  })
})

test('a signed read may say how it wants to be answered', async () => {
  const got = await get({
    ResponseContentType: 'text/x',
    ResponseContentDisposition: 'attachment; filename="ü.txt"',
    ResponseCacheControl: 'no-store',
  })
  expect(got).toMatchObject({ ContentType: 'text/x', CacheControl: 'no-store' })
  expect(Buffer.from(got.ContentDisposition ?? '', 'latin1').toString('utf8')).toBe('attachment; filename="ü.txt"')
})

test('every answer forbids guessing the type and running what is in it', async () => {
  for (const path of ['/conditions/ten', '/conditions/nothing', '/conditions']) {
    const { headers } = await sendSigned(storage.port, { method: 'GET', path })
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    })
    expect(headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/)
  }
})
