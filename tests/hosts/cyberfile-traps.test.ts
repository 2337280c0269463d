// What YetiShare does to clients that do not know it: sessions that end, accounts that are locked, errors inside 200.
import { afterEach, expect, test, vi } from 'vitest'
import { cyberfile } from '#server/hosts/cyberfile.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { type CyberfileOptions, startCyberfile } from '#tests/simulators/cyberfile.ts'
import { callOf, groupFor, groupName, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const username = 'operator'
const password = 'correct horse battery staple'
const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })

const hostAt = (origin: string, known: string) =>
  cyberfile({
    apiUrl: `${origin}/api/v2`,
    uploadUrl: `${origin}/api/v2`,
    username: new Secret(username),
    password: new Secret(known),
    http,
  })

async function start(options: CyberfileOptions = {}, given = password) {
  const simulator = await startCyberfile({ username, password, ...options })
  const host = hostAt(simulator.url, given)
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

type Started = Awaited<ReturnType<typeof start>>

const callsOf = ({ simulator }: Started, path: string) =>
  simulator.requests.filter((request) => request.path === `/api/v2/${path}`)

afterEach(() => void vi.useRealTimers())

test('two mirrors and two processes share one session', async () => {
  await using stand = await start()
  await send(stand, testSource({ size: 10 }))
  await send({ ...stand, host: hostAt(stand.simulator.url, password) }, testSource({ size: 20 }))
  expect(callsOf(stand, 'authorize')).toHaveLength(1)
})

test('a session that is over is replaced, and the question asked again', async () => {
  await using stand = await start({ tokenUses: 1 })
  for (const title of ['First', 'Second', 'Third']) await stand.host.group.create(groupName(title), callOf(stand))
  expect(stand.simulator.groups).toHaveLength(3)
  expect(callsOf(stand, 'authorize')).toHaveLength(3)
})

test('a file that meets the end of its session is not there, and goes through the next time', async () => {
  await using stand = await start({ tokenUses: 2 })
  const group = await groupFor(stand)
  const source = testSource({ size: 1000 })
  await expect(send(stand, source, { group })).rejects.toMatchObject({ kind: 'retry' })
  expect(stand.simulator.ledger).toEqual([])
  await send(stand, source.again(), { group })
  expect(stand.simulator.ledger).toMatchObject([{ sha256: await source.digest('sha256') }])
})

test('after a refused login nobody tries again for an hour', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await using stand = await start({}, 'wrong')
  const check = () => expect(stand.host.checkAccount(callOf(stand))).rejects.toMatchObject({ kind: 'account' })
  for (let number = 0; number < 6; number += 1) await check()
  expect(callsOf(stand, 'authorize')).toHaveLength(1)
  vi.setSystemTime(Date.now() + 3601_000)
  await check()
  expect(callsOf(stand, 'authorize')).toHaveLength(2)
})

test('another password is tried at once, and a session of the old one is not used for it', async () => {
  await using stand = await start({}, 'wrong')
  await expect(stand.host.checkAccount(callOf(stand))).rejects.toMatchObject({ kind: 'account' })
  await hostAt(stand.simulator.url, password).checkAccount(callOf(stand))
  await expect(stand.host.checkAccount(callOf(stand))).rejects.toMatchObject({ kind: 'account' })
})

test('an installation that works with keys gets them', async () => {
  const key = 'k'.repeat(64)
  await using simulator = await startCyberfile({ username: key, password: key, wantsKeys: true })
  const host = cyberfile({
    apiUrl: `${simulator.url}/api/v2`,
    uploadUrl: `${simulator.url}/api/v2`,
    username: new Secret(key),
    password: new Secret(key),
    http,
  })
  await host.checkAccount(callOf({ memory: new TestMemory() }))
})

test.for([
  ['a list', { replyForm: 'list' }, true],
  ['the widget', { replyForm: 'files' }, true],
  ['a site without MD5', { tellsMd5: false }, false],
] as const)('the reply of %s is understood', async ([, options, tellsMd5]) => {
  await using stand = await start(options)
  const source = testSource({ size: 1000 })
  const md5 = await source.digest('md5')
  expect(await send(stand, source)).toMatchObject({ size: 1000, digests: tellsMd5 ? { md5 } : {} })
})

test.for([
  ['rejected', { maxUploadSize: 999 }],
  ['rejected', { phpLimit: 999 }],
  ['rejected', { refusedExtensions: ['.bin'] }],
  ['account', { canUpload: false }],
  ['account', { uploadsPerDay: 0 }],
] as const)('a file is %s with %j, whichever name the state has', async ([kind, options]) => {
  for (const errorKey of ['_status', 'status'] as const) {
    await using stand = await start({ ...options, errorKey })
    await expect(send(stand, testSource({ size: 1000 }))).rejects.toMatchObject({ kind })
    expect(stand.simulator.ledger).toEqual([])
  }
})

test('a reply that calls itself a page and is none is read', async () => {
  await using stand = await start()
  const file = { file_id: '7', url: `${stand.simulator.url}/abc`, size: '10', hash: false, error: null }
  const text = JSON.stringify({ _status: 'success', data: [file] })
  stand.simulator.fail({ kind: 'garbage', status: 200, text, type: 'text/html; charset=UTF-8' })
  expect(await send(stand, testSource({ size: 10 }))).toEqual({ id: '7', url: file.url, size: 10, digests: {} })
})

test('of two files of one name and size the newer is found', async () => {
  await using stand = await start()
  const group = await groupFor(stand)
  await send(stand, testSource({ size: 10 }), { group })
  const { id } = await send(stand, testSource({ size: 10 }), { group })
  const input = { fileId: 'f', mirrorId: 'm', name: 'file.bin', size: 10, digests: {}, since: new Date(0) }
  expect(await stand.host.find(input, { ...callOf(stand), group })).toMatchObject({ id })
  expect(await stand.host.find(input, { ...callOf(stand), group: null })).toBeNull()
})

test('limits are those of the package, and the claimed ones where it names none', async () => {
  await using named = await start({ maxUploadSize: 5000 })
  expect(await named.host.readLimits(callOf(named))).toMatchObject({ maxFileSize: 5000 })
  await using open = await start({ maxUploadSize: 0 })
  expect(await open.host.readLimits(callOf(open))).toMatchObject({ maxFileSize: 1_000_000_000 })
})

test('a folder that was told without its link is asked for it', async () => {
  await using stand = await start({ omitsFolderUrl: true })
  const group = await groupFor(stand)
  await send(stand, testSource({ size: 10, name: 'first.bin' }), { group })
  expect(await (await fetch(group?.url ?? '')).text()).toContain('first.bin')
})

test('a folder of our mark that is there already is ours', async () => {
  await using stand = await start({ uniqueFolderNames: true })
  const name = groupName()
  const first = await stand.host.group.create(name, callOf(stand))
  expect(await stand.host.group.create(name, callOf(stand))).toEqual(first)
})

test('a folder goes with its mirror, once', async () => {
  await using stand = await start()
  const group = await stand.host.group.create(groupName(), callOf(stand))
  await stand.host.group.remove?.(group, callOf(stand))
  expect(stand.simulator.groups).toEqual([])
  await stand.host.group.remove?.(group, callOf(stand))
})

test('an empty file is refused before anybody is asked', async () => {
  await using stand = await start()
  await expect(send(stand, testSource({ size: 0 }), { group: { id: '1', url: null } })).rejects.toMatchObject({
    kind: 'rejected',
  })
  expect(stand.simulator.requests).toEqual([])
})
