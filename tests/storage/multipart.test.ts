// Multipart uploads by S3's rules.
import { createHash, randomBytes } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ChecksumAlgorithm, openChecksum } from '#server/embedded/storage/body/checksums.ts'
import { type RunningStorage, refusal, runStorage } from './running-storage.ts'

let storage: RunningStorage
const Bucket = 'multipart'
const five = randomBytes(5 * 1024 * 1024)
const tail = randomBytes(1000)

beforeAll(async () => {
  storage = await runStorage()
  await storage.client().send(new CreateBucketCommand({ Bucket }))
})

async function begin(Key: string, extra: object = {}) {
  const client = storage.client({ requestChecksumCalculation: 'WHEN_REQUIRED' })
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...extra }))
  const name = { Bucket, Key, UploadId }
  const part = async (PartNumber: number, Body: Buffer, more: object = {}) => ({
    PartNumber,
    ...(await client.send(new UploadPartCommand({ ...name, PartNumber, Body, ...more }))),
  })
  const complete = (Parts: object[], more: object = {}) =>
    client.send(new CompleteMultipartUploadCommand({ ...name, MultipartUpload: { Parts }, ...more }))
  return { client, name, part, complete }
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest()
const etagOf = (...parts: Buffer[]) => `"${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}"`

test('an object is the join of its parts, whatever order they came in', async () => {
  const { client, name, part, complete } = await begin('joined', { Metadata: { a: 'b' }, ContentType: 'video/mp4' })
  const [third, first, second] = [await part(30, tail), await part(1, five), await part(7, five)]
  const done = await complete([first, second, third])
  expect(done.ETag).toBe(etagOf(five, five, tail))
  const got = await client.send(new GetObjectCommand(name))
  expect(got).toMatchObject({ ETag: done.ETag, ContentType: 'video/mp4', Metadata: { a: 'b' } })
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat([five, five, tail]))).toBe(
    true,
  )
  const across = await client.send(
    new GetObjectCommand({ ...name, Range: `bytes=${five.length - 2}-${five.length + 1}` }),
  )
  const expected = Buffer.concat([five.subarray(-2), five.subarray(0, 2)])
  expect(Buffer.from((await across.Body?.transformToByteArray()) ?? [])).toEqual(expected)
  const seventh = await client.send(new HeadObjectCommand({ ...name, PartNumber: 7 }))
  expect([seventh.ContentLength, seventh.PartsCount]).toEqual([five.length, 3])
})

test('a part that comes again replaces the first', async () => {
  const { client, name, part, complete } = await begin('again')
  const old = await part(1, tail)
  const fresh = await part(1, five)
  expect(await refusal(complete([old]))).toEqual({ code: 'InvalidPart', status: 400 })
  await complete([fresh])
  expect((await client.send(new HeadObjectCommand(name))).ContentLength).toBe(five.length)
})

test('a small part is refused anywhere but at the end', async () => {
  const { part, complete } = await begin('small')
  const parts = [await part(1, tail), await part(2, tail)]
  expect(await refusal(complete(parts))).toEqual({ code: 'EntityTooSmall', status: 400 })
  await complete(parts.slice(1))
})

test('parts that are missing, out of order or none at all are refused', async () => {
  const { part, complete } = await begin('refused')
  const [one, two] = [await part(1, five), await part(2, tail)]
  expect(await refusal(complete([two, one]))).toEqual({ code: 'InvalidPartOrder', status: 400 })
  expect(await refusal(complete([one, one]))).toEqual({ code: 'InvalidPartOrder', status: 400 })
  expect(await refusal(complete([one, { PartNumber: 3, ETag: two.ETag }]))).toEqual({
    code: 'InvalidPart',
    status: 400,
  })
  expect(await refusal(complete([]))).toEqual({ code: 'MalformedXML', status: 400 })
  expect(await refusal(part(0, tail))).toEqual({ code: 'InvalidArgument', status: 400 })
  expect(await refusal(part(10_001, tail))).toEqual({ code: 'InvalidArgument', status: 400 })
})

test('completing again tells the same; after that the upload is gone', async () => {
  const { client, name, part, complete } = await begin('twice')
  const parts = [await part(1, tail)]
  const first = await complete(parts)
  expect((await complete(parts)).ETag).toBe(first.ETag)
  expect(await refusal(part(2, tail))).toEqual({ code: 'NoSuchUpload', status: 404 })
  await client.send(new PutObjectCommand({ Bucket, Key: 'twice', Body: 'other' }))
  expect(await refusal(complete(parts))).toEqual({ code: 'NoSuchUpload', status: 404 })
  expect(await refusal(client.send(new ListPartsCommand(name)))).toEqual({ code: 'NoSuchUpload', status: 404 })
})

test('a condition on the object counts when the upload is completed', async () => {
  const { client, part, complete } = await begin('guarded')
  const parts = [await part(1, tail)]
  const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key: 'guarded', Body: 'first' }))
  const failed = { code: 'PreconditionFailed', status: 412 }
  expect(await refusal(complete(parts, { IfNoneMatch: '*' }))).toEqual(failed)
  expect(await refusal(complete(parts, { IfMatch: '"other"' }))).toEqual(failed)
  await complete(parts, { IfMatch: ETag })
})

test('a size that is not what the parts come to is refused', async () => {
  const { part, complete } = await begin('sized')
  const parts = [await part(1, tail)]
  expect(await refusal(complete(parts, { MpuObjectSize: 999 }))).toEqual({ code: 'InvalidRequest', status: 400 })
  await complete(parts, { MpuObjectSize: 1000 })
})

