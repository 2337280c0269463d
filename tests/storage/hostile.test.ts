// Requests that somebody without the keys, or with one presigned URL, might send to get more than was given.
import { createHash } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { temporaryFiles } from './folder.ts'
import { type Raw, send, sendSigned, sign } from './raw-request.ts'
import { keys, type RunningStorage, runStorage } from './running-storage.ts'

let storage: RunningStorage
const Bucket = 'hostile'
const secret = { Bucket, Key: 'secret' }

beforeAll(async () => {
  storage = await runStorage()
  await storage.client().send(new CreateBucketCommand({ Bucket }))
  await storage.client().send(new PutObjectCommand({ ...secret, Body: 'the original' }))
})

// Whatever was tried: the one object is as it was, there is no other, nothing lies about, and it was no fault of ours.
afterEach(async () => {
  const listed = await storage.client().send(new ListObjectsV2Command({ Bucket }))
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['secret'])
  const got = await storage.client().send(new GetObjectCommand(secret))
  expect(await got.Body?.transformToString()).toBe('the original')
  expect(await temporaryFiles(storage.directory)).toEqual([])
  expect(storage.errors).toEqual([])
})

const refused = (code: string, status = 403) => ({ code, status })
const put: Raw = { method: 'PUT', path: '/hostile/new', body: 'evil' }

describe('without a signature', () => {
  test.each([
    { method: 'GET', path: '/' },
    { method: 'GET', path: '/hostile' },
    { method: 'GET', path: '/hostile/secret' },
    { method: 'HEAD', path: '/hostile/secret' },
    put,
    { ...put, path: '/hostile/secret' },
    { method: 'DELETE', path: '/hostile/secret' },
    { method: 'DELETE', path: '/hostile' },
    { method: 'POST', path: '/hostile?delete', body: '<Delete><Object><Key>secret</Key></Object></Delete>' },
    { method: 'POST', path: '/hostile/new?uploads' },
    { method: 'GET', path: '/hostile/secret?acl' },
    { method: 'GET', path: '/hostile/secret?X-Amz-Expires=60' },
    { method: 'PATCH', path: '/hostile/secret' },
  ])('$method $path is refused', async (raw) => {
    expect((await send(storage.port, raw)).status).toBe(403)
  })

  test.each([
    '',
    ' ',
    'AWS4-HMAC-SHA256',
    'AWS a:b',
    'AWS HAHAHA',
    'Basic YTpi',
    'Bearer x',
    'AWS4-HMAC-SHA256 ,,,===,',
  ])('the Authorization "%s" does not pass for one', async (authorization) => {
    const reply = await send(storage.port, { ...put, headers: { authorization } })
    expect([400, 403]).toContain(reply.status)
    expect(reply.code).toBeDefined()
  })
})

describe('signed with', () => {
  test('an unknown key', async () => {
    const reply = await sendSigned(storage.port, put, { accessKeyId: 'AKIDSOMEBODYELSE' })
    expect(reply).toMatchObject(refused('InvalidAccessKeyId'))
  })

  test('the wrong secret', async () => {
    const reply = await sendSigned(storage.port, put, { secretAccessKey: `${keys.secretAccessKey}.` })
    expect(reply).toMatchObject(refused('SignatureDoesNotMatch'))
    expect(reply.text).not.toContain(keys.secretAccessKey)
  })

  test('another region', async () => {
    const reply = await sendSigned(storage.port, put, { region: 'eu-west-1' })
    expect(reply).toMatchObject(refused('AuthorizationHeaderMalformed', 400))
    expect(reply.text).toContain('<Region>us-east-1</Region>')
  })

  test('a session token that was never given out', async () => {
    const reply = await sendSigned(storage.port, { ...put, headers: { 'x-amz-security-token': 'made up' } })
    expect(reply).toMatchObject(refused('InvalidToken', 400))
  })
})

