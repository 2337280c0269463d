// What BuzzHeavier does to clients that do not know it: names that break connections, two forms of a reply, folders of one name.
import { expect, test } from 'vitest'
import { buzzheavier } from '#server/hosts/buzzheavier.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { type BuzzheavierOptions, startBuzzheavier } from '#tests/simulators/buzzheavier.ts'
import { callOf, groupName, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const accountId = 'ACCOUNT-ID-OF-THE-OPERATOR'
const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })

async function start(known: string | null, options: BuzzheavierOptions = {}) {
  const simulator = await startBuzzheavier({ accountId, ...options })
  const { url } = simulator
  const host = buzzheavier({
    apiUrl: `${url}/api`,
    uploadUrl: url,
    linkOrigin: url,
    accountId: known === null ? null : new Secret(known),
    http,
  })
  const memory = new TestMemory()
  return { host, simulator, memory, [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

test.for([
  ['a#b;c.bin', 'a_b_c.bin'],
  ['50% & more? "yes".bin', '50% & more? "yes".bin'],
  ['naïve ファイル.bin', 'naïve ファイル.bin'],
] as const)('%j arrives as %j', async ([name, due]) => {
  await using stand = await start(null)
  await send(stand, testSource({ size: 10, name }))
  expect(stand.simulator.ledger).toMatchObject([{ name: due }])
})

test.for([null, accountId])('a bare reply is understood, and a size it does not tell is looked up', async (known) => {
  await using stand = await start(known, { uploadReply: 'bare' })
  const { id, size } = await send(stand, testSource({ size: 10 }))
  expect(stand.simulator.ledger).toMatchObject([{ fileId: id }])
  expect(size).toBe(known === null ? null : 10)
})

test('a folder that is there is the one whose reply was lost', async () => {
  await using stand = await start(accountId)
  const { group } = stand.host
  if (!group) throw new Error('An account has folders.')
  const name = groupName()
  const first = await group.create(name, callOf(stand))
  expect(await group.create(name, callOf(stand))).toEqual(first)
  expect(stand.simulator.groups).toHaveLength(1)
  await group.remove?.(first, callOf(stand))
  await group.remove?.(first, callOf(stand))
  expect(stand.simulator.groups).toEqual([])
})

test('a wrong account is told before a folder is made, and while a file goes', async () => {
  await using stand = await start('of-nobody')
  await expect(stand.host.group?.create(groupName(), callOf(stand))).rejects.toMatchObject({ kind: 'account' })
  const group = { id: 'some-folder', url: null }
  await expect(send(stand, testSource({ size: 10 }), { group })).rejects.toMatchObject({ kind: 'account' })
})
