// What lolisafe does to clients that do not know it: chunks appended as they come, copies of before, ages, nodes, lock-outs.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { bunkr } from '#server/hosts/bunkr.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { type BunkrOptions, startBunkr } from '#tests/simulators/bunkr.ts'
import { call as ask } from '#tests/simulators/client.ts'
import { callOf, groupFor, groupName, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const token = 'simulated-token'
const MB = 1_000_000

async function start(options: BunkrOptions = {}, given = token) {
  const simulator = await startBunkr({ chunkMb: 1, maxSizeMb: 10, ...options })
  const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
  const host = bunkr({
    apiUrl: `${simulator.url}/api`,
    uploadUrl: null,
    linkOrigin: simulator.url,
    token: new Secret(given),
    http,
  })
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

const chunksOf = ({ simulator }: Awaited<ReturnType<typeof start>>) =>
  simulator.requests.filter(({ path, method }) => path === '/api/upload' && method === 'POST')

test.for([
  ['stored', true],
  ['lost', false],
] as const)('a chunk whose reply does not come, %s, is not sent again: the file starts over', async ([, stored]) => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'no-reply', stored, on: 'chunk' })
  const source = testSource({ size: 3 * MB })
  await expect(send(stand, source)).rejects.toMatchObject({ kind: 'retry' })
  expect(chunksOf(stand)).toHaveLength(1)
  await send(stand, source.again())
  expect(stand.simulator.ledger).toMatchObject([{ sha256: await source.digest('sha256') }])
})

test('joined chunks whose reply is lost are given again, not stored again', async () => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'no-reply', stored: true, on: 'finish' })
  const source = testSource({ size: 3 * MB })
  await expect(send(stand, source)).rejects.toMatchObject({ kind: 'unknown' })
  const stored = await send(stand, source.again())
  expect(stand.simulator.ledger).toMatchObject([{ fileId: stored.id }])
})

test('a copy of before is marked, and not deleted with the mirror that met it', async () => {
  await using stand = await start()
  const source = testSource({ size: 1000 })
  const first = await send(stand, source)
  const second = await send(stand, source.again())
  expect([first.extra?.['repeated'], second.extra?.['repeated']]).toEqual([undefined, 'true'])
  await expect(stand.host.remove(second, callOf(stand))).rejects.toMatchObject({ kind: 'rejected' })
  expect(stand.simulator.ledger).toMatchObject([{ stored: true }])
  await stand.host.remove(first, callOf(stand))
  expect(stand.simulator.ledger).toMatchObject([{ stored: false }])
})

test('a copy of an attempt whose reply was lost is ours, and goes with its mirror', async () => {
  await using stand = await start()
  const group = await groupFor(stand)
  const source = testSource({ size: 1000 })
  stand.simulator.fail({ kind: 'no-reply', stored: true })
  await expect(send(stand, source, { group })).rejects.toMatchObject({ kind: 'unknown' })
  const stored = await send(stand, source.again(), { group })
  await stand.host.remove(stored, callOf(stand))
  expect(stand.simulator.ledger).toMatchObject([{ stored: false }])
})

test.for([
  [[24, 0, 720], null],
  [[24, 720], 720 * 3600],
] as const)('with ages %j the longest is asked for', async ([retentionPeriods, seconds]) => {
  await using stand = await start({ retentionPeriods: [...retentionPeriods] })
  for (const size of [1000, 2 * MB]) {
    const expiresAt = (await send(stand, testSource({ size }))).extra?.['expiresAt']
    const left = expiresAt === undefined ? null : Math.round((Date.parse(expiresAt) - Date.now()) / 60_000) * 60
    expect(left).toBe(seconds)
  }
})

test('an album is found on the last of several pages', async () => {
  await using stand = await start()
  for (let number = 0; number < 101; number += 1) await stand.host.group.create(groupName(), callOf(stand))
  const name = groupName('The last')
  const group = await stand.host.group.create(name, callOf(stand))
  expect((await ask('GET', group.url ?? '')).text).toContain(`The last (${name.mark})`)
})

test('an album whose listing fails at first gets its link with the first file', async () => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'status', status: 503, on: 'groups' })
  const group = await groupFor(stand)
  expect(group?.url).toBeNull()
  const { groupUrl } = await send(stand, testSource({ size: 10 }), { group })
  expect((await ask('GET', groupUrl ?? '')).status).toBe(200)
})

const askedOf = ({ simulator }: Awaited<ReturnType<typeof start>>, path: RegExp) =>
  simulator.requests.filter((request) => path.test(request.path)).map(({ status }) => status)

