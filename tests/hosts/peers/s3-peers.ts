// Two servers that speak S3, `s3rver` and the product's own storage, each with one bucket, behind a front that can fail.
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import S3rver from 's3rver'
import { keys, runStorage } from '#tests/storage/running-storage.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { startStorageFront } from '../suite/storage-front.ts'
import { ending, heldBytes, type Peer, resetting, serveOnLoopback } from './peer.ts'

export type S3PeerOptions = {
  /** Bodies over so many bytes are refused with EntityTooLarge before they are read. Default: none are. */
  maxSize?: number
}

export type S3Peer = Peer & {
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  /** The keys of all objects, in order. */
  keys(): Promise<string[]>
  /** The bytes of an object by its key, read past the front. */
  download(key: string): Promise<Buffer>
}

export type OwnStoragePeer = S3Peer & {
  /** How many multipart uploads lie open. */
  openUploads(): Promise<number>
}

const bucket = 'copies'
const region = 'us-east-1'

/**
 * Starts `s3rver`. It has one pair of keys, does not check signatures of version 4, tells of no open multipart uploads,
 * and, unlike S3, keeps what came of an object whose body broke off.
 */
export async function startS3rverPeer(options: S3PeerOptions = {}): Promise<S3Peer> {
  const directory = await temporaryFolder()
  const server = new S3rver({ directory, silent: true, vhostBuckets: false, configureBuckets: [{ name: bucket }] })
  await server.configureBuckets()
  const storageUrl = await serveOnLoopback(server.callback())
  const { peer } = await peerOf(storageUrl, { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }, options)
  return peer
}

/** Starts the storage that is part of the product. */
export async function startOwnStoragePeer(options: S3PeerOptions = {}): Promise<OwnStoragePeer> {
  const { url, client: newClient } = await runStorage()
  await newClient().send(new CreateBucketCommand({ Bucket: bucket }))
  const { peer, client } = await peerOf(url, keys, options)
  const open = async () => (await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? []
  return {
    ...peer,
    openUploads: async () => (await open()).length,
    async reset() {
      await peer.reset()
      for (const { Key, UploadId } of await open())
        await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
    },
  }
}

type Keys = Pick<S3Peer, 'accessKeyId' | 'secretAccessKey'>

async function peerOf(storageUrl: string, credentials: Keys, { maxSize }: S3PeerOptions) {
  const client = new S3Client({ endpoint: storageUrl, region, credentials, forcePathStyle: true, maxAttempts: 1 })
  whenFileEnds(() => client.destroy())
  const limit = maxSize === undefined ? {} : { largestBody: maxSize }
  const front = ending(await startStorageFront({ storageUrl, ...limit }))
  const keysOf = async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
    return Contents.map(({ Key = '' }) => Key).toSorted()
  }
  const download = async (Key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }))
    if (!Body) throw new Error('The object has no body.')
    return Buffer.from(await Body.transformToByteArray())
  }
  const peer: S3Peer = {
    simulator: front,
    url: front.url,
    bucket,
    region,
    ...credentials,
    keys: keysOf,
    download,
    async held() {
      const all = await keysOf()
      return Promise.all(all.map(async (key) => heldBytes(await download(key), key.split('/').at(-1) ?? null)))
    },
    reset: resetting(front, async () => {
      for (const Key of await keysOf()) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
    }),
  }
  return { peer, client }
}
