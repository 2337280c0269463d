// What 0x0 and Pomf do to clients that do not know them: copies of before, tokens, limits that are told in words.
import { expect, test } from 'vitest'
import { createHostHttp } from '#server/hosts/http.ts'
import { nullpointerKind } from '#server/hosts/nullpointer.ts'
import { pomfKind } from '#server/hosts/pomf.ts'
import { startNullpointer } from '#tests/simulators/nullpointer.ts'
import { startPomf } from '#tests/simulators/pomf.ts'
import { callOf, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
const common = { id: 'own', name: 'Our own' }
const pointerAt = (url: string, own = {}) => {
  const host = nullpointerKind.read({ ...common, kind: 'nullpointer', url, ...own }).open(http)
  return { host, memory: new TestMemory() }
}
const pomfAt = (url: string, own = {}) => {
  const host = pomfKind.read({ ...common, kind: 'pomf', url, ...own }).open(http)
  return { host, memory: new TestMemory() }
}

test('0x0: a file that was there before has no token, and stays', async () => {
  await using simulator = await startNullpointer()
  const stand = pointerAt(simulator.url)
  const source = testSource({ size: 1000 })
  const first = await send(stand, source)
  const second = await send(stand, source.again())
  expect(second.url).toBe(first.url)
  expect([first.extra?.['token'], second.extra?.['token']]).toEqual([expect.any(String), undefined])
  await expect(stand.host.remove?.(second, callOf(stand))).rejects.toMatchObject({ kind: 'rejected' })
  expect(simulator.ledger).toMatchObject([{ stored: true }])
  await stand.host.remove?.(first, callOf(stand))
  await stand.host.remove?.(second, callOf(stand))
  expect(simulator.ledger).toMatchObject([{ stored: false }])
})

test('0x0: a wrong token deletes nothing, and none goes to another machine', async () => {
  await using simulator = await startNullpointer()
  await using elsewhere = await startNullpointer()
  const stand = pointerAt(simulator.url)
  const stored = await send(stand, testSource({ size: 1000 }))
  const wrong = { ...stored, extra: { token: 'wrong' } }
  await expect(stand.host.remove?.(wrong, callOf(stand))).rejects.toMatchObject({ kind: 'rejected' })
  const moved = { ...stored, url: stored.url.replace(simulator.url, elsewhere.url) }
  await stand.host.remove?.(moved, callOf(stand))
  expect(elsewhere.requests.map(({ method }) => method)).toEqual(['HEAD'])
  expect(simulator.ledger).toMatchObject([{ stored: true }])
})

test('0x0: addresses are hard to guess unless the operator wants short ones, and end when they are told to', async () => {
  await using simulator = await startNullpointer()
  const long = await send(pointerAt(simulator.url), testSource({ size: 1000 }))
  const short = await send(pointerAt(simulator.url, { secret: false, hours: 2 }), testSource({ size: 1000 }))
  expect(long.url.length).toBeGreaterThan(short.url.length)
  const left = Date.parse(short.extra?.['expiresAt'] ?? '') - Date.now()
  expect(left).toBeGreaterThan(1.9 * 3_600_000)
  expect(left).toBeLessThan(2.1 * 3_600_000)
})

test('0x0: one that takes no files is out of order for a while, and what the law took is dead', async () => {
  await using closed = await startNullpointer({ disabled: true })
  await expect(send(pointerAt(closed.url), testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'retry' })
  const source = testSource({ size: 1000 })
  await using simulator = await startNullpointer({ removed: new Set([await source.digest('sha256')]) })
  await expect(send(pointerAt(simulator.url), source)).rejects.toMatchObject({ kind: 'rejected' })
})

test('Pomf: a limit of the rate that is told in words is kept', async () => {
  await using simulator = await startPomf({ flavour: 'uguu', rateLimit: { uploads: 1, seconds: 30 } })
  const stand = pomfAt(simulator.url)
  await send(stand, testSource({ size: 10 }))
  const sending = send(stand, testSource({ size: 10 }))
  const error = await sending.then(
    () => expect.unreachable('it passed'),
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ kind: 'retry', afterMs: expect.any(Number) })
  expect(error).toHaveProperty('afterMs', expect.closeTo(30_000, -4))
})

test('Pomf: types that a site does not take are refused beforehand where they are named, else by the site', async () => {
  await using simulator = await startPomf({ refusedTypes: ['zip', 'rar'] })
  const source = testSource({ size: 10, name: 'a.zip' })
  await expect(send(pomfAt(simulator.url), source)).rejects.toMatchObject({ kind: 'rejected' })
  const knowing = pomfAt(simulator.url, { refused: ['.ZIP', 'rar'] })
  expect(knowing.host.refuses?.(source)).toBe('does not take this type of file.')
  await expect(send(knowing, source.again())).rejects.toMatchObject({ kind: 'rejected' })
  expect(simulator.requests).toHaveLength(1)
})

test('Pomf: the same file may give the copy of before', async () => {
  await using simulator = await startPomf({ dedupe: true })
  const stand = pomfAt(simulator.url)
  const source = testSource({ size: 10 })
  expect((await send(stand, source)).url).toBe((await send(stand, source.again())).url)
})
