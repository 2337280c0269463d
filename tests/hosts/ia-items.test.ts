// Items of the Internet Archive: their names are known before, the first file makes them, and they are seen late.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createHostHttp } from '#server/hosts/http.ts'
import { ia } from '#server/hosts/ia.ts'
import { Secret } from '#server/ids.ts'
import { type IaOptions, startIa } from '#tests/simulators/ia.ts'
import { callOf, groupFor, groupName, send, TestMemory, TestNote } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const keys = { accessKey: new Secret('simulated-access'), secretKey: new Secret('simulated-secret') }

async function start(options: IaOptions = {}) {
  const simulator = await startIa(options)
  const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
  const host = ia({ apiUrl: simulator.url, siteUrl: simulator.url, ...keys, pauses: [0, 50], http })
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

type Standing = Awaited<ReturnType<typeof start>>

const findIn = (
  { host, memory }: Standing,
  source: ReturnType<typeof testSource>,
  group: Awaited<ReturnType<typeof groupFor>>,
) => {
  const { fileId, mirrorId, name, size } = source
  return host.find({ fileId, mirrorId, name, size, digests: {}, since: new Date() }, { ...callOf({ memory }), group })
}

test('an item takes twenty files at once, of whatever names, and its page shows them', async () => {
  await using stand = await start()
  const name = groupName('Ünï & "co"')
  const group = await stand.host.group.create(name, callOf(stand))
  const sources = Array.from({ length: 20 }, (_, at) => testSource({ size: 1000 + at, name: `${at % 10}.bin` }))
  const stored = await Promise.all(sources.map((source) => send(stand, source, { group })))
  expect(new Set(stored.map(({ url }) => url)).size).toBe(20)
  expect(stand.simulator.groups).toMatchObject([{ id: group.id, name: `Ünï co (${name.mark})` }])
  expect(stand.simulator.groups[0]?.files).toHaveLength(20)
  const page = await (await fetch(group.url ?? '')).text()
  for (let number = 0; number < 10; number += 1) expect(page).toContain(`${number}.bin`)
})

test.for(['', '日本語', 'x'.repeat(500), '--a  b..'])(
  'the item of a mirror called %j has a name that is allowed',
  async (title) => {
    await using stand = await start()
    const name = groupName(title)
    const first = await stand.host.group.create(name, callOf(stand))
    expect(first.id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{2,99}$/)
    expect(first.id).toContain(name.mark)
    expect(await stand.host.group.create(name, callOf(stand))).toEqual(first)
    await send(stand, testSource({ size: 1 }), { group: first })
    expect(stand.simulator.groups).toMatchObject([{ id: first.id }])
  },
)

test('an Archive that asks for a pause is given half a minute', async () => {
  await using full = await start({ overLimit: 1 })
  await expect(groupFor(full)).rejects.toMatchObject({ kind: 'retry', afterMs: 30_000 })
  await using slow = await start({ slowDowns: 1 })
  await expect(send(slow, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'retry', afterMs: 30_000 })
})

test("another's item takes no file, and the account is not at fault", async () => {
  const name = groupName('Taken')
  await using stand = await start({ foreignItems: [`easymirror-taken-${name.mark}`] })
  const group = await stand.host.group.create(name, callOf(stand))
  await expect(send(stand, testSource({ size: 10 }), { group })).rejects.toMatchObject({ kind: 'rejected' })
})

test('an item that is not taken in yet leaves everything open', async () => {
  await using stand = await start({ ingestMs: 600_000 })
  const group = await groupFor(stand)
  const source = testSource({ size: 10 })
  const stored = await send(stand, source, { group })
  expect(stored).toMatchObject({ size: null, digests: {} })
  expect(await findIn(stand, source, group)).toBeNull()
  expect(await stand.host.check(stored, callOf(stand))).toBe('unknown')
  const sentAt = new Date(Date.now() - 25 * 3600_000).toISOString()
  expect(await stand.host.check({ ...stored, extra: { sentAt } }, callOf(stand))).toBe('dead')
})

test('an item that is taken in soon is waited for', async () => {
  await using stand = await start({ ingestMs: 30 })
  const source = testSource({ size: 10 })
  const [md5, sha1] = [await source.digest('md5'), await source.digest('sha1')]
  expect(await send(stand, source)).toMatchObject({ size: 10, digests: { md5, sha1 }, extra: { seen: 'true' } })
})

test('an item that was taken down is dead, and a fault of the site says nothing', async () => {
  await using stand = await start({ darkItems: ['dark-item'] })
  const check = (id: string) =>
    stand.host.check({ id, url: 'https://archive.example', extra: { seen: 'true' } }, callOf(stand))
  expect(await check('dark-item/00000000/a.bin')).toBe('dead')
  const text = JSON.stringify({ error: 'Could not retrieve metadata.' })
  stand.simulator.fail({ kind: 'garbage', on: 'info', status: 200, text, type: 'application/json' })
  expect(await check('some-item/00000000/a.bin')).toBe('unknown')
  expect(await check('some-item/00000000/a.bin')).toBe('dead')
})

test('a redirect is followed by the next attempt, since the body is spent', async () => {
  await using stand = await start({ redirects: true })
  const resume = new TestNote()
  const source = testSource({ size: 5_000_000 })
  await expect(send(stand, source, { resume })).rejects.toMatchObject({ kind: 'retry' })
  expect(stand.simulator.ledger).toEqual([])
  await send(stand, source.again(), { resume })
  expect(stand.simulator.ledger).toMatchObject([{ sha256: await source.digest('sha256') }])
  expect(resume.note).toBeNull()
})

test('a redirect that was noted for another site gets no keys', async () => {
  await using stand = await start()
  const resume = new TestNote()
  resume.note = JSON.stringify({ location: 'http://elsewhere.example/item/file' })
  await send(stand, testSource({ size: 10 }), { resume })
  expect(stand.simulator.ledger).toHaveLength(1)
})

test('a file that is sent again takes the place of the first', async () => {
  await using stand = await start()
  const group = await groupFor(stand)
  const source = testSource({ size: 10 })
  const first = await send(stand, source, { group })
  await sleep(5)
  const second = await send(stand, source.again(), { group })
  expect(second.id).toBe(first.id)
  expect(stand.simulator.ledger.filter(({ stored }) => stored)).toHaveLength(1)
})
