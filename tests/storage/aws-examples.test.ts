// The worked examples of the S3 API reference ("Authenticating Requests (AWS Signature Version 4)"), with AWS's own keys, dates and
// signatures: what is signed there by AWS must be right here.
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ChunkSignatures } from '#server/embedded/storage/body/chunk-signatures.ts'
import { Signer } from '#server/embedded/storage/auth/signer.ts'
import { Secret } from '#server/ids.ts'
import { type Raw, send } from './raw-request.ts'
import { runStorage } from './running-storage.ts'

const accessKeyId = 'AKIAIOSFODNN7EXAMPLE'
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const keys = { accessKeyId, secretAccessKey: new Secret(secretAccessKey), region: 'us-east-1' }
const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const date = '20130524T000000Z'
const host = 'examplebucket.s3.amazonaws.com'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2013-05-24T00:00:00Z') })
})

afterEach(() => {
  vi.useRealTimers()
})

const authorization = (signedHeaders: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${signature}`

const common = { host, 'x-amz-content-sha256': empty, 'x-amz-date': date }

// They name their bucket in the host. Here the host is no name of a bucket, so a request that is let in finds none of the path's.
const examples: [string, Raw][] = [
  [
    'GET object',
    {
      method: 'GET',
      path: '/test.txt',
      headers: {
        ...common,
        range: 'bytes=0-9',
        authorization: authorization(
          'host;range;x-amz-content-sha256;x-amz-date',
          'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
        ),
      },
    },
  ],
  [
    'GET bucket lifecycle',
    {
      method: 'GET',
      path: '/?lifecycle',
      headers: {
        ...common,
        authorization: authorization(
          'host;x-amz-content-sha256;x-amz-date',
          'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
        ),
      },
    },
  ],
  [
    'GET bucket, with a prefix',
    {
      method: 'GET',
      path: '/?max-keys=2&prefix=J',
      headers: {
        ...common,
        authorization: authorization(
          'host;x-amz-content-sha256;x-amz-date',
          '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
        ),
      },
    },
  ],
  [
    'GET object, presigned for a day',
    {
      method: 'GET',
      path: `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${accessKeyId}%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=${date}&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
      headers: { host },
    },
  ],
]

test.each(examples)('%s is let in, and with one digit changed refused', async (_, raw) => {
  const storage = await runStorage(keys)
  const reply = await send(storage.port, raw)
  expect([200, 404]).toContain(reply.status)
  expect(reply.code).not.toBe('SignatureDoesNotMatch')
  const change = (text: string) =>
    text.replace(/(Signature=)(.)/, (_found, name: string, digit: string) => name + (digit === '0' ? '1' : '0'))
  const headers = Object.fromEntries(Object.entries(raw.headers ?? {}).map(([name, value]) => [name, change(value)]))
  expect(await send(storage.port, { ...raw, path: change(raw.path), headers })).toMatchObject({
    status: 403,
    code: 'SignatureDoesNotMatch',
  })
})

test('the presigned one is over after a day', async () => {
  const storage = await runStorage(keys)
  await storage
    .client({ credentials: { accessKeyId, secretAccessKey } })
    .send(new CreateBucketCommand({ Bucket: 'test.txt' }))
  const presigned = examples.at(-1)?.[1] ?? { method: 'GET', path: '/' }
  vi.setSystemTime(new Date('2013-05-24T23:59:59Z'))
  expect((await send(storage.port, presigned)).status).toBe(200)
  vi.setSystemTime(new Date('2013-05-25T00:00:01Z'))
  expect(await send(storage.port, presigned)).toMatchObject({ status: 403, code: 'AccessDenied' })
})

// That object has another storage class than ours, so its chunks are checked without a request around them.
test('the three chunks of "Transferring payload in multiple chunks" are right, and none can be left out', async () => {
  const signing = await new Signer(keys).signing(date)
  const seed = { signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9', signing }
  const first = {
    bytes: Buffer.alloc(65_536, 'a'),
    signature: 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  }
  const second = {
    bytes: Buffer.alloc(1024, 'a'),
    signature: '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  }
  const last = { bytes: Buffer.alloc(0), signature: 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9' }
  const check = (chunks: (typeof first)[]) => () => {
    const signatures = new ChunkSignatures(seed)
    for (const { bytes, signature } of chunks) {
      signatures.update(bytes)
      signatures.endChunk(signature)
    }
  }
  expect(check([first, second, last])).not.toThrow()
  expect(check([first, last])).toThrow('signature')
  expect(check([second, first, last])).toThrow('signature')
})
