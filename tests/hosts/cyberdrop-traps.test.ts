// What Cyberdrop does in another way than Bunkr: sizes and slugs in the album, links by slug, its own words.
import { expect, test } from 'vitest'
import { cyberdrop } from '#server/hosts/cyberdrop.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { type CyberdropOptions, startCyberdrop } from '#tests/simulators/cyberdrop.ts'
import { callOf, groupFor, groupName, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const token = 'simulated-token'
const MB = 1_000_000

async function start(options: CyberdropOptions = {}) {
  const simulator = await startCyberdrop({ token, chunkMb: 1, maxSizeMb: 10, ...options })
  const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
  const host = cyberdrop({
    apiUrl: `${simulator.url}/api`,
    uploadUrl: null,
    linkOrigin: simulator.url,
    fileInfoUrl: `${simulator.url}/api/file/info`,
    token: new Secret(token),
    http,
  })
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

test.for([1000, 3 * MB])('the album tells the size and the slug of a file of %i bytes', async (size) => {
  await using stand = await start()
  const group = await groupFor(stand)
  for (const each of [size, size + 1]) {
    const stored = await send(stand, testSource({ size: each }), { group })
    expect(stored).toMatchObject({ size: each, digests: {}, extra: { slug: expect.any(String) } })
  }
})

test('a file whose album does not answer is there all the same, its size unknown', async () => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'status', status: 503, on: 'info' })
  expect(await send(stand, testSource({ size: 10 }))).toMatchObject({ size: null })
  expect(stand.simulator.ledger).toHaveLength(1)
})

test('a link is looked up by its slug, which its address holds too', async () => {
  await using stand = await start()
  const stored = await send(stand, testSource({ size: 10 }))
  const link = { id: stored.id, url: `${stand.simulator.url}/f/${stored.extra?.['slug']}` }
  expect(await stand.host.check(link, callOf(stand))).toBe('alive')
  await stand.host.remove(stored, callOf(stand))
  expect(await stand.host.check(link, callOf(stand))).toBe('dead')
  const asked = stand.simulator.requests.filter(({ path }) => path.startsWith('/api/file/info/'))
  expect(asked.map(({ status }) => status)).toEqual([200, 404])
})

test('a copy of before stays in the album of its mirror, and is told to stay', async () => {
  await using stand = await start()
  const source = testSource({ size: 1000 })
  const first = await send(stand, source)
  const second = await send(stand, source.again())
  expect(second).toMatchObject({ id: first.id, size: 1000, extra: { repeated: 'true' } })
  expect(stand.simulator.groups.map(({ files }) => files)).toEqual([[first.id], []])
  await expect(stand.host.remove(second, callOf(stand))).rejects.toMatchObject({ kind: 'rejected' })
})

test('an album of our mark that is there already is ours', async () => {
  await using stand = await start()
  const name = groupName()
  const first = await stand.host.group.create(name, callOf(stand))
  expect(await stand.host.group.create(name, callOf(stand))).toEqual(first)
  expect(stand.simulator.groups).toHaveLength(1)
})
