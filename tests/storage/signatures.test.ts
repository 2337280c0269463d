// Requests that are signed as they should be: in the header, in the query and chunk by chunk.
import { randomBytes } from 'node:crypto'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { beforeAll, describe, expect, test } from 'vitest'
import { frame, joined } from './chunked-body.ts'
import { send } from './raw-request.ts'
import { type RunningStorage, runStorage } from './running-storage.ts'

let storage: RunningStorage
const Bucket = 'signed'

beforeAll(async () => {
  storage = await runStorage({ prefix: '/storage' })
  await storage.client().send(new CreateBucketCommand({ Bucket }))
})

const client = () => storage.client({ requestChecksumCalculation: 'WHEN_REQUIRED' })

async function read(Key: string): Promise<Buffer> {
  const got = await storage.client().send(new GetObjectCommand({ Bucket, Key }))
  return Buffer.from((await got.Body?.transformToByteArray()) ?? [])
}

type Sent = { method: string; headers?: Record<string, string>; body?: string }

function follow(url: string, { method, headers, body }: Sent) {
  const { pathname, search } = new URL(url)
  const host = `127.0.0.1:${storage.port}`
  return send(storage.port, {
    method,
    path: pathname + search,
    headers: { host, ...headers },
    ...(body !== undefined && { body }),
  })
}

