// Faults of the storage, one row per fault and read: a read goes on from its byte, and nothing false ever looks like a file.
import { createHash } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { openShared } from '#server/mirroring/shared.ts'
import { sampleBytes } from '#tests/support/visitor.ts'
import { type Bench, endOf, isStaged, Play, stage, startBench } from './fault-bench.ts'
import { FaultyStorage, LARGE_SIZE, SIZE, slowRows, storageRows } from './storage-rows.ts'
import { aloneAt, leftBehind } from './storage-stands.ts'

const storage = new FaultyStorage()
let bench: Bench

beforeAll(async () => {
  bench = await startBench(storage.intercept)
})

const rows = process.env['FAULT_TABLE'] === 'all' ? [...storageRows, ...slowRows] : storageRows

it.concurrent.for(rows)('$fault, $phase: $ends', async (row, { expect: expectHere }) => {
  const isSecond = row.phase === 'on the second read'
  const { hosts, subject, stored, uploads } = isSecond ? leftBehind() : await aloneAt(bench)
  const body = sampleBytes(isSecond ? LARGE_SIZE : SIZE, row.gets)
  const ids = hosts.map(({ id }) => id)
  const staged = await stage(bench, [body], ids)
  const [key = ''] = staged.keys
  const gets = storage.plan(key, row.answers, body)
  // Each has a worker of its own, with the smallest window there is.
  await new Play({ ...bench, shared: openShared(database(), 1) }, staged, hosts).toTheEnd()

  const end = (await endOf(staged)).find(({ host }) => host === subject.id)
  expectHere({ ends: end?.status, tries: end?.attempt, gets: gets.length }).toEqual({
    ends: row.ends,
    tries: 1,
    gets: row.gets,
  })
  expectHere(stored()).toEqual(row.ends === 'done' ? [createHash('sha256').update(body).digest('hex')] : [])
  // An attempt is one upload at most, whatever happened to the reads behind it.
  expectHere(uploads()).toBeLessThanOrEqual(row.uploads ?? 1)
  expectHere(new Set(gets.map(({ ifMatch }) => ifMatch)).size).toBe(1)
  expectHere(gets[0]?.ifMatch).toMatch(/^"[0-9a-f]{32}"$/)
  const cut = row.answers.indexOf('half')
  if (cut >= 0 && gets.length > cut + 1) expectHere(gets[cut + 1]?.range).toMatch(/^bytes=[1-9]\d*-$/)
  if (isSecond) expectHere(gets[1]?.range).toMatch(/^bytes=[1-9]\d*-$/)
  if (row.ends === 'failed') expectHere(end?.error).toBe('The uploaded copy of the file has changed or is gone.')
  // The other host of a second read has the file, so that nothing needs to be kept.
  expectHere(await isStaged(key)).toBe(row.ends === 'failed' && !isSecond)
})

it('has a row for each fault in each read', () => {
  expect(storageRows).toHaveLength(3 * 7 + 1)
})