test('an aborted upload is gone, with its parts', async () => {
  const { client, name, part, complete } = await begin('aborted')
  const parts = [await part(1, tail)]
  await client.send(new AbortMultipartUploadCommand(name))
  expect(await refusal(complete(parts))).toEqual({ code: 'NoSuchUpload', status: 404 })
  expect(await refusal(client.send(new AbortMultipartUploadCommand(name)))).toEqual({
    code: 'NoSuchUpload',
    status: 404,
  })
  expect(await refusal(client.send(new HeadObjectCommand({ Bucket, Key: 'aborted' })))).toMatchObject({ status: 404 })
})

test('parts are listed in pages', async () => {
  const { client, name, part } = await begin('listed')
  for (const number of [1, 5, 9]) await part(number, tail)
  const first = await client.send(new ListPartsCommand({ ...name, MaxParts: 2 }))
  expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, 1000],
    [5, 1000],
  ])
  expect([first.IsTruncated, first.NextPartNumberMarker]).toEqual([true, '5'])
  const rest = await client.send(new ListPartsCommand({ ...name, PartNumberMarker: '5' }))
  expect([rest.Parts?.map(({ PartNumber }) => PartNumber), rest.IsTruncated]).toEqual([[9], false])
})

test('uploads under way are listed by key, then by age', async () => {
  const ids = []
  for (const key of ['b', 'a/x', 'b', 'a/y']) ids.push((await begin(`under/${key}`)).name.UploadId)
  const list = (input: object) =>
    storage.client().send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'under/', ...input }))
  const [b1, ax, b2, ay] = ids
  expect((await list({})).Uploads?.map(({ UploadId }) => UploadId)).toEqual([ax, ay, b1, b2])
  const page = await list({ MaxUploads: 3 })
  expect([page.IsTruncated, page.NextKeyMarker, page.NextUploadIdMarker]).toEqual([true, 'under/b', b1])
  const rest = await list({ KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker })
  expect(rest.Uploads?.map(({ UploadId }) => UploadId)).toEqual([b2])
  const folders = await list({ Delimiter: '/' })
  expect(folders.CommonPrefixes).toEqual([{ Prefix: 'under/a/' }])
})

async function checksumOf(algorithm: ChecksumAlgorithm, bytes: Buffer) {
  const hasher = await openChecksum(algorithm)
  hasher.update(bytes)
  return { [`Checksum${algorithm}`]: hasher.digest().toString('base64') }
}

describe('the checksum of the whole', () => {
  test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)('is that of its bytes for a full %s', async (algorithm) => {
    const kind = { ChecksumAlgorithm: algorithm, ChecksumType: 'FULL_OBJECT' }
    const { client, name, part, complete } = await begin(`full-${algorithm}`, kind)
    const send = async (number: number, bytes: Buffer) => part(number, bytes, await checksumOf(algorithm, bytes))
    const parts = [await send(1, five), await send(2, five), await send(3, tail)]
    const whole = await checksumOf(algorithm, Buffer.concat([five, five, tail]))
    const wrong = await checksumOf(algorithm, five)
    expect(await refusal(complete(parts, wrong))).toEqual({ code: 'BadDigest', status: 400 })
    await complete(parts, whole)
    const head = await client.send(new HeadObjectCommand({ ...name, ChecksumMode: 'ENABLED' }))
    expect(head).toMatchObject({ ...whole, ChecksumType: 'FULL_OBJECT' })
    const third = await client.send(new HeadObjectCommand({ ...name, ChecksumMode: 'ENABLED', PartNumber: 3 }))
    expect(third).toMatchObject(await checksumOf(algorithm, tail))
  })

  test('needs one with each part, of the algorithm that the upload began with', async () => {
    const { part } = await begin('mismatched', { ChecksumAlgorithm: 'CRC32C' })
    expect(await refusal(part(1, tail))).toEqual({ code: 'InvalidRequest', status: 400 })
    const other = part(1, tail, { ChecksumAlgorithm: 'SHA256' })
    expect(await refusal(other)).toEqual({ code: 'InvalidRequest', status: 400 })
  })

  test('is made of those of its parts for SHA-256', async () => {
    const { client, name, part, complete } = await begin('composite', { ChecksumAlgorithm: 'SHA256' })
    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest()
    const parts = [
      await part(1, five, { ChecksumAlgorithm: 'SHA256' }),
      await part(2, tail, { ChecksumAlgorithm: 'SHA256' }),
    ]
    expect(parts[1]?.ChecksumSHA256).toBe(sha(tail).toString('base64'))
    const wrong = parts.map((one) => ({ ...one, ChecksumSHA256: sha(Buffer.from('x')).toString('base64') }))
    expect(await refusal(complete(wrong))).toEqual({ code: 'InvalidPart', status: 400 })
    const bare = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }))
    expect(await refusal(complete(bare))).toEqual({ code: 'InvalidRequest', status: 400 })
    await complete(parts)
    const head = await client.send(new HeadObjectCommand({ ...name, ChecksumMode: 'ENABLED' }))
    const expected = `${sha(Buffer.concat([sha(five), sha(tail)])).toString('base64')}-2`
    expect([head.ChecksumSHA256, head.ChecksumType]).toEqual([expected, 'COMPOSITE'])
  })
})
