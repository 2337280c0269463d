// The main job without a fault: every host has every file once, from one read of each, and nothing stays in staging.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { isOver, sampleBytes, untilMirror, upload } from '#tests/support/visitor.ts'
import { openMirroring } from './open-mirroring.ts'

const MiB = 1024 ** 2
const files = [
  { name: 'naïve ファイル "q".txt', body: sampleBytes(12_345, 1) },
  { name: 'one-byte', body: sampleBytes(1, 2) },
  { name: 'middle.bin', body: sampleBytes(9 * MiB + 7, 3) },
  { name: 'parts.bin', body: sampleBytes(70 * MiB, 4) },
]
const digests = files.map(({ body }) => createHash('sha256').update(body).digest('hex'))

it('reads each file once for three hosts, and each of them has it once', async () => {
  // All at one pace, which a busy machine keeps up with: a host that falls behind gets a read of its own.
  const product = await openMirroring({ bytesPerSecond: 24 * MiB })
  const { visitor, storage } = product
  const { id } = await upload(visitor, files)
  await visitor.call.mirror.start.mutate({ id, hosts: ['pixeldrain', 'gofile', 'bunkr'] })
  const view = await untilMirror(visitor, id, isOver)

  expect(view.status).toBe('done')
  expect(view.files.map(({ sha256 }) => sha256)).toEqual(digests)
  for (const { ledger, groups } of [product.pixeldrain, product.gofile, product.bunkr]) {
    expect(ledger.map(({ sha256 }) => sha256).toSorted()).toEqual(digests.toSorted())
    expect(groups.filter(({ files: inIt }) => inIt.length > 0).map(({ files: inIt }) => inIt.length)).toEqual([4])
  }
  expect(view.links.map(({ status, progress }) => ({ status, progress }))).toEqual(
    Array.from({ length: 3 }, () => ({ status: 'done', progress: 1 })),
  )
  expect(view.fileLinks).toHaveLength(12)
  expect(new Set(view.fileLinks.map(({ verified }) => verified))).toEqual(new Set(['checksum']))

  const read = () => storage.reads.reduce((sum, { bytes }) => sum + bytes, 0)
  const whole = files.reduce((sum, { body }) => sum + body.length, 0)
  await expect.poll(() => read() / whole, { timeout: 10_000 }).toBe(1)
  await expect.poll(() => product.staged(), { timeout: 10_000 }).toEqual([])
})
