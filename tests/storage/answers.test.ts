// What single answers hold: deletions of many, attributes, parts of reads, limits of what may be said of an object.
import { createHash } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { send, sendSigned } from './raw-request.ts'
import { type RunningStorage, refusal, runStorage } from './running-storage.ts'

let storage: RunningStorage
const Bucket = 'answers'

beforeAll(async () => {
  storage = await runStorage()
  await storage.client().send(new CreateBucketCommand({ Bucket }))
})

const put = (Key: string, extra: Partial<PutObjectCommandInput> = {}) =>
  storage.client().send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...extra }))

describe('DeleteObjects', () => {
  const remove = (Objects: { Key: string; ETag?: string; VersionId?: string }[], Quiet = false) =>
    storage.client().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet } }))

  test('tells of each key what became of it', async () => {
    const keys = ['a', 'b <&>"', 'spared', 'odd']
    for (const key of keys) await put(key)
    const { Deleted, Errors } = await remove([
      { Key: 'a' },
      { Key: 'b <&>"', VersionId: 'null' },
      { Key: 'never there' },
      { Key: 'spared', ETag: '"other"' },
      { Key: 'gone', ETag: '*' },
      { Key: 'odd', VersionId: 'abc' },
    ])
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['a', 'b <&>"', 'never there'])
    expect(Errors?.map(({ Key, Code }) => [Key, Code])).toEqual([
      ['spared', 'PreconditionFailed'],
      ['gone', 'NoSuchKey'],
      ['odd', 'InvalidArgument'],
    ])
    expect(await refusal(storage.client().send(new HeadObjectCommand({ Bucket, Key: 'a' })))).toMatchObject({
      status: 404,
    })
    await storage.client().send(new HeadObjectCommand({ Bucket, Key: 'spared' }))
  })

  test('tells only of errors when it is to be quiet', async () => {
    await put('quiet')
    expect((await remove([{ Key: 'quiet' }], true)).Deleted).toBeUndefined()
  })

  test('takes a thousand keys', async () => {
    const { Deleted } = await remove(Array.from({ length: 1000 }, (_, index) => ({ Key: `none-${index}` })))
    expect(Deleted).toHaveLength(1000)
  })
})

test('DeleteObject with a condition asks for the object, and knows no conditions of directory buckets', async () => {
  const remove = (extra: object) =>
    storage.client().send(new DeleteObjectCommand({ Bucket, Key: 'no object', ...extra }))
  await remove({})
  expect(await refusal(remove({ IfMatch: '*' }))).toEqual({ code: 'NoSuchKey', status: 404 })
  expect(await refusal(remove({ IfMatchSize: 1 }))).toEqual({ code: 'NotImplemented', status: 501 })
})

describe('GetObjectAttributes', () => {
  const get = (Key: string, ObjectAttributes: string[], extra: object = {}) =>
    sendSigned(storage.port, {
      method: 'GET',
      path: `/answers/${Key}?attributes`,
      headers: { 'x-amz-object-attributes': ObjectAttributes.join(','), ...extra },
    })

  test('gives what was asked for and no more', async () => {
    await put('attributes', { ChecksumAlgorithm: 'SHA256' })
    const all = await storage.client().send(
      new GetObjectAttributesCommand({
        Bucket,
        Key: 'attributes',
        ObjectAttributes: ['ETag', 'Checksum', 'ObjectParts', 'ObjectSize', 'StorageClass'],
      }),
    )
    expect(all).toMatchObject({
      ETag: createHash('md5').update('x').digest('hex'),
      Checksum: { ChecksumSHA256: createHash('sha256').update('x').digest('base64'), ChecksumType: 'FULL_OBJECT' },
      ObjectSize: 1,
      StorageClass: 'STANDARD',
    })
    expect(all.ObjectParts).toBeUndefined()
    expect((await get('attributes', ['ObjectSize'])).text).toContain('<ObjectSize>1</ObjectSize></GetObjectAttributes')
  })

  test('pages through parts', async () => {
    const client = storage.client()
    const begun = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key: 'parts', ChecksumAlgorithm: 'CRC32', ChecksumType: 'COMPOSITE' }),
    )
    const name = { Bucket, Key: 'parts', UploadId: begun.UploadId }
    const Parts = []
    for (const [index, size] of [5 * 1024 * 1024, 7].entries()) {
      const command = { ...name, PartNumber: index + 1, Body: Buffer.alloc(size), ChecksumAlgorithm: 'CRC32' } as const
      Parts.push({ PartNumber: index + 1, ...(await client.send(new UploadPartCommand(command))) })
    }
    await client.send(new CompleteMultipartUploadCommand({ ...name, MultipartUpload: { Parts } }))
    const page = await client.send(
      new GetObjectAttributesCommand({ Bucket, Key: 'parts', ObjectAttributes: ['ObjectParts'], MaxParts: 1 }),
    )
    expect(page.ObjectParts).toMatchObject({ TotalPartsCount: 2, IsTruncated: true, NextPartNumberMarker: '1' })
    expect(page.ObjectParts?.Parts).toMatchObject([{ PartNumber: 1, Size: 5 * 1024 * 1024 }])
    const second = await client.send(new GetObjectCommand({ ...name, PartNumber: 2, ChecksumMode: 'ENABLED' }))
    expect([second.ContentLength, second.ContentRange]).toEqual([7, 'bytes 5242880-5242886/5242887'])
    // The SDK holds the bytes against the checksum that came with them.
    expect(await second.Body?.transformToByteArray()).toHaveLength(7)
    const third = client.send(new GetObjectCommand({ ...name, PartNumber: 3 }))
    expect(await refusal(third)).toEqual({ code: 'InvalidPartNumber', status: 416 })
  })

  test.each([
    ['InvalidRequest', [], {}],
    ['InvalidArgument', ['Size'], {}],
    ['InvalidArgument', ['ObjectParts'], { 'x-amz-max-parts': 'all' }],
  ])('refuses what it does not know with %s', async (code, attributes, extra) => {
    expect(await get('parts', attributes, extra)).toMatchObject({ status: 400, code })
  })
})

