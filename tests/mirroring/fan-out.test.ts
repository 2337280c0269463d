// One read for many takers: what is read, who waits for whom, and how it ends.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { FanOut } from '#server/mirroring/fan-out.ts'
import { sampleBytes } from '#tests/support/visitor.ts'

const KiB = 1024
const PIECE = 16 * KiB
const WINDOW = 256 * KiB
const file = sampleBytes(4096 * KiB + 5, 7)
const sha256 = createHash('sha256').update(file).digest('hex')

/** A file that counts how much of it was read. */
function counted({ failAt = Number.POSITIVE_INFINITY } = {}) {
  const read = { bytes: 0, opened: 0 }
  async function* open(from: number) {
    read.opened += 1
    for (let at = from; at < file.length; at += PIECE) {
      if (at >= failAt) throw new Error('the disk is on fire')
      const bytes = file.subarray(at, at + PIECE)
      read.bytes += bytes.length
      yield bytes
    }
  }
  return { read, open }
}

type Source = ReturnType<typeof counted>
const fanOf = ({ open }: Source, takers: number, { windowBytes = WINDOW } = {}) => {
  const stop = new AbortController()
  const digests = ['sha256', 'md5', 'blake3'] as const
  const fan = new FanOut({
    size: file.length,
    open,
    digests,
    takers,
    windows: { leading: () => windowBytes, lagging: () => windowBytes },
    graceMs: 150,
    patienceMs: 200,
    signal: stop.signal,
  })
  return { fan, stop }
}

/** Takes all bytes, waiting so long before each piece from `slowFrom` on. */
async function take(bytes: AsyncIterable<Uint8Array>, { waitMs = 0, slowFrom = 0 } = {}): Promise<string> {
  const hash = createHash('sha256')
  let taken = 0
  for await (const piece of bytes) {
    taken += piece.length
    hash.update(piece)
    if (waitMs > 0 && taken >= slowFrom) await sleep(waitMs)
  }
  return hash.digest('hex')
}

it('reads the file once for six takers, with its digests in the same pass', async () => {
  const source = counted()
  const { fan } = fanOf(source, 6)
  const all = await Promise.all(Array.from({ length: 6 }, () => take(fan.bytes())))
  expect(all).toEqual(Array.from({ length: 6 }, () => sha256))
  expect(await fan.digests()).toMatchObject({
    sha256,
    md5: createHash('md5').update(file).digest('hex'),
    blake3: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(source.read).toEqual({ bytes: file.length, opened: 1 })
  fan.close()
})

it('keeps one read for takers that are slow at nearly the same pace', async () => {
  const source = counted()
  const { fan } = fanOf(source, 2)
  await Promise.all([take(fan.bytes(), { waitMs: 2 }), take(fan.bytes(), { waitMs: 3 })])
  expect(source.read).toEqual({ bytes: file.length, opened: 1 })
  fan.close()
})

it('goes on without a taker that hangs, which gets the rest by a second read', async () => {
  const source = counted()
  const { fan } = fanOf(source, 3)
  const wake = Promise.withResolvers<void>()
  const hanging = (async () => {
    const hash = createHash('sha256')
    let first = true
    for await (const piece of fan.bytes()) {
      hash.update(piece)
      if (first) await wake.promise
      first = false
    }
    return hash.digest('hex')
  })()
  expect(await Promise.all([take(fan.bytes()), take(fan.bytes())])).toEqual([sha256, sha256])
  wake.resolve()
  expect(await hanging).toBe(sha256)
  expect(source.read.opened).toBe(2)
  expect(source.read.bytes).toBeLessThanOrEqual(2 * file.length)
  fan.close()
})

it('never reads on more than a window ahead of the slowest', async () => {
  const source = counted()
  const { fan } = fanOf(source, 1)
  const taker = fan.bytes()[Symbol.asyncIterator]()
  await taker.next()
  await sleep(300)
  expect(source.read.bytes).toBeLessThanOrEqual(WINDOW + 2 * PIECE)
  await taker.return?.()
  fan.close()
})

it('gives everyone the error of a source that fails in the middle, and never an early end', async () => {
  const { fan } = fanOf(counted({ failAt: 1024 * KiB }), 2)
  const ends = await Promise.allSettled([take(fan.bytes()), take(fan.bytes()), fan.digests()])
  for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: { message: 'the disk is on fire' } })
  fan.close()
})

it('keeps a small file whole for takers who come when others are done with it', async () => {
  const source = counted()
  const { fan } = fanOf(source, 3, { windowBytes: 2 * file.length })
  expect(await take(fan.bytes())).toBe(sha256)
  expect(await fan.digests()).toMatchObject({ sha256 })
  expect(await Promise.all([take(fan.bytes()), take(fan.bytes())])).toEqual([sha256, sha256])
  expect(source.read).toEqual({ bytes: file.length, opened: 1 })
  fan.close()
})

it('reads on for the digests when the only taker has left, if they are asked for', async () => {
  const source = counted()
  const { fan } = fanOf(source, 1)
  fan.leave()
  expect(await fan.digests()).toMatchObject({ sha256 })
  expect(source.read.bytes).toBe(file.length)
  fan.close()
})

it('ends every taker with the reason when it is stopped', async () => {
  const { fan, stop } = fanOf(counted(), 2)
  const slow = take(fan.bytes(), { waitMs: 20 })
  const other = take(fan.bytes(), { waitMs: 20 })
  await sleep(100)
  stop.abort(new Error('enough'))
  await expect(slow).rejects.toThrow('enough')
  await expect(other).rejects.toThrow('enough')
})

it('lets a taker in that comes when the beginning is gone already', async () => {
  const source = counted()
  const { fan } = fanOf(source, 2)
  expect(await take(fan.bytes())).toBe(sha256)
  expect(await take(fan.bytes())).toBe(sha256)
  expect(source.read.opened).toBe(2)
  fan.close()
})
