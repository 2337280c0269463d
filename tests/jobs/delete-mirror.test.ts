// All that storage holds of a deleted mirror is deleted, however much it is.
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { beforeAll, expect, it } from 'vitest'
import { type Mirroring, openMirroring } from '#tests/mirroring/open-mirroring.ts'
import { sampleBytes, upload } from '#tests/support/visitor.ts'

const Bucket = 'staging'
/** Storage lists and deletes a thousand at a time. */
const MANY = 1_020

let product: Mirroring
let client: S3Client

beforeAll(async () => {
  product = await openMirroring()
  client = product.storage.client()
})

async function keysOf(): Promise<string[]> {
  const keys: string[] = []
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket }))
    keys.push(...Contents.map(({ Key = '' }) => Key))
  return keys
}

async function fill(prefix: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += 20)
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        client.send(new PutObjectCommand({ Bucket, Key: `${prefix}${from + n}`, Body: 'x' })),
      ),
    )
}

const open = (Key: string) => client.send(new CreateMultipartUploadCommand({ Bucket, Key }))

const openUploads = async () =>
  ((await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).map(({ Key = '' }) => Key)

it('deletes more than a thousand objects and every open upload of it, and none of another', async () => {
  const { visitor } = product
  const { id } = await upload(visitor, [{ name: 'a.bin', body: sampleBytes(100, 1) }])
  const { id: other } = await upload(visitor, [{ name: 'b.bin', body: sampleBytes(100, 2) }])
  await fill(`${id}/`, MANY)
  await fill(`local/${id}/`, 40)
  await fill(`local/${other}/`, 20)
  for (const key of [`${id}/a`, `${id}/a`, `${id}/b`, `local/${id}/c`, `${other}/d`]) await open(key)
  await visitor.call.history.delete.mutate({ id })
  await expect.poll(openUploads, { timeout: 30_000 }).toEqual([`${other}/d`])
  await expect.poll(async () => (await keysOf()).length, { timeout: 30_000 }).toBe(21)
  expect((await keysOf()).filter((key) => !key.includes(other))).toEqual([])
})
