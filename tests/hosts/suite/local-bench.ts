// A bench for the host `local`: the product's own storage functions on a real embedded storage, with a front that can fail.
import { createHash } from 'node:crypto'
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3'
import { publishEnvironment } from '#server/env.ts'
import { largestSinglePut, local } from '#server/hosts/local.ts'
import type { LocalStorage } from '#server/hosts/local/storage.ts'
import { ownStorage } from '#server/hosts/registry.ts'
import { keys, runStorage } from '#tests/storage/running-storage.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { freePort } from '#tests/support/free-port.ts'
import { settle } from './simulated.ts'
import { startStorageFront } from './storage-front.ts'
import type { Bench } from './subject.ts'

const Bucket = 'kept-copies'
const MiB = 1024 ** 2

export type LocalBench = {
  bench: Bench
  /** How many multipart uploads lie open. */
  openUploads(): Promise<number>
}

type Limits = { singlePutLimit?: number; partSize?: number }

/** Storage in parts of this size, which S3 allows from 5 MiB on. */
const inParts = (partSize: number): LocalStorage => ({ ...ownStorage, partSizeFor: () => partSize })

/** Starts the storage and points the product's environment at it, so there is one per test file. */
export async function startLocal(encryption?: string): Promise<(limits: Limits) => LocalBench> {
  const storage = await runStorage()
  const client = storage.client()
  await client.send(new CreateBucketCommand({ Bucket }))
  const front = await startStorageFront({ storageUrl: storage.url, ...(encryption !== undefined && { encryption }) })
  whenFileEnds(() => front[Symbol.asyncDispose]())
  const nobody = `http://127.0.0.1:${await freePort()}`
  publishEnvironment({
    S3_ENDPOINT: front.url,
    S3_BUCKET: Bucket,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    DATABASE_URL: 'postgres://127.0.0.1/unused',
    AUTH_SECRET: 'unused here',
    CRON_SECRET: 'unused here',
  })

  const listed = async () => (await client.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []
  const read = async (Key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
    if (!Body) throw new Error('The object has no body.')
    return Buffer.from(await Body.transformToByteArray())
  }
  const held = async () => {
    const objects = await listed()
    const bodies = await Promise.all(objects.map(({ Key = '' }) => read(Key)))
    return bodies.map((bytes) => ({
      name: null,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }))
  }

  return ({ singlePutLimit = largestSinglePut, partSize = 16 * MiB }) => {
    const config = { storage: inParts(partSize), retentionDays: 30, singlePutLimit }
    const bench: Bench = {
      simulator: front,
      limit: null,
      seams: [singlePutLimit, 2 * partSize].filter((seam) => seam < 100 * MiB),
      secrets: [keys.secretAccessKey],
      adapter: (http) => local({ ...config, http }),
      unreachable: (http) => local({ ...config, http, storage: { ...ownStorage, presignPut: async () => nobody } }),
      held,
      download: ({ id }) => read(id),
      async reset() {
        await settle(front)
        front.reset()
        const Objects = (await listed()).map(({ Key }) => ({ Key }))
        if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
      },
    }
    const openUploads = async () =>
      (await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.length ?? 0
    return { bench, openUploads }
  }
}
