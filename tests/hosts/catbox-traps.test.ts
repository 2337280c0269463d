// What Catbox does to clients that do not know it: sentences inside 200, short names, albums that nobody can change.
import { expect, test } from 'vitest'
import { catbox } from '#server/hosts/catbox.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { litterbox } from '#server/hosts/litterbox.ts'
import { Secret } from '#server/ids.ts'
import { startCatbox } from '#tests/simulators/catbox.ts'
import { startLitterbox } from '#tests/simulators/litterbox.ts'
import { callOf, groupName, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const userhash = 'userhash-of-the-operator'
const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })

async function start(known: string | null) {
  const simulator = await startCatbox({ userhash })
  const apiUrl = `${simulator.url}/user/api.php`
  const host = catbox({ apiUrl, userhash: known === null ? null : new Secret(known), http })
  const memory = new TestMemory()
  return { host, simulator, memory, [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

test.for(['tool.exe', 'Saver.SCR', 'letter.docx', 'letter.doc', 'app.jar'])(
  '%s is refused beforehand',
  async (name) => {
    await using stand = await start(null)
    const source = testSource({ size: 10, name })
    expect(stand.host.refuses(source)).toBe('does not take this type of file.')
    await expect(send(stand, source)).rejects.toMatchObject({ kind: 'rejected' })
    expect([source.taken(), stand.simulator.requests]).toEqual([0, []])
  },
)

test('a GIF is taken up to 20 MB, and a large file that is none', async () => {
  await using stand = await start(null)
  const refused = (name: string, size: number) => stand.host.refuses({ name, size, type: 'application/octet-stream' })
  expect(refused('a.gif', 20_000_001)).toBe('takes GIFs of up to 20 MB.')
  expect([refused('a.gif', 20_000_000), refused('a.gif.zip', 20_000_001)]).toEqual([null, null])
})

test('an album of an account changes; one of nobody is made anew', async () => {
  for (const [known, albums] of [
    [userhash, 1],
    [null, 2],
  ] as const) {
    await using stand = await start(known)
    const files = []
    for (const name of ['a.bin', 'b.bin', 'c.bin'])
      files.push({ id: (await send(stand, testSource({ size: 10, name }))).id, name })
    const name = groupName()
    const first = await stand.host.group.save({ group: null, name, files: files.slice(0, 2) }, callOf(stand))
    const second = await stand.host.group.save({ group: first, name, files }, callOf(stand))
    expect(stand.simulator.groups).toHaveLength(albums)
    expect(second.id === first.id).toBe(known !== null)
    expect(stand.simulator.groups.find(({ id }) => id === second.id)?.files).toEqual(files.map(({ id }) => id))
  }
})

test('an album is taken away by its account, and is made anew once it is gone', async () => {
  await using stand = await start(userhash)
  const { id } = await send(stand, testSource({ size: 10 }))
  const input = { name: groupName(), files: [{ id, name: 'a.bin' }] }
  const group = await stand.host.group.save({ group: null, ...input }, callOf(stand))
  await stand.host.group.remove?.(group, callOf(stand))
  expect(stand.simulator.groups).toEqual([])
  await stand.host.group.remove?.(group, callOf(stand))
  const again = await stand.host.group.save({ group, ...input }, callOf(stand))
  expect(stand.simulator.groups).toMatchObject([{ id: again.id }])
})

test('a file of another account is not deleted', async () => {
  await using stand = await start(userhash)
  await using others = await start('of-nobody')
  const stored = await send(stand, testSource({ size: 10 }))
  const stranger = catbox({
    apiUrl: `${stand.simulator.url}/user/api.php`,
    userhash: new Secret('of-nobody'),
    http,
  })
  await expect(stranger.remove?.(stored, callOf(others))).rejects.toThrow()
  expect(stand.simulator.ledger).toMatchObject([{ stored: true }])
})

test('Litterbox gives names that cannot be guessed, and forgets after its hours', async () => {
  await using simulator = await startLitterbox({ hourMs: 500 })
  const apiUrl = `${simulator.url}/resources/internals/api.php`
  const host = litterbox({ apiUrl, hours: '1', http })
  expect(host.retention).toBe('1 hour')
  const stand = { host, memory: new TestMemory() }
  const stored = await send(stand, testSource({ size: 10 }))
  expect(stored.id).toMatch(/^[a-z0-9]{16}\.bin$/)
  expect(await host.check(stored, callOf(stand))).toBe('alive')
  await expect.poll(() => host.check(stored, callOf(stand)), { timeout: 5000 }).toBe('dead')
})
