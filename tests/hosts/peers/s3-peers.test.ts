// The S3 servers take objects through their fronts by signed addresses, and the fronts can fail.
import { createHash, randomBytes } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exchange } from '#tests/simulators/client.ts'
import { type S3Peer, startOwnStoragePeer, startS3rverPeer } from './s3-peers.ts'

const bytes = randomBytes(100_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const Key = 'mirrors/one/naïve ファイル.bin'

describe.each([
  // It knows its user by the key, and believes any signature of version 4.
  ['s3rver', startS3rverPeer, 200],
  ['the product’s own storage', startOwnStoragePeer, 403],
] as const)('%s', (_, start, falselySigned) => {
  let peer: S3Peer
  let client: S3Client
  beforeAll(async () => {
    peer = await start({ maxSize: 6_000_000 })
    client = new S3Client({
      endpoint: peer.url,
      region: peer.region,
      credentials: peer,
      forcePathStyle: true,
      maxAttempts: 1,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    })
  })
  beforeEach(() => peer.reset())
  afterAll(() => client.destroy())

  const put = async (body = bytes) => {
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: peer.bucket, Key }))
    return exchange({ method: 'PUT', url, body })
  }

  it('takes an object that is signed for the front, and gives its bytes', async () => {
    expect((await put()).status).toBe(200)
    expect(await peer.held()).toEqual([{ name: 'naïve ファイル.bin', size: bytes.length, sha256 }])
    expect(await peer.keys()).toEqual([Key])
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: peer.bucket, Key }))
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bytes)).toBe(true)
    const { ContentLength, ETag } = await client.send(new HeadObjectCommand({ Bucket: peer.bucket, Key }))
    expect([ContentLength, ETag]).toEqual([bytes.length, `"${createHash('md5').update(bytes).digest('hex')}"`])
    expect((await peer.download(Key)).equals(bytes)).toBe(true)
  })

  it('joins parts', async () => {
    const upload = { Bucket: peer.bucket, Key }
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload))
    const bodies = [Buffer.alloc(5 * 1024 ** 2, 'a'), bytes]
    const Parts = []
    for (const [at, Body] of bodies.entries()) {
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: at + 1, Body }))
      Parts.push({ ETag, PartNumber: at + 1 })
    }
    expect(await peer.held()).toEqual([])
    await client.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }))
    expect((await peer.download(Key)).equals(Buffer.concat(bodies))).toBe(true)
  })

  it('refuses an unknown key and a body that is too large', async () => {
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: peer.bucket, Key }))
    const unknown = await exchange({ method: 'PUT', url: url.replace(peer.accessKeyId, 'AKIDNOBODY'), body: bytes })
    expect([unknown.status, unknown.text.includes('InvalidAccessKeyId')]).toEqual([403, true])
    const falsified = url.replace(/X-Amz-Signature=\w+/, `X-Amz-Signature=${'0'.repeat(64)}`)
    expect((await exchange({ method: 'PUT', url: falsified, body: bytes })).status).toBe(falselySigned)
    const large = await put(Buffer.alloc(6_000_001))
    expect([large.status, large.text.includes('EntityTooLarge')]).toEqual([413, true])
  })

  it('tells a false digest and size where the front is told to', async () => {
    peer.simulator.fail({ kind: 'wrong-digest' })
    peer.simulator.fail({ kind: 'wrong-size' })
    const { headers } = await put()
    expect(headers.etag).toMatch(/^"[0-9a-f]{32}"$/)
    const told = await client.send(new HeadObjectCommand({ Bucket: peer.bucket, Key }))
    expect([told.ContentLength, told.ETag === headers.etag]).toEqual([bytes.length + 1, false])
  })

  it('is struck by faults of the front, and a reset leaves nothing', async () => {
    peer.simulator.fail({ kind: 'status', status: 503 })
    const slow = await put()
    expect([slow.status, slow.text.includes('SlowDown')]).toEqual([503, true])
    peer.simulator.fail({ kind: 'close', atByte: 10 })
    expect((await put()).status).toBe(0)
    expect(await peer.held()).toEqual([])
    peer.simulator.fail({ kind: 'no-reply', stored: true })
    expect((await put()).status).toBe(0)
    await expect.poll(() => peer.held()).toMatchObject([{ sha256 }])
    expect(peer.simulator.faultsLeft()).toBe(0)
    await peer.reset()
    expect(await peer.keys()).toEqual([])
  })
})

it('a multipart upload that lies open at the product’s own storage is counted, until a reset', async () => {
  const peer = await startOwnStoragePeer()
  const client = new S3Client({ endpoint: peer.url, region: peer.region, credentials: peer, forcePathStyle: true })
  await client.send(new CreateMultipartUploadCommand({ Bucket: peer.bucket, Key }))
  client.destroy()
  expect(await peer.openUploads()).toBe(1)
  await peer.reset()
  expect(await peer.openUploads()).toBe(0)
})
