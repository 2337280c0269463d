// What KrakenFiles does to clients that do not know it: tokens for one upload, errors in an envelope, weeks out of service.
import { expect, test } from 'vitest'
import { createHostHttp } from '#server/hosts/http.ts'
import { krakenfiles } from '#server/hosts/krakenfiles.ts'
import { Secret } from '#server/ids.ts'
import { type KrakenfilesOptions, startKrakenfiles } from '#tests/simulators/krakenfiles.ts'
import { send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

async function start(options: KrakenfilesOptions = {}, key?: string) {
  const simulator = await startKrakenfiles(options)
  const host = krakenfiles({
    apiUrl: `${simulator.url}/api`,
    apiKey: key === undefined ? null : new Secret(key),
    http: createHostHttp({ idleMs: 10_000, replyMs: 10_000 }),
  })
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

test('each file has a token of its own', async () => {
  await using stand = await start()
  for (const size of [10, 20]) await send(stand, testSource({ size }))
  const asked = stand.simulator.requests.filter(({ path }) => path === '/api/server/available')
  expect([asked.length, stand.simulator.ledger.length]).toEqual([2, 2])
})

test.for([
  ['serverAccessToken has already been used', 500, 'retry'],
  ['No available servers at the moment', 500, 'retry'],
  ['Something new', 500, 'retry'],
  ['Something new', 200, 'retry'],
  ['File is too large', 500, 'rejected'],
] as const)('"%s" with status %i', async ([message, status, kind]) => {
  await using stand = await start()
  const text = JSON.stringify({ status: 500, data: { message } })
  stand.simulator.fail({ kind: 'garbage', status, text, type: 'application/json' })
  await expect(send(stand, testSource({ size: 10 }))).rejects.toMatchObject({ kind })
})

test('a service that is down is left alone for hours', async () => {
  await using stand = await start({ isDown: true })
  const source = testSource({ size: 10 })
  await expect(send(stand, source)).rejects.toMatchObject({ kind: 'unavailable', afterMs: 3 * 3600_000 })
  expect(source.taken()).toBe(0)
})

test.for(['ftp://127.0.0.1/upload', 'http://user:secret@127.0.0.1/upload', 'no address'])(
  'a server at %s gets nothing',
  async (nodeUrl) => {
    await using stand = await start({ nodeUrl })
    const source = testSource({ size: 10 })
    await expect(send(stand, source)).rejects.toMatchObject({ kind: 'unavailable' })
    expect(source.taken()).toBe(0)
  },
)

test('a key goes with the file and doubles its limit; a wrong one is the fault of the account', async () => {
  await using right = await start({ apiKey: 'right' }, 'right')
  await send(right, testSource({ size: 10 }))
  expect(right.host.limits.maxFileSize).toBe(2_000_000_000)
  await using wrong = await start({ apiKey: 'right' }, 'wrong')
  await expect(send(wrong, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'account' })
})