describe('signed, and then changed in', () => {
  const changes: [string, (raw: Raw & { headers: Record<string, string> }) => Raw][] = [
    ['its method', (raw) => ({ ...raw, method: 'POST' })],
    ['its path', (raw) => ({ ...raw, path: '/hostile/secret' })],
    ['its bucket', (raw) => ({ ...raw, path: '/other/new' })],
    ['its path by dots', (raw) => ({ ...raw, path: '/hostile/x/../new' })],
    ['its query', (raw) => ({ ...raw, path: '/hostile/new?acl' })],
    ['a signed header', (raw) => ({ ...raw, headers: { ...raw.headers, 'x-amz-meta-a': '2' } })],
    ['its host', (raw) => ({ ...raw, headers: { ...raw.headers, host: 'elsewhere' } })],
    [
      'its date',
      (raw) => ({
        ...raw,
        headers: { ...raw.headers, 'x-amz-date': new Date(Date.now() - 1000).toISOString().replace(/[-:]|\.\d+/g, '') },
      }),
    ],
    [
      'the hash of its body',
      (raw) => ({ ...raw, headers: { ...raw.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }),
    ],
    [
      'the list of signed headers',
      (raw) => ({
        ...raw,
        headers: { ...raw.headers, authorization: (raw.headers['authorization'] ?? '').replace(';x-amz-meta-a', '') },
      }),
    ],
    [
      'its signature',
      (raw) => ({
        ...raw,
        headers: { ...raw.headers, authorization: `${(raw.headers['authorization'] ?? '').slice(0, -4)}0000` },
      }),
    ],
  ]
  test.each(changes)('%s', async (_, change) => {
    const signed = await sign(storage.port, { ...put, headers: { 'x-amz-meta-a': '1' } })
    expect(await send(storage.port, change(signed))).toMatchObject(refused('SignatureDoesNotMatch'))
  })

  test('a header that was added', async () => {
    const signed = await sign(storage.port, put)
    for (const name of ['x-amz-copy-source', 'x-amz-meta-a', 'x-amz-acl', 'x-amz-tagging']) {
      const headers = { ...signed.headers, [name]: '/hostile/secret' }
      expect(await send(storage.port, { ...signed, headers })).toMatchObject(refused('AccessDenied'))
    }
  })

  test('its body', async () => {
    const signed = await sign(storage.port, put)
    expect(await send(storage.port, { ...signed, body: 'EVIL' })).toMatchObject(
      refused('XAmzContentSHA256Mismatch', 400),
    )
  })
})

describe('a presigned part', () => {
  async function begin() {
    const client = storage.client({ requestChecksumCalculation: 'WHEN_REQUIRED' })
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(secret))
    const name = { ...secret, UploadId }
    const command = new UploadPartCommand({ ...name, PartNumber: 1, ContentLength: 12 })
    const { pathname, search, host } = new URL(await getSignedUrl(client, command))
    const raw: Raw = { method: 'PUT', path: pathname + search, headers: { host }, body: 'the original' }
    const complete = (ETag: string) =>
      client.send(
        new CompleteMultipartUploadCommand({ ...name, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }),
      )
    return { raw, complete }
  }

  test('is no other part and no other upload', async () => {
    const { raw } = await begin()
    const other = await begin()
    expect(await send(storage.port, { ...raw, path: raw.path.replace('partNumber=1', 'partNumber=2') })).toMatchObject(
      refused('SignatureDoesNotMatch'),
    )
    const id = /uploadId=[^&]+/
    const moved = raw.path.replace(id, id.exec(other.raw.path)?.[0] ?? '')
    expect(await send(storage.port, { ...raw, path: moved })).toMatchObject(refused('SignatureDoesNotMatch'))
    const whole = raw.path.replace(/&?(partNumber|uploadId)=[^&]+/g, '')
    expect(await send(storage.port, { ...raw, path: whole })).toMatchObject(refused('SignatureDoesNotMatch'))
  })

  test('that is replayed after the end changes nothing', async () => {
    const { raw, complete } = await begin()
    const first = await send(storage.port, raw)
    await complete(String(first.headers.etag))
    const replay = { ...raw, body: 'not original' }
    expect(await send(storage.port, replay)).toMatchObject(refused('NoSuchUpload', 404))
  })

  test('that is replayed before the end does not pass for the one whose ETag the client has', async () => {
    const { raw, complete } = await begin()
    const first = await send(storage.port, raw)
    expect((await send(storage.port, { ...raw, body: 'not original' })).status).toBe(200)
    await expect(complete(String(first.headers.etag))).rejects.toMatchObject({ name: 'InvalidPart' })
    await send(storage.port, raw)
    await complete(String(first.headers.etag))
  })
})

describe('XML', () => {
  const md5 = (body: string) => createHash('md5').update(body).digest('base64')
  const remove = (body: string) =>
    sendSigned(storage.port, { method: 'POST', path: '/hostile?delete', body, headers: { 'content-md5': md5(body) } })

  test.each([
    ['entities', '<!DOCTYPE x [<!ENTITY a "secret">]><Delete><Object><Key>&a;</Key></Object></Delete>'],
    [
      'a file',
      '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Delete><Object><Key>&a;</Key></Object></Delete>',
    ],
    ['an unknown entity', '<Delete><Object><Key>&secret;</Key></Object></Delete>'],
    ['another root', '<Remove><Object><Key>secret</Key></Object></Remove>'],
    ['no end', '<Delete><Object><Key>secret</Key></Object>'],
    ['no XML', 'secret'],
    ['nothing', ''],
    ['a key inside a key', '<Delete><Object><Key><Key>secret</Key></Key></Object></Delete>'],
    ['two keys', '<Delete><Object><Key>a</Key><Key>secret</Key></Object></Delete>'],
    ['a prototype', '<Delete><__proto__><Object><Key>secret</Key></Object></__proto__></Delete>'],
    ['depth', `<Delete>${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}</Delete>`],
    ['1001 keys', `<Delete>${'<Object><Key>secret</Key></Object>'.repeat(1001)}</Delete>`],
  ])('with %s is refused', async (_, body) => {
    expect(await remove(body)).toMatchObject(refused('MalformedXML', 400))
  })

  test('beyond two mebibytes is not even read', async () => {
    const reply = await remove(`<Delete>${' '.repeat(2 * 1024 * 1024)}</Delete>`)
    expect(reply).toMatchObject(refused('MaxMessageLengthExceeded', 400))
  })

  test('that comes without a digest deletes nothing', async () => {
    const body = '<Delete><Object><Key>secret</Key></Object></Delete>'
    const reply = await sendSigned(storage.port, { method: 'POST', path: '/hostile?delete', body })
    expect(reply).toMatchObject(refused('InvalidRequest', 400))
  })
})

test.each([
  '..',
  '.',
  'Hostile',
  'ho',
  'a..b',
  '-ab',
  'ab-',
  '192.168.5.4',
  'xn--bucket',
  `${'a'.repeat(64)}`,
  'a_b',
  'a%2Fb',
  '%2e%2e%2f%2e%2e',
])('a bucket called %s is not made', async (name) => {
  const reply = await sendSigned(storage.port, { method: 'PUT', path: `/${name}` })
  expect(reply).toMatchObject(refused('InvalidBucketName', 400))
})
