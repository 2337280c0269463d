// The host `local` beyond one PUT: parts that fail leave nothing behind, and what storage says last is what counts.
import { afterEach, beforeAll, expect, test } from 'vitest'
import { failureOf, expectWhole, hostFailureOf } from './suite/outcomes.ts'
import { type LocalBench, startLocal } from './suite/local-bench.ts'
import { callOf, type Stand, send, standOf } from './suite/stand.ts'
import { digestsOf, testSource } from './suite/test-source.ts'

const MiB = 1024 ** 2
const size = 12 * MiB
const dayMs = 24 * 3600_000

let local: LocalBench
let stand: Stand
beforeAll(async () => {
  const benchOf = await startLocal()
  local = benchOf({ singlePutLimit: 3 * MiB, partSize: 5 * MiB })
  stand = standOf(local.bench)
})
afterEach(() => local.bench.reset())

const nothingStays = async () => {
  expect(await stand.held()).toEqual([])
  expect(await local.openUploads()).toBe(0)
}

test('three parts become one object, without a digest of the whole', async () => {
  const source = testSource({ size })
  const stored = await send(stand, source)
  await expectWhole(stand, source, stored)
  expect(stored.digests).toEqual({})
  const parts = stand.simulator.requests.filter(({ method }) => method === 'PUT')
  expect(parts.map(({ bytes }) => bytes)).toEqual([5 * MiB, 5 * MiB, 2 * MiB])
})

test.for([
  ['refused', { kind: 'status', status: 503, on: 'chunk' }],
  ['broken off', { kind: 'close', atByte: MiB, on: 'chunk' }],
  ['of unknown end', { kind: 'no-reply', stored: true, on: 'chunk' }],
] as const)('a part that is %s ends the upload, which may be tried again', async ([, fault]) => {
  stand.simulator.fail(fault)
  expect(await hostFailureOf(stand, send(stand, testSource({ size })))).toMatchObject({ kind: 'retry' })
  await nothingStays()
})

test('a source that ends early in the last part leaves nothing', async () => {
  await failureOf(send(stand, testSource({ size, endsAfter: size - 1 })))
  await nothingStays()
})

test('a cancel between parts leaves nothing', async () => {
  const cancel = new AbortController()
  const reason = new Error('the user gave up')
  const onProgress = (taken: number) => taken >= 7 * MiB && cancel.abort(reason)
  const sending = send(stand, testSource({ size, onProgress }), { signal: cancel.signal })
  expect(await failureOf(sending)).toBe(reason)
  await nothingStays()
})

test('a copy is found when the answer to the joining of its parts was lost', async () => {
  const source = testSource({ size })
  const since = new Date()
  // The client asks three times by itself.
  stand.simulator.fail({ kind: 'no-reply', stored: true, on: 'finish' })
  stand.simulator.fail({ kind: 'close', atByte: 0, on: 'finish', times: 2 })
  expect(await hostFailureOf(stand, send(stand, source))).toMatchObject({ kind: 'unknown' })
  const { fileId, mirrorId, name } = source
  const digests = await digestsOf(source)
  const file = { fileId, mirrorId, name, size, digests, since }
  const found = await stand.host.find?.(file, { ...callOf(stand), group: null })
  expect(found).toMatchObject({ size, digests: {} })
  expect(await local.openUploads()).toBe(0)
})

test('one PUT gives the MD5 that storage computed, the address on this site, and the day of its end', async () => {
  const source = testSource({ size: MiB })
  const stored = await send(stand, source)
  expect(stored.digests).toEqual({ md5: await source.digest('md5') })
  expect(stored.url).toBe(`/mirror/${source.mirrorId}/files/${source.fileId}`)
  const left = Date.parse(stored.extra?.['expiresAt'] ?? '') - Date.now()
  expect(left).toBeGreaterThan(29 * dayMs)
  expect(left).toBeLessThanOrEqual(30 * dayMs)
})

test('a copy that nobody can look at after the upload is of unknown end', async () => {
  stand.simulator.fail({ kind: 'status', status: 503, on: 'info', times: 3 })
  expect(await hostFailureOf(stand, send(stand, testSource({ size: 10 })))).toMatchObject({ kind: 'unknown' })
  expect(await stand.held()).toHaveLength(1)
})

test('an object with other bytes at the key is not taken for the file', async () => {
  const source = testSource({ size: 1000 })
  await send(stand, source)
  const { fileId, mirrorId, name } = source
  const find = (digests: Record<string, string>) => {
    const file = { fileId, mirrorId, name, size: 1000, digests, since: new Date() }
    return stand.host.find?.(file, { ...callOf(stand), group: null })
  }
  expect(await find({ md5: await source.digest('md5') })).toMatchObject({ size: 1000 })
  expect(await find({})).toMatchObject({ size: 1000, digests: {} })
  expect(await find({ md5: await testSource({ size: 1000 }).digest('md5') })).toBeNull()
})