describe('a presigned URL', () => {
  test('puts, reads, tells and deletes an object', async () => {
    const name = { Bucket, Key: 'pre signed/ü+%.txt' }
    const put = await follow(await getSignedUrl(client(), new PutObjectCommand(name)), { method: 'PUT', body: 'hello' })
    expect(put.status).toBe(200)
    expect((await follow(await getSignedUrl(client(), new GetObjectCommand(name)), { method: 'GET' })).text).toBe(
      'hello',
    )
    const head = await follow(await getSignedUrl(client(), new HeadObjectCommand(name)), { method: 'HEAD' })
    expect(head.headers['content-length']).toBe('5')
    const gone = await follow(await getSignedUrl(client(), new DeleteObjectCommand(name)), { method: 'DELETE' })
    expect(gone.status).toBe(204)
  })

  test('lists a bucket', async () => {
    await storage.client().send(new PutObjectCommand({ Bucket, Key: 'listed', Body: 'x' }))
    const url = await getSignedUrl(client(), new ListObjectsV2Command({ Bucket, Prefix: 'list', Delimiter: '/' }))
    expect((await follow(url, { method: 'GET' })).text).toContain('<Key>listed</Key>')
  })

  test('with a signed length takes that length and no other', async () => {
    const command = new PutObjectCommand({ Bucket, Key: 'length', ContentLength: 5 })
    const url = await getSignedUrl(client(), command)
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host')
    for (const body of ['four', 'sixsix', ''])
      expect(await follow(url, { method: 'PUT', body })).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    const chunked = { method: 'PUT', body: 'hello', headers: { 'transfer-encoding': 'chunked' } }
    expect(await follow(url, chunked)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    expect((await follow(url, { method: 'PUT', body: 'hello' })).status).toBe(200)
  })

  test('carries metadata in its query, where it cannot be changed', async () => {
    const command = new PutObjectCommand({
      Bucket,
      Key: 'hoisted',
      Metadata: { owner: 'me' },
      ContentType: 'text/plain',
    })
    const options = { signableHeaders: new Set(['content-type']) }
    const url = await getSignedUrl(client(), command, options)
    const typed = { method: 'PUT', body: 'x', headers: { 'content-type': 'text/plain' } }
    const other = url.replace('x-amz-meta-owner=me', 'x-amz-meta-owner=you')
    expect(await follow(other, typed)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    const html = { ...typed, headers: { 'content-type': 'text/html' } }
    expect(await follow(url, html)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    expect((await follow(url, typed)).status).toBe(200)
    const head = await storage.client().send(new HeadObjectCommand({ Bucket, Key: 'hoisted' }))
    expect(head).toMatchObject({ ContentType: 'text/plain', Metadata: { owner: 'me' } })
  })

  test('refuses metadata that no header could carry', async () => {
    const command = new PutObjectCommand({ Bucket, Key: 'split', Metadata: { line: 'a\r\nset-cookie: b' } })
    const reply = await follow(await getSignedUrl(client(), command), { method: 'PUT', body: 'x' })
    expect(reply).toMatchObject({ status: 400, code: 'InvalidArgument' })
  })

  test('takes no header of the x-amz- family that it does not sign', async () => {
    const url = await getSignedUrl(client(), new PutObjectCommand({ Bucket, Key: 'loose' }))
    const loose = { method: 'PUT', body: 'x', headers: { 'x-amz-meta-owner': 'you' } }
    expect(await follow(url, loose)).toMatchObject({ status: 403, code: 'AccessDenied' })
  })
})

describe('a body in signed chunks', () => {
  const chunks = [randomBytes(64 * 1024), randomBytes(64 * 1024), randomBytes(777)]

  test('is put together from them', async () => {
    const framed = await frame(storage.port, { path: '/storage/signed/chunks', chunks, signed: true })
    expect((await send(storage.port, joined(framed))).status).toBe(200)
    expect((await read('chunks')).equals(Buffer.concat(chunks))).toBe(true)
    const head = await storage.client().send(new HeadObjectCommand({ Bucket, Key: 'chunks' }))
    expect(head.ContentEncoding).toBeUndefined()
  })

  test('may have no chunk but the last', async () => {
    const framed = await frame(storage.port, { path: '/storage/signed/none', chunks: [], signed: true })
    expect((await send(storage.port, joined(framed))).status).toBe(200)
    expect(await read('none')).toHaveLength(0)
  })

  test.each([true, false])('may end with a checksum (signed: %s)', async (signed) => {
    const path = `/storage/signed/trailer-${signed}`
    const trailers = { 'x-amz-checksum-crc32': 'y/Q5Jg==' }
    const framed = await frame(storage.port, { path, chunks: [Buffer.from('123456789')], trailers, signed })
    expect((await send(storage.port, joined(framed))).status).toBe(200)
    const head = await storage
      .client()
      .send(new HeadObjectCommand({ Bucket, Key: `trailer-${signed}`, ChecksumMode: 'ENABLED' }))
    expect(head.ChecksumCRC32).toBe('y/Q5Jg==')
    const wrong = { ...framed, end: Buffer.from(framed.end.toString().replace('y/Q5Jg==', 'AAAAAA==')) }
    const code = signed ? 'SignatureDoesNotMatch' : 'BadDigest'
    expect(await send(storage.port, joined(wrong))).toMatchObject({ code })
    const missing = { ...framed, end: Buffer.from('\r\n') }
    expect(await send(storage.port, joined(missing))).toMatchObject({ status: 400, code: 'MalformedTrailerError' })
  })

  test('keeps the other codings of the object', async () => {
    const headers = { 'content-encoding': 'gzip,aws-chunked' }
    const framed = await frame(storage.port, { path: '/storage/signed/gzip', chunks, signed: true, headers })
    expect((await send(storage.port, joined(framed))).status).toBe(200)
    const head = await storage.client().send(new HeadObjectCommand({ Bucket, Key: 'gzip' }))
    expect(head.ContentEncoding).toBe('gzip')
  })
})

test('a name that a proxy puts into Host is not the one that was signed, which X-Forwarded-Host tells', async () => {
  const url = await getSignedUrl(client(), new ListObjectsV2Command({ Bucket }))
  const inner = { method: 'GET', headers: { host: 'inner:8080' } }
  expect(await follow(url, inner)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
  const told = { ...inner, headers: { ...inner.headers, 'x-forwarded-host': `127.0.0.1:${storage.port}` } }
  expect((await follow(url, told)).status).toBe(200)
})