test('an album is looked at after its first file, and no more once that is in it', async () => {
  await using stand = await start()
  const group = await groupFor(stand)
  for (const size of [10, 20, 30]) await send(stand, testSource({ size }), { group })
  expect(askedOf(stand, /^\/api\/album\/\d+\/0$/)).toEqual([200])
  expect(askedOf(stand, /addfiles/)).toEqual([])
})

test('a file that is in no album is put into its own', async () => {
  await using stand = await start()
  const { id: before } = await send(stand, testSource({ size: 10 }))
  const { text } = await ask('GET', `${stand.simulator.url}/api/upload/get/${before}`, { headers: { token } })
  const fileId = z.object({ file: z.object({ id: z.number() }) }).parse(JSON.parse(text)).file.id + 1
  for (const reply of [{ files: [], count: 0 }, { file: { id: fileId, albumid: null } }])
    stand.simulator.fail({
      kind: 'garbage',
      on: 'info',
      status: 200,
      text: JSON.stringify({ success: true, ...reply }),
      type: 'application/json',
    })
  const { id } = await send(stand, testSource({ size: 20 }))
  expect(askedOf(stand, /addfiles/)).toEqual([200])
  expect(stand.simulator.groups.map(({ files }) => files)).toEqual([[before], [id]])
})

test('an album that is not ours any more keeps no file from arriving', async () => {
  await using stand = await start()
  await send(stand, testSource({ size: 10 }), { group: { id: '4711', url: `${stand.simulator.url}/a/gone` } })
  expect(stand.simulator.ledger).toMatchObject([{ stored: true, group: null }])
})

test('an album that the site made private is opened', async () => {
  await using stand = await start()
  const before = await groupFor(stand)
  const albums = [{ id: Number(before?.id) + 1, name: 'Ours', identifier: 'abcdef', public: 0 }]
  const text = JSON.stringify({ success: true, albums, count: 1, albumsPerPage: 50 })
  stand.simulator.fail({ kind: 'garbage', on: 'groups', status: 200, text, type: 'application/json' })
  expect(await groupFor(stand)).toMatchObject({ url: expect.stringContaining('/a/abcdef') })
  expect(askedOf(stand, /albums\/edit/)).toEqual([200])
})

test('an album goes with its mirror, once, and a copy in it that another mirror met does not', async () => {
  await using stand = await start()
  const group = await stand.host.group.create(groupName(), callOf(stand))
  await send(stand, testSource({ size: 10 }), { group })
  await stand.host.group.remove?.(group, callOf(stand))
  await stand.host.group.remove?.(group, callOf(stand))
  expect(stand.simulator.groups).toEqual([])
  expect(stand.simulator.ledger).toMatchObject([{ stored: true }])
})

test('a success without a link is none', async () => {
  await using stand = await start()
  const text = JSON.stringify({ success: true, files: [{ name: 'abc.bin', url: null }] })
  stand.simulator.fail({ kind: 'garbage', status: 200, text, type: 'application/json' })
  await expect(send(stand, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'retry' })
})

test('a node with another path takes uploads at the usual one', async () => {
  await using node = await start()
  await using stand = await start({ nodeUrl: `${node.simulator.url}/somewhere/else` })
  await send(stand, testSource({ size: 10 }))
  expect([node.simulator.ledger.length, stand.simulator.ledger.length]).toEqual([1, 0])
})

test.for(['ftp://127.0.0.1/api/upload', 'http://user:secret@127.0.0.1/api/upload', 'no address'])(
  'a node at %s gets nothing',
  async (nodeUrl) => {
    await using stand = await start({ nodeUrl })
    const source = testSource({ size: 10 })
    await expect(send(stand, source)).rejects.toMatchObject({ kind: 'unavailable' })
    expect(source.taken()).toBe(0)
  },
)

test('a site that does not know of nodes takes uploads at its API', async () => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'status', status: 404, on: 'node' })
  await send(stand, testSource({ size: 10 }))
  expect(stand.simulator.ledger).toHaveLength(1)
})

test('a site under maintenance, and one that is asked too often, are left alone for a while', async () => {
  await using resting = await start({ maintenance: true })
  await expect(send(resting, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'unavailable' })
  await using busy = await start({ requestsPerSecond: 1 })
  await expect(send(busy, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'retry', afterMs: 2000 })
})

test('a wrong token is the fault of the account, and being locked out is given ten minutes', async () => {
  await using stand = await start({}, 'wrong')
  const create = () => stand.host.group.create(groupName(), callOf(stand))
  for (let number = 0; number < 6; number += 1) await expect(create()).rejects.toMatchObject({ kind: 'account' })
  await expect(create()).rejects.toMatchObject({ kind: 'retry', afterMs: 600_000 })
})

test('limits are those of the site', async () => {
  await using stand = await start()
  expect(await stand.host.readLimits(callOf(stand))).toEqual({ maxFileSize: 10 * MB, concurrency: 2 })
})
