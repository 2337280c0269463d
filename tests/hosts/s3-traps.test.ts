// What is S3's own: parts that a later attempt goes on with, errors inside 200, links that end, keys that may not look.
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createHostHttp } from '#server/hosts/http.ts'
import { commonSettings } from '#server/hosts/kind.ts'
import { type S3Config, s3, s3Kind } from '#server/hosts/s3.ts'
import { Secret } from '#server/ids.ts'
import { type OwnStoragePeer, startOwnStoragePeer } from './peers/s3-peers.ts'
import { failureOf } from './suite/outcomes.ts'
import { callOf, send, TestMemory, TestNote } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const MiB = 1024 ** 2
const size = 12 * MiB
const entry = { id: 'bucket', kind: 's3', name: 'Our bucket', url: 'https://s3.example' }
const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
const memory = new TestMemory()

let peer: OwnStoragePeer
beforeAll(async () => {
  peer = await startOwnStoragePeer()
})
beforeEach(() => peer.reset())

const open = (more: Partial<S3Config> = {}) =>
  s3(commonSettings.parse(entry), {
    endpoint: peer.url,
    region: peer.region,
    bucket: peer.bucket,
    forcePathStyle: true,
    accessKeyId: new Secret(peer.accessKeyId),
    secretAccessKey: new Secret(peer.secretAccessKey),
    prefix: '',
    publicUrl: null,
    singlePutLimit: 3 * MiB,
    partSizeFor: () => 5 * MiB,
    http,
    ...more,
  })

const partsSent = () => peer.simulator.requests.filter(({ method, bytes }) => method === 'PUT' && bytes > 0).length

test.for([
  ['refused', { kind: 'status', status: 503, on: 'chunk', times: 1 }],
  ['of unknown end', { kind: 'no-reply', stored: false, on: 'chunk' }],
] as const)('after a part that is %s the next attempt sends what is missing', async ([, fault]) => {
  const host = open()
  const [source, resume] = [testSource({ size }), new TestNote()]
  peer.simulator.fail({ kind: 'slow-body', bytesPerSecond: 100 * MiB, on: 'chunk' })
  peer.simulator.fail(fault)
  await expect(send({ host, memory }, source, { resume })).rejects.toMatchObject({ kind: 'retry' })
  expect(await peer.openUploads()).toBe(1)
  const before = partsSent()
  const again = source.again()
  await send({ host, memory }, again, { resume })
  expect(partsSent() - before).toBe(2)
  expect(await peer.held()).toMatchObject([{ size, sha256: await source.digest('sha256') }])
  expect([resume.note, await peer.openUploads()]).toEqual([null, 0])
})

test('a note of an upload that is gone, or that nobody can read, begins anew', async () => {
  const host = open()
  for (const note of ['not JSON', JSON.stringify({ uploadId: 'of-nobody', key: 'other', partSize: 5 * MiB })]) {
    const [source, resume] = [testSource({ size }), new TestNote()]
    resume.note = note
    await peer.reset()
    await send({ host, memory }, source, { resume })
    expect(await peer.held()).toMatchObject([{ sha256: await source.digest('sha256') }])
  }
})

test('a cancel between parts leaves none', async () => {
  const cancel = new AbortController()
  const reason = new Error('the user gave up')
  const resume = new TestNote()
  const source = testSource({ size, onProgress: (taken) => taken >= 7 * MiB && cancel.abort(reason) })
  expect(await failureOf(send({ host: open(), memory }, source, { signal: cancel.signal, resume }))).toBe(reason)
  expect([resume.note, await peer.openUploads()]).toEqual([null, 0])
})

test('an error inside 200 at the joining of the parts is one, and leaves them', async () => {
  peer.simulator.fail({ kind: 'error-in-200', on: 'finish' })
  const resume = new TestNote()
  await expect(send({ host: open(), memory }, testSource({ size }), { resume })).rejects.toMatchObject({
    kind: 'retry',
  })
  expect(await peer.held()).toEqual([])
  expect(resume.note).not.toBeNull()
})

test('a signed link ends after seven days, and says so; a public one does not', async () => {
  const source = testSource({ size: 10, name: 'ä b.bin' })
  const signed = await send({ host: open(), memory }, source)
  const left = Date.parse(signed.extra?.['expiresAt'] ?? '') - Date.now()
  expect(Math.round(left / 3600_000)).toBe(7 * 24)
  const answer = await fetch(signed.url)
  expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%C3%A4%20b.bin")
  const open2 = await send({ host: open({ publicUrl: 'https://files.example' }), memory }, source.again())
  expect(open2).toMatchObject({ url: `https://files.example/${source.mirrorId}/${source.fileId}/%C3%A4%20b.bin` })
  expect(open2.extra).toBeUndefined()
})

test('two files of one name in a mirror are two objects', async () => {
  const first = testSource({ size: 10 })
  const second = { ...testSource({ size: 20 }), mirrorId: first.mirrorId }
  await send({ host: open(), memory }, first)
  await send({ host: open(), memory }, second)
  expect(new Set((await peer.held()).map((held) => held.size))).toEqual(new Set([10, 20]))
})

test('keys that may not look leave a copy unknown', async () => {
  const host = open()
  const stored = await send({ host, memory }, testSource({ size: 10 }))
  peer.simulator.fail({ kind: 'status', status: 403, on: 'info' })
  expect(await host.check(stored, callOf({ memory }))).toBe('unknown')
})

test('a wrong size or ETag is told as the storage told it', async () => {
  peer.simulator.fail({ kind: 'wrong-size' })
  expect(await send({ host: open(), memory }, testSource({ size: 10 }))).toMatchObject({ size: 11 })
  const source = testSource({ size: 10 })
  peer.simulator.fail({ kind: 'wrong-digest', on: 'info' })
  const { digests } = await send({ host: open(), memory }, source)
  expect(digests.md5).toMatch(/^[0-9a-f]{32}$/)
  expect(digests.md5).not.toBe(await source.digest('md5'))
})

test('an entry of a file becomes a host, and a wrong one is told', () => {
  const keys = { accessKeyId: 'id', secretAccessKey: 'secret' }
  const host = s3Kind.read({ ...entry, ...keys, bucket: 'copies' }).open(http)
  expect(host).toMatchObject({ id: 'bucket', retention: '7 days, for its links end then', digests: ['md5'] })
  const open2 = s3Kind.read({ ...entry, ...keys, bucket: 'copies', publicUrl: 'https://files.example/' }).open(http)
  expect(open2.retention).toBe('as its operator decides')
  expect(() => s3Kind.read({ ...entry, ...keys })).toThrow(/bucket/)
  expect(() => s3Kind.read({ ...entry, ...keys, bucket: 'copies', colour: 'red' })).toThrow(/colour/)
})
