// What sites of the XFileSharing family differ in, and the failures that they tell inside 200.
import { expect, test } from 'vitest'
import { createHostHttp } from '#server/hosts/http.ts'
import { xfsKind } from '#server/hosts/xfs.ts'
import { startXfs, type XfsOptions } from '#tests/simulators/xfs.ts'
import { callOf, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const entry = { id: 'site', kind: 'xfs', name: 'Site', key: 'simulated-key' }

async function start(options: XfsOptions = {}, settings: Record<string, string> = {}) {
  const simulator = await startXfs(options)
  const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
  const host = xfsKind.read({ ...entry, url: simulator.url, ...settings }).open(http)
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

test('the form names the file as the site wants it', async () => {
  await using stand = await start({ fileField: 'file', codeKey: 'file_code' }, { fileField: 'file' })
  expect(await send(stand, testSource({ size: 10 }))).toMatchObject({ size: 10 })
})

test('links lead where the reply says, or where the operator does', async () => {
  await using telling = await start({ linkPath: '/files', tellsDomain: true })
  const { id, url } = await send(telling, testSource({ size: 10 }))
  expect(url).toBe(`${telling.simulator.url}/files/${id}`)
  await using told = await start({}, { linkUrl: 'https://links.example/d/' })
  const stored = await send(told, testSource({ size: 10 }))
  expect(stored.url).toBe(`https://links.example/d/${stored.id}`)
})

test.for([
  [[{ file_code: '', file_status: 'OK' }], 'retry'],
  [[{ file_code: 'undef', file_status: 'OK' }], 'retry'],
  [[{ file_code: 'undef', file_status: 'file is too big' }], 'rejected'],
  [[{ file_code: 'undef', file_status: 'unallowed extension' }], 'rejected'],
  [[{ file_code: 'undef', file_status: 'not enough disk space on your account' }], 'account'],
  [[{ file_code: 'undef', file_status: 'something odd' }], 'retry'],
  [{ status: 403, msg: 'Invalid key' }, 'account'],
  [[], 'unknown'],
] as const)('an upload answered with %j is one of kind %s', async ([reply, kind]) => {
  await using stand = await start()
  for (const type of ['text/html; charset=utf-8', 'text/plain']) {
    stand.simulator.fail({ kind: 'garbage', on: 'upload', status: 200, text: JSON.stringify(reply), type })
    await expect(send(stand, testSource({ size: 10 }))).rejects.toMatchObject({ kind })
  }
})

test.for([
  [400, 'Invalid key', 'account'],
  [403, 'Wrong owner', 'account'],
  [451, 'Unavailable for legal reasons', 'rejected'],
  [509, 'Bandwidth exceeded', 'retry'],
  [503, 'Busy', 'retry'],
  [0, 'nothing', 'retry'],
] as const)('the status %i in an envelope, %s, is one of kind %s', async ([status, msg, kind]) => {
  await using stand = await start()
  const text = JSON.stringify({ status, msg })
  stand.simulator.fail({ kind: 'garbage', on: 'node', status: 200, text, type: 'application/json' })
  const source = testSource({ size: 10 })
  await expect(send(stand, source)).rejects.toMatchObject({ kind })
  expect(source.taken()).toBe(0)
})

test.for(['ftp://127.0.0.1/upload.cgi', 'http://user:secret@127.0.0.1/upload.cgi', 'no address'])(
  'a server at %s gets nothing',
  async (result) => {
    await using stand = await start()
    const text = JSON.stringify({ status: 200, msg: 'OK', sess_id: 'session', result })
    stand.simulator.fail({ kind: 'garbage', on: 'node', status: 200, text, type: 'application/json' })
    await expect(send(stand, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'unavailable' })
  },
)

test('each file has a session of its own', async () => {
  await using stand = await start({ filesPerSession: 1 })
  for (let number = 0; number < 3; number += 1) await send(stand, testSource({ size: 10 }))
  expect(stand.simulator.ledger).toHaveLength(3)
})

test('a lost copy is found on the last of several pages, and no older one is taken for it', async () => {
  await using stand = await start({ listPageSize: 2 })
  const lost = testSource({ size: 500, name: 'say "lost".bin' })
  await send(stand, lost)
  for (let number = 0; number < 4; number += 1) await send(stand, testSource({ size: 10, name: `${number}.bin` }))
  const { fileId, mirrorId, name, size } = lost
  const find = (since: Date) =>
    stand.host.find?.({ fileId, mirrorId, name, size, digests: {}, since }, { ...callOf(stand), group: null })
  expect(await find(new Date(Date.now() - 60_000))).toMatchObject({ size, url: stand.simulator.ledger[0]?.url })
  expect(await find(new Date(Date.now() + 10 * 60_000))).toBeNull()
})

test.for([
  ['no key', { key: undefined }],
  ['an address that is none', { linkUrl: 'links.example' }],
  ['a field that is no word', { fileField: 'file"; x' }],
  ['a setting that nobody knows', { folder: 'x' }],
] as const)('an entry with %s is refused', ([, settings]) => {
  expect(() => xfsKind.read({ ...entry, url: 'https://site.example', ...settings })).toThrow()
})