describe('metadata', () => {
  test('may have two kilobytes, names included, and not one byte more', async () => {
    const metadata = (length: number) => ({ Metadata: { abc: 'v'.repeat(length) } })
    await put('metadata', metadata(2045))
    expect(await refusal(put('metadata', metadata(2046)))).toEqual({ code: 'MetadataTooLarge', status: 400 })
    const begun = new CreateMultipartUploadCommand({ Bucket, Key: 'metadata', ...metadata(2046) })
    expect(await refusal(storage.client().send(begun))).toEqual({ code: 'MetadataTooLarge', status: 400 })
  })

  test('is replaced with its object, and may be empty', async () => {
    await put('replaced', { Metadata: { a: '1', b: '2' } })
    await put('replaced', { Metadata: { a: '' } })
    const head = await storage.client().send(new HeadObjectCommand({ Bucket, Key: 'replaced' }))
    expect(head.Metadata).toEqual({ a: '' })
  })

  test('may have any name that a header may have', async () => {
    await put('names', { Metadata: { __proto__x: '1', constructor: '2', 'a-b_c.d': '3' } })
    const reply = await sendSigned(storage.port, { method: 'HEAD', path: '/answers/names' })
    expect(reply.headers).toMatchObject({ 'x-amz-meta-constructor': '2', 'x-amz-meta-a-b_c.d': '3' })
  })
})

test('an error is told once in the document and once in the headers', async () => {
  const { status, headers, text } = await sendSigned(storage.port, { method: 'GET', path: '/answers/%3Cnothing%3E' })
  expect([status, headers['content-type']]).toEqual([404, 'application/xml'])
  expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>NoSuchKey<\/Code>/)
  expect(text).toContain('<Key>&lt;nothing&gt;</Key>')
  expect(text).toContain(`<RequestId>${String(headers['x-amz-request-id'])}</RequestId>`)
})

test('no error repeats the signature of a presigned URL', async () => {
  const path = '/answers/x?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=abcdef'
  expect((await send(storage.port, { method: 'GET', path })).text).not.toContain('abcdef')
})

test.each([
  ['InvalidStorageClass', 400, { StorageClass: 'GLACIER' }],
  ['NotImplemented', 501, { ServerSideEncryption: 'AES256' }],
  ['InvalidRequest', 400, { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: new Date() }],
  ['NotImplemented', 501, { WebsiteRedirectLocation: '/x' }],
  ['NotImplemented', 501, { IfNoneMatch: '"etag"' }],
] satisfies [string, number, Partial<PutObjectCommandInput>][])(
  'an object is not stored without what was asked for: %s',
  async (code, status, extra) => {
    expect(await refusal(put('promised', extra))).toEqual({ code, status })
    const head = storage.client().send(new HeadObjectCommand({ Bucket, Key: 'promised' }))
    expect(await refusal(head)).toMatchObject({ status: 404 })
  },
)
