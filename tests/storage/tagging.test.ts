// Tags of objects and buckets.
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectTaggingCommand,
  GetBucketTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type Tag,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { type RunningStorage, refusal, runStorage } from './running-storage.ts'

let storage: RunningStorage
const Bucket = 'tags'
const name = { Bucket, Key: 'x' }

beforeAll(async () => {
  storage = await runStorage()
  await storage.client().send(new CreateBucketCommand({ Bucket }))
  await storage.client().send(new PutObjectCommand({ ...name, Body: 'x' }))
})

const many = (count: number): Tag[] => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }))
const put = (TagSet: Tag[], Key = 'x') =>
  storage.client().send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }))
const get = async (Key = 'x') => (await storage.client().send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet
const putObject = (Tagging: string) =>
  storage.client().send(new PutObjectCommand({ Bucket, Key: 'born', Body: '.', Tagging }))

describe('an object', () => {
  test('has no tags until it gets some', async () => {
    expect(await get()).toEqual([])
    const tags = [
      ...many(7),
      { Key: 'ünï /+-=._:@', Value: '' },
      { Key: '__proto__', Value: 'p' },
      { Key: 'k'.repeat(128), Value: 'v'.repeat(256) },
    ]
    await put(tags)
    expect(await get()).toEqual(tags)
    expect((await storage.client().send(new HeadObjectCommand(name))).TagCount).toBe(10)
  })

  test('loses them', async () => {
    await put(many(2))
    await storage.client().send(new DeleteObjectTaggingCommand(name))
    expect(await get()).toEqual([])
    expect((await storage.client().send(new HeadObjectCommand(name))).TagCount).toBeUndefined()
  })

  test('can be born with tags, and loses them when it is replaced', async () => {
    await putObject('a=b%20c&d=%C3%BC&e')
    expect(await get('born')).toEqual([
      { Key: 'a', Value: 'b c' },
      { Key: 'd', Value: 'ü' },
      { Key: 'e', Value: '' },
    ])
    await storage.client().send(new PutObjectCommand({ Bucket, Key: 'born', Body: '.' }))
    expect(await get('born')).toEqual([])
  })

  test.each<[string, Tag[]]>([
    ['BadRequest', many(11)],
    ['InvalidTag', [...many(1), ...many(1)]],
    ['InvalidTag', [{ Key: 'k'.repeat(129), Value: '' }]],
    ['InvalidTag', [{ Key: 'k', Value: 'v'.repeat(257) }]],
    ['InvalidTag', [{ Key: '', Value: 'v' }]],
    ['InvalidTag', [{ Key: 'a<b', Value: 'v' }]],
    ['InvalidTag', [{ Key: 'aws:mine', Value: 'v' }]],
  ])('is refused tags that S3 refuses, with %s, and keeps its own', async (code, tags) => {
    await put([{ Key: 'own', Value: '1' }])
    expect(await refusal(put(tags))).toEqual({ code, status: 400 })
    expect(await get()).toEqual([{ Key: 'own', Value: '1' }])
  })

  test.each([
    ['InvalidArgument', 'a=1&a=2'],
    ['InvalidTag', `${'k'.repeat(129)}=v`],
    [
      'BadRequest',
      many(11)
        .map(({ Key }) => `${Key}=v`)
        .join('&'),
    ],
  ])('is not born with tags that S3 refuses: %s', async (code, header) => {
    expect(await refusal(putObject(header))).toEqual({ code, status: 400 })
    const begun = storage.client().send(new CreateMultipartUploadCommand({ Bucket, Key: 'born', Tagging: header }))
    expect(await refusal(begun)).toEqual({ code, status: 400 })
  })

  test('that is not there has none', async () => {
    expect(await refusal(get('nothing'))).toEqual({ code: 'NoSuchKey', status: 404 })
    expect(await refusal(put(many(1), 'nothing'))).toEqual({ code: 'NoSuchKey', status: 404 })
  })
})

test('a bucket has up to fifty tags, or none', async () => {
  const client = storage.client()
  const read = () => client.send(new GetBucketTaggingCommand({ Bucket }))
  const write = (TagSet: Tag[]) => client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }))
  expect(await refusal(read())).toEqual({ code: 'NoSuchTagSet', status: 404 })
  await write(many(50))
  expect((await read()).TagSet).toEqual(many(50))
  expect(await refusal(write(many(51)))).toEqual({ code: 'BadRequest', status: 400 })
  await client.send(new DeleteBucketTaggingCommand({ Bucket }))
  expect(await refusal(read())).toEqual({ code: 'NoSuchTagSet', status: 404 })
})
