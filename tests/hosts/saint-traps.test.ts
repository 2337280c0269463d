// What is known of Saint: it takes videos only, and its player's call tells whether one is there.
import { expect, test } from 'vitest'
import { createHostHttp } from '#server/hosts/http.ts'
import { saint } from '#server/hosts/saint.ts'
import { Secret } from '#server/ids.ts'
import { startSaint } from '#tests/simulators/saint.ts'
import { callOf, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const token = 'simulated-token'

async function start() {
  const simulator = await startSaint({ token })
  const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
  const host = saint({
    apiUrl: `${simulator.url}/api`,
    uploadUrl: null,
    linkOrigin: simulator.url,
    token: new Secret(token),
    http,
  })
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

const plain = 'application/octet-stream'
const film = { size: 1000, name: 'film.mp4', type: 'video/mp4' }

test.for([
  ['notes.txt', 'text/plain'],
  ['film.mp4', 'image/png'],
  ['film.bin', plain],
] as const)('%s as %s is refused before anybody is asked', async ([name, type]) => {
  await using stand = await start()
  const source = testSource({ size: 1000, name, type })
  expect(stand.host.refuses(source)).toBe('takes videos only.')
  const uploading = send(stand, source, { group: { id: '1', url: null } })
  await expect(uploading).rejects.toMatchObject({ kind: 'rejected' })
  expect(stand.simulator.requests).toEqual([])
})

test.for([
  ['film.mp4', 'video/mp4'],
  ['FILM.MKV', plain],
] as const)('%s as %s is taken', async ([name, type]) => {
  await using stand = await start()
  await send(stand, testSource({ size: 1000, name, type }))
  expect(stand.simulator.ledger).toMatchObject([{ name }])
})

test.for(['embed', 'v', 'd'])('a video is alive and then dead by its /%s/ address', async (kind) => {
  await using stand = await start()
  const stored = await send(stand, testSource(film))
  const url = stored.url.replace(/\/v\//, `/${kind}/`)
  expect(await stand.host.check({ ...stored, url }, callOf(stand))).toBe('alive')
  await stand.host.remove(stored, callOf(stand))
  expect(await stand.host.check({ ...stored, url }, callOf(stand))).toBe('dead')
  const asked = stand.simulator.requests.filter(({ path }) => path === '/api/sign')
  expect(asked.map(({ status }) => status)).toEqual([200, 404])
})

test('a video that cannot be signed is dead', async () => {
  await using stand = await start()
  const stored = await send(stand, testSource(film))
  stand.simulator.fail({
    kind: 'garbage',
    on: 'info',
    status: 200,
    text: '{"success":false}',
    type: 'application/json',
  })
  expect(await stand.host.check(stored, callOf(stand))).toBe('dead')
})
