// What chibisafe does to clients that do not know it: chunks by number, full chunks that count, names in Latin-1, albums.
import { expect, test } from 'vitest'
import { chibisafe, chibisafeKind } from '#server/hosts/chibisafe.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { commonSettings } from '#server/hosts/kind.ts'
import { Secret } from '#server/ids.ts'
import { type ChibisafeOptions, startChibisafe } from '#tests/simulators/chibisafe.ts'
import { callOf, groupFor, groupName, send, TestMemory, TestNote } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const MB = 1_000_000
const apiKey = 'key-of-a-chibisafe-account'
const entry = { id: 'own', kind: 'chibisafe', name: 'Our site', url: 'https://files.example' }
const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })

async function start(options: ChibisafeOptions = {}) {
  const simulator = await startChibisafe({ apiKey, chunkSize: MB, maxSize: 10 * MB, ...options })
  const { url } = simulator
  const config = { apiUrl: `${url}/api`, siteUrl: url, apiKey: new Secret(apiKey), http }
  const host = chibisafe(commonSettings.parse(entry), config)
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

const uploads = ({ simulator }: Awaited<ReturnType<typeof start>>) =>
  simulator.requests.filter(({ path, method }) => path === '/api/upload' && method === 'POST')

test.for([
  ['stored', true],
  ['lost', false],
] as const)('after a chunk whose reply does not come, %s, the next attempt goes on with it', async ([, stored]) => {
  await using stand = await start()
  const [source, resume] = [testSource({ size: 4 * MB }), new TestNote()]
  stand.simulator.fail({ kind: 'slow-body', bytesPerSecond: 100 * MB, on: 'chunk' })
  stand.simulator.fail({ kind: 'no-reply', stored, on: 'chunk' })
  const group = await groupFor(stand)
  await expect(send(stand, source, { group, resume })).rejects.toMatchObject({ kind: 'retry' })
  await send(stand, source.again(), { group, resume })
  expect(uploads(stand)).toHaveLength(5)
  expect(stand.simulator.ledger).toMatchObject([{ sha256: await source.digest('sha256') }])
  expect(resume.note).toBeNull()
})

test('chunks that the site has no more are sent anew, one attempt later at most', async () => {
  await using stand = await start()
  const [source, resume] = [testSource({ size: 3 * MB }), new TestNote()]
  const uuid = '7f4d1f9e-5a7b-4b52-9c39-111111111111'
  resume.note = JSON.stringify({ uuid, size: 3 * MB, chunkSize: MB, done: 1 })
  const first = await send(stand, source, { resume }).catch((error: unknown) => error)
  if (first instanceof Error) await send(stand, source.again(), { resume })
  const last = stand.simulator.ledger.at(-1)
  expect(last).toMatchObject({ size: 3 * MB, sha256: await source.digest('sha256') })
})

test('a file of which full chunks would be too large is refused before it is sent', async () => {
  await using stand = await start({ maxSize: 2.5 * MB })
  expect(await stand.host.readLimits(callOf(stand))).toMatchObject({ maxFileSize: 2 * MB })
  await expect(send(stand, testSource({ size: 2 * MB + 1 }))).rejects.toMatchObject({ kind: 'rejected' })
  expect(uploads(stand)).toHaveLength(0)
  await send(stand, testSource({ size: 2 * MB }))
})

test.for(['naïve.bin', 'ファイル.bin', 'say "hi".bin'])('%j arrives as it is, by one chunk', async (name) => {
  await using stand = await start()
  await send(stand, testSource({ size: 100, name }))
  expect(stand.simulator.ledger).toMatchObject([{ name }])
})

test('a type that the site does not take is rejected, and a full account is one', async () => {
  await using stand = await start({ quota: 1000 })
  await expect(send(stand, testSource({ size: 10, name: 'run.exe' }))).rejects.toMatchObject({ kind: 'rejected' })
  await send(stand, testSource({ size: 2000 }))
  await expect(send(stand, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'account' })
})

test('an album of our name is the one whose reply was lost', async () => {
  await using stand = await start()
  const name = groupName()
  const made = await stand.host.group.create(name, callOf(stand))
  expect((await stand.host.group.create(name, callOf(stand))).id).toBe(made.id)
  expect(stand.simulator.groups).toHaveLength(1)
})

test('an entry of a file becomes a host, and one without a key is told', () => {
  expect(chibisafeKind.read({ ...entry, apiKey }).open(http)).toMatchObject({ id: 'own', name: 'Our site' })
  expect(() => chibisafeKind.read(entry)).toThrow(/apiKey/)
})
