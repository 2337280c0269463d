// Copies of objects and of parts, which share their bytes with what they were made from.
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  type CopyObjectCommandInput,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { dataFiles } from './folder.ts'
import { type RunningStorage, refusal, runStorage } from './running-storage.ts'

let storage: RunningStorage
const Bucket = 'copies'
const CopySource = 'copies/source'
const earlier = new Date(Date.now() - 86_400_000)
const later = new Date(Date.now() + 86_400_000)
let ETag: string | undefined

beforeAll(async () => {
  storage = await runStorage()
  for (const name of [Bucket, 'others']) await storage.client().send(new CreateBucketCommand({ Bucket: name }))
  const put = new PutObjectCommand({
    Bucket,
    Key: 'source',
    Body: '0123456789',
    ContentType: 'text/plain',
    Metadata: { a: 'b' },
    Tagging: 'kind=source',
  })
  ETag = (await storage.client().send(put)).ETag
})

const copy = (extra: Partial<CopyObjectCommandInput>) =>
  storage.client().send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, ...extra }))
const head = (Key: string) => storage.client().send(new HeadObjectCommand({ Bucket, Key }))
async function read(Key: string): Promise<string | undefined> {
  return (await storage.client().send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()
}

describe('a copy', () => {
  test('has the bytes and all that was said of them', async () => {
    const { CopyObjectResult } = await copy({})
    expect(CopyObjectResult?.ETag).toBe(ETag)
    expect(await head('copy')).toMatchObject({ ETag, ContentType: 'text/plain', Metadata: { a: 'b' } })
    const { TagSet } = await storage.client().send(new GetObjectTaggingCommand({ Bucket, Key: 'copy' }))
    expect(TagSet).toEqual([{ Key: 'kind', Value: 'source' }])
  })

  test('can be said other things of', async () => {
    await copy({
      Key: 'renamed',
      MetadataDirective: 'REPLACE',
      ContentType: 'image/png',
      Metadata: { c: 'd' },
      TaggingDirective: 'REPLACE',
      Tagging: 'kind=copy',
    })
    expect(await head('renamed')).toMatchObject({ ETag, ContentType: 'image/png', Metadata: { c: 'd' } })
    const { TagSet } = await storage.client().send(new GetObjectTaggingCommand({ Bucket, Key: 'renamed' }))
    expect(TagSet).toEqual([{ Key: 'kind', Value: 'copy' }])
  })

  test('outlives what it was made from, whose file goes with the last of both', async () => {
    const client = storage.client()
    const files = (await dataFiles(storage.directory)).length
    await client.send(new PutObjectCommand({ Bucket, Key: 'first', Body: 'shared' }))
    await copy({ Key: 'second', CopySource: 'copies/first' })
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'first' }))
    expect(await read('second')).toBe('shared')
    expect(await dataFiles(storage.directory)).toHaveLength(files + 1)
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'second' }))
    // Closing waits for removals.
    await storage.close()
    expect(await dataFiles(storage.directory)).toHaveLength(files)
    storage = await runStorage({ directory: storage.directory })
  })

  test('onto itself needs something that changes, and keeps the bytes', async () => {
    expect(await refusal(copy({ Key: 'source' }))).toEqual({ code: 'InvalidRequest', status: 400 })
    await copy({ Key: 'copy', CopySource: 'copies/copy', MetadataDirective: 'REPLACE', Metadata: { e: 'f' } })
    expect((await head('copy')).Metadata).toEqual({ e: 'f' })
    expect(await read('copy')).toBe('0123456789')
  })

  test('can have a checksum that the source has not', async () => {
    const { CopyObjectResult } = await copy({ Key: 'summed', ChecksumAlgorithm: 'SHA256' })
    expect(CopyObjectResult?.ChecksumSHA256).toBe('hNiYd/DUBB77a/kaFvAkjy/Vc+avBcGflr7bn4gveII=')
  })

  test.each([' ', '_', '?versionId', 'ü+%20&', 'a/../b'])(
    'of a key called "%s" is found by its encoded name',
    async (Key) => {
      await storage.client().send(new PutObjectCommand({ Bucket, Key, Body: Key }))
      await copy({ Key: 'special', CopySource: `/copies/${encodeURIComponent(Key)}?versionId=null` })
      expect(await read('special')).toBe(Key)
    },
  )

  test.each<[string, number, Partial<CopyObjectCommandInput>]>([
    ['NoSuchKey', 404, { CopySource: 'copies/nothing' }],
    ['NoSuchBucket', 404, { CopySource: 'nowhere/source' }],
    ['NoSuchBucket', 404, { Bucket: 'nowhere' }],
    ['InvalidArgument', 400, { CopySource: 'nothing' }],
    ['InvalidArgument', 400, { CopySource: 'copies/source?versionId=other' }],
    ['InvalidStorageClass', 400, { StorageClass: 'GLACIER' }],
    ['AccessControlListNotSupported', 400, { ACL: 'public-read' }],
    ['AccessDenied', 403, { ExpectedSourceBucketOwner: '123456789012' }],
    ['PreconditionFailed', 412, { CopySourceIfMatch: '"other"' }],
    ['PreconditionFailed', 412, { CopySourceIfNoneMatch: '781e5e245d69b566979b86e28d23f2c7' }],
    ['PreconditionFailed', 412, { CopySourceIfModifiedSince: later }],
    ['PreconditionFailed', 412, { CopySourceIfUnmodifiedSince: earlier }],
    ['PreconditionFailed', 412, { IfNoneMatch: '*' }],
  ])('is refused with %s %i for %o', async (code, status, input) => {
    expect(await refusal(copy(input))).toEqual({ code, status })
  })

  test('is made when its conditions hold', async () => {
    await copy({ CopySourceIfMatch: ETag, CopySourceIfModifiedSince: earlier })
    await copy({ CopySourceIfNoneMatch: '"other"', CopySourceIfUnmodifiedSince: later, IfMatch: ETag })
  })
})

describe('a part', () => {
  async function begin(Key: string) {
    const { UploadId } = await storage.client().send(new CreateMultipartUploadCommand({ Bucket, Key }))
    const name = { Bucket, Key, UploadId }
    const part = (CopySourceRange?: string) =>
      storage.client().send(new UploadPartCopyCommand({ ...name, PartNumber: 1, CopySource, CopySourceRange }))
    return { name, part }
  }

  test.each([
    [undefined, '0123456789'],
    ['bytes=2-4', '234'],
    ['bytes=9-9', '9'],
  ])('can be copied: %s', async (range, expected) => {
    const { name, part } = await begin('from-part')
    const { CopyPartResult } = await part(range)
    const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]
    await storage.client().send(new CompleteMultipartUploadCommand({ ...name, MultipartUpload: { Parts } }))
    expect(await read('from-part')).toBe(expected)
  })

  test.each(['bytes=0-10', 'bytes=5-3', 'bytes=1-', 'bytes=-3', 'bytes=-', '1-2', 'bytes=0-1,3-4'])(
    'cannot be the range %s',
    async (range) => {
      const { part } = await begin('no-range')
      expect(await refusal(part(range))).toEqual({ code: 'InvalidArgument', status: 400 })
    },
  )
})
