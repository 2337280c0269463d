// Whose account GoFile's uploads go to: one guest for all, replaced once when it is gone, or the operator's own.
import { expect, test } from 'vitest'
import { gofile } from '#server/hosts/gofile.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { type GofileOptions, startGofile } from '#tests/simulators/gofile.ts'
import { callOf, groupFor, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

async function start(options: GofileOptions = {}) {
  const simulator = await startGofile(options)
  const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
  const token = options.account ? new Secret(options.account.token) : null
  const host = gofile({ apiUrl: simulator.url, uploadUrl: simulator.url, token, http })
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

const guestsMade = ({ simulator }: Awaited<ReturnType<typeof start>>) =>
  simulator.requests.filter(({ method, path }) => method === 'POST' && path === '/accounts').length

test('all mirrors share one guest', async () => {
  await using stand = await start({ guestLimit: 1 })
  for (let number = 0; number < 3; number += 1) await send(stand, testSource({ size: 10 }))
  expect(guestsMade(stand)).toBe(1)
})

test('a guest that is gone is replaced, once', async () => {
  await using stand = await start()
  await stand.memory.set('guest', JSON.stringify({ token: 'purged-long-ago', rootFolder: 'gone' }))
  await send(stand, testSource({ size: 10 }))
  await send(stand, testSource({ size: 10 }))
  expect(guestsMade(stand)).toBe(1)
  expect(stand.simulator.ledger).toHaveLength(2)
})

test('a guest that was just made and is refused is not made again', async () => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'status', status: 401, on: 'group', times: 5 })
  await expect(groupFor(stand)).rejects.toMatchObject({ kind: 'account' })
  expect(guestsMade(stand)).toBe(1)
})

test('an address that has had too many guests is not asked again and again', async () => {
  await using stand = await start({ guestLimit: 0 })
  await expect(groupFor(stand)).rejects.toMatchObject({ kind: 'retry' })
  expect(guestsMade(stand)).toBe(1)
})

test('with a token files go into the folders of its account, and no guest is made', async () => {
  await using stand = await start({ account: { token: 'of-the-operator', tier: 'standard' } })
  const group = await groupFor(stand)
  const stored = await send(stand, testSource({ size: 10 }), { group })
  expect(guestsMade(stand)).toBe(0)
  expect(stand.simulator.groups).toMatchObject([{ id: group?.id, files: [stored.id] }])
  expect(stored.groupUrl).toBe(stored.url)
})

test('a token that is not premium cannot tell whether a file is there', async () => {
  await using stand = await start({ account: { token: 'of-the-operator', tier: 'standard' } })
  const stored = await send(stand, testSource({ size: 10 }))
  expect(await stand.host.check(stored, callOf(stand))).toBe('unknown')
})

test('a file of another account is not deleted', async () => {
  await using stand = await start()
  const stored = await send(stand, testSource({ size: 10 }))
  stand.memory.values.clear()
  await groupFor(stand)
  await expect(stand.host.remove(stored, callOf(stand))).rejects.toMatchObject({ kind: 'account' })
  expect(stand.simulator.ledger).toMatchObject([{ stored: true }])
})
