// What PixelDrain tells only after the upload, and what a list goes through when files come late.
import { expect, test } from 'vitest'
import { createHostHttp } from '#server/hosts/http.ts'
import { pixeldrain } from '#server/hosts/pixeldrain.ts'
import { Secret } from '#server/ids.ts'
import { call as ask } from '#tests/simulators/client.ts'
import { type PixeldrainOptions, startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import { callOf, groupName, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

async function start(options: PixeldrainOptions = {}) {
  const simulator = await startPixeldrain(options)
  const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
  const [apiUrl, apiKey] = [`${simulator.url}/api`, new Secret('simulated-key')]
  const host = pixeldrain({ apiUrl, uploadUrl: apiUrl, linkOrigin: simulator.url, apiKey, http })
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

test('a digest that lags behind is waited for', async () => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'no-digest', times: 2 })
  const source = testSource({ size: 1000 })
  expect((await send(stand, source)).digests).toEqual({ sha256: await source.digest('sha256') })
})

test('an upload whose info nobody gives is still an upload, of which nothing more is known', async () => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'status', status: 403, on: 'info', body: { success: false, value: 'forbidden' } })
  expect(await send(stand, testSource({ size: 1000 }))).toMatchObject({ size: null, digests: {} })
  expect(stand.simulator.ledger).toHaveLength(1)
})

test('a copy that is older than the attempt is not its copy', async () => {
  await using stand = await start()
  const source = testSource({ size: 1000 })
  await send(stand, source)
  const { fileId, mirrorId, name, size } = source
  const find = (since: Date, digests = {}) =>
    stand.host.find({ fileId, mirrorId, name, size, digests, since }, { ...callOf(stand), group: null })
  expect(await find(new Date())).toMatchObject({ size })
  expect(await find(new Date(Date.now() + 60_000))).toBeNull()
  expect(await find(new Date(), { sha256: 'f'.repeat(64) })).toBeNull()
})

test('a list takes a file that comes late, keeps its order, and is made anew when it was deleted', async () => {
  await using stand = await start()
  const { group } = stand.host
  const [one, two] = [await send(stand, testSource({ size: 1 })), await send(stand, testSource({ size: 2 }))]
  const name = groupName()
  const files = [two, one].map(({ id }) => ({ id, name: 'a' }))
  const first = await group.save({ group: null, name, files: files.slice(1) }, callOf(stand))
  const second = await group.save({ group: first, name, files }, callOf(stand))
  expect(second).toEqual(first)
  expect(stand.simulator.groups).toMatchObject([{ id: first.id, files: [two.id, one.id] }])
  const headers = { authorization: `Basic ${Buffer.from(':simulated-key').toString('base64')}` }
  await ask('DELETE', `${stand.simulator.url}/api/list/${first.id}`, { headers })
  const third = await group.save({ group: second, name, files }, callOf(stand))
  expect(third.id).not.toBe(first.id)
  expect(stand.simulator.groups).toMatchObject([{ id: third.id, files: [two.id, one.id] }])
})

test('limits are those of the account', async () => {
  await using paid = await start({ maxFileSize: 100_000_000_000 })
  expect(await paid.host.readLimits(callOf(paid))).toEqual({ maxFileSize: 100_000_000_000, concurrency: 2 })
  await using free = await start({ maxFileSize: 0 })
  expect(await free.host.readLimits(callOf(free))).toEqual({ maxFileSize: 10_000_000_000, concurrency: 2 })
})
