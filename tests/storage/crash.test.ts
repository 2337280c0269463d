// What a kill in the middle leaves: every object that was acknowledged, no half one, and no litter after the next start.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { dataFiles, temporaryFiles } from './folder.ts'
import { sign, toBytes } from './raw-request.ts'
import { refusal } from './running-storage.ts'
import { type StorageProcess, startStorage } from './storage-process.ts'

const Bucket = 'crash'
const MiB = 1024 * 1024

/** Bytes that can be told from any others by their name alone. */
function bytesOf(name: string, size: number): Buffer {
  const seed = createHash('sha256').update(name).digest()
  return Buffer.alloc(size, seed)
}

async function begin(): Promise<{ folder: string; storage: StorageProcess }> {
  const folder = await temporaryFolder()
  const storage = await startStorage(folder)
  await storage.client.send(new CreateBucketCommand({ Bucket }))
  return { folder, storage }
}

async function killAndStart(folder: string, storage: StorageProcess): Promise<StorageProcess> {
  await storage.process.end('SIGKILL')
  return startStorage(folder)
}

async function read({ client }: StorageProcess, Key: string): Promise<Buffer> {
  const got = await client.send(new GetObjectCommand({ Bucket, Key }))
  return Buffer.from((await got.Body?.transformToByteArray()) ?? [])
}

async function keysOf({ client }: StorageProcess): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
  return Contents.flatMap(({ Key }) => Key ?? [])
}

/** Sends the head and most of a body, and returns when so much has left that the storage must have some of it. */
async function sendMost({ port }: StorageProcess, path: string): Promise<void> {
  const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'content-length': String(64 * MiB) }
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(toBytes(await sign(port, { method: 'PUT', path, headers })))
  for (let sent = 0; sent < 48; sent += 1) if (!socket.write(bytesOf(path, MiB))) await once(socket, 'drain')
}

test('a PUT that was killed in its body is no object, and the one before it stays', async () => {
  const { folder, storage } = await begin()
  await storage.client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: bytesOf('kept', 3 * MiB) }))
  await Promise.all([sendMost(storage, '/crash/kept'), sendMost(storage, '/crash/new')])
  expect(await temporaryFiles(storage.directory)).toHaveLength(2)
  const after = await killAndStart(folder, storage)
  expect(await keysOf(after)).toEqual(['kept'])
  expect((await read(after, 'kept')).equals(bytesOf('kept', 3 * MiB))).toBe(true)
  expect(await temporaryFiles(after.directory)).toEqual([])
  expect(await dataFiles(after.directory)).toHaveLength(1)
})

test('a part that was killed in its body is not listed, and the upload goes on with the others', async () => {
  const { folder, storage } = await begin()
  const { UploadId } = await storage.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }))
  const name = { Bucket, Key: 'parts', UploadId }
  const one = bytesOf('one', 5 * MiB)
  const first = await storage.client.send(new UploadPartCommand({ ...name, PartNumber: 1, Body: one }))
  await sendMost(storage, `/crash/parts?partNumber=2&uploadId=${UploadId}`)
  const after = await killAndStart(folder, storage)
  const { Parts } = await after.client.send(new ListPartsCommand(name))
  expect(Parts).toMatchObject([{ PartNumber: 1, ETag: first.ETag, Size: one.length }])
  expect(await temporaryFiles(after.directory)).toEqual([])
  expect(await dataFiles(after.directory)).toHaveLength(1)
  const two = bytesOf('two', 1000)
  const second = await after.client.send(new UploadPartCommand({ ...name, PartNumber: 2, Body: two }))
  const list = [first, second].map(({ ETag }, index) => ({ ETag, PartNumber: index + 1 }))
  await after.client.send(new CompleteMultipartUploadCommand({ ...name, MultipartUpload: { Parts: list } }))
  expect((await read(after, 'parts')).equals(Buffer.concat([one, two]))).toBe(true)
})

test.each([1, 12, 40])('killed after %i of many small PUTs, it has all that it said it has', async (until) => {
  const { folder, storage } = await begin()
  const acknowledged = new Set<string>()
  const content = (key: string) => bytesOf(key, 1000 + key.length)
  let killed: Promise<StorageProcess> | undefined
  const lane = async (number: number) => {
    for (let round = 0; killed === undefined; round += 1) {
      // Half of them replace one and the same object, so that files fall out of use all the time.
      const key = round % 2 === 0 ? `${number}/${round}` : `${number}`
      await storage.client.send(new PutObjectCommand({ Bucket, Key: key, Body: content(key) }))
      acknowledged.add(key)
      if (acknowledged.size >= until) killed ??= killAndStart(folder, storage)
    }
  }
  await Promise.allSettled([1, 2, 3, 4, 5, 6].map(lane))
  const after = await killed
  if (!after) throw new Error('It was not killed.')
  const found = await keysOf(after)
  expect(found).toEqual(expect.arrayContaining([...acknowledged]))
  for (const key of found) expect((await read(after, key)).equals(content(key))).toBe(true)
  expect(await temporaryFiles(after.directory)).toEqual([])
  expect(await dataFiles(after.directory)).toHaveLength(found.length)
})

test('killed among completions, each upload is whole or can still be completed', async () => {
  const { folder, storage } = await begin()
  const uploads = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const Key = `upload-${index}`
      const { UploadId } = await storage.client.send(new CreateMultipartUploadCommand({ Bucket, Key }))
      const name = { Bucket, Key, UploadId }
      const { ETag } = await storage.client.send(
        new UploadPartCommand({ ...name, PartNumber: 1, Body: bytesOf(Key, 50_000) }),
      )
      return { ...name, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }
    }),
  )
  const acknowledged: string[] = []
  let killed: Promise<StorageProcess> | undefined
  const complete = async (upload: (typeof uploads)[number]) => {
    await storage.client.send(new CompleteMultipartUploadCommand(upload))
    acknowledged.push(upload.Key)
    if (acknowledged.length >= 3) killed ??= killAndStart(folder, storage)
  }
  await Promise.allSettled(uploads.map(complete))
  const after = await killed
  if (!after) throw new Error('It was not killed.')
  const found = await keysOf(after)
  expect(found).toEqual(expect.arrayContaining(acknowledged))
  for (const upload of uploads) {
    const { Key } = upload
    if (!found.includes(Key)) {
      expect(await refusal(after.client.send(new HeadObjectCommand({ Bucket, Key })))).toMatchObject({ status: 404 })
      await after.client.send(new CompleteMultipartUploadCommand(upload))
    }
    expect((await read(after, Key)).equals(bytesOf(Key, 50_000))).toBe(true)
  }
  expect(await dataFiles(after.directory)).toHaveLength(uploads.length)
})

test('a second process is kept out of the folder, and the first goes on', async () => {
  const { folder, storage } = await begin()
  await expect(startStorage(folder)).rejects.toThrow('The storage folder is in use by another process')
  await storage.client.send(new PutObjectCommand({ Bucket, Key: 'alone', Body: 'x' }))
  expect(await storage.process.end('SIGTERM')).toMatchObject({ code: 0 })
})
