// What VikingFile's parts go through: attempts that go on, addresses that run out, a last request that is lost.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createHostHttp } from '#server/hosts/http.ts'
import { vikingfile } from '#server/hosts/vikingfile.ts'
import { Secret } from '#server/ids.ts'
import { startVikingfile, type VikingfileOptions } from '#tests/simulators/vikingfile.ts'
import { callOf, send, TestMemory, TestNote } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const MB = 1_000_000

async function start(options: VikingfileOptions = {}) {
  const simulator = await startVikingfile({ partSize: MB, ...options })
  const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
  const user = options.userHash === undefined ? null : new Secret(options.userHash)
  const host = vikingfile({ apiUrl: `${simulator.url}/api`, linkOrigin: simulator.url, user, http })
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

type Standing = Awaited<ReturnType<typeof start>>

const countOf = ({ simulator }: Standing, path: RegExp) =>
  simulator.requests.filter((one) => path.test(one.path)).length

/** An upload of three parts of which the second is refused. */
async function breakOff(stand: Standing, resume: TestNote) {
  stand.simulator.fail({ kind: 'slow-body', on: 'chunk', bytesPerSecond: 1e9 })
  stand.simulator.fail({ kind: 'status', on: 'chunk', status: 500 })
  const source = testSource({ size: 2.5 * MB })
  await expect(send(stand, source, { resume })).rejects.toMatchObject({ kind: 'retry' })
  return source
}

test('an upload that broke off goes on with the part that is missing', async () => {
  await using stand = await start()
  const resume = new TestNote()
  const source = await breakOff(stand, resume)
  const again = source.again()
  const stored = await send(stand, again, { resume })
  expect(stored.size).toBe(source.size)
  expect(stand.simulator.ledger).toMatchObject([{ sha256: await source.digest('sha256') }])
  expect([countOf(stand, /get-upload-url/), countOf(stand, /^\/parts/)]).toEqual([1, 4])
})

test('addresses that ran out are forgotten, and the upload begins anew', async () => {
  await using stand = await start({ addressSeconds: 2 })
  const resume = new TestNote()
  const source = await breakOff(stand, resume)
  await sleep(2100)
  await expect(send(stand, source.again(), { resume })).rejects.toMatchObject({ kind: 'retry' })
  expect(resume.note).toBeNull()
  await send(stand, source.again(), { resume })
  expect(stand.simulator.ledger).toMatchObject([{ sha256: await source.digest('sha256') }])
  expect(countOf(stand, /get-upload-url/)).toBe(2)
})

test('a host that is busy at the end has the parts still, and one that refuses has not', async () => {
  await using stand = await start()
  const resume = new TestNote()
  const source = testSource({ size: 1.5 * MB })
  const answered = (error: string) => {
    const text = JSON.stringify({ error })
    stand.simulator.fail({ kind: 'garbage', on: 'finish', status: 200, text, type: 'application/json' })
  }
  answered('Server is busy, try again later')
  await expect(send(stand, source, { resume })).rejects.toMatchObject({ kind: 'retry' })
  answered('Invalid upload')
  await send(stand, source.again(), { resume })
  expect([countOf(stand, /get-upload-url/), countOf(stand, /^\/parts/)]).toEqual([2, 4])
  expect(stand.simulator.ledger).toMatchObject([{ sha256: await source.digest('sha256') }])
})

test('a last request that did not arrive is made again, and nothing else', async () => {
  await using stand = await start()
  const resume = new TestNote()
  stand.simulator.fail({ kind: 'no-reply', stored: false })
  const source = testSource({ size: 1.5 * MB })
  await expect(send(stand, source, { resume })).rejects.toMatchObject({ kind: 'unknown' })
  const again = source.again()
  await send(stand, again, { resume })
  expect(again.taken()).toBe(0)
  expect(stand.simulator.ledger).toMatchObject([{ sha256: await source.digest('sha256') }])
})

test.for(['no JSON', '{}', JSON.stringify({ uploadId: 'u', key: 'k', partSize: MB, size: 7, etags: ['e'], urls: [] })])(
  'a note that is not of this upload is passed over: %s',
  async (note) => {
    await using stand = await start()
    const resume = new TestNote()
    resume.note = note
    await send(stand, testSource({ size: 1000 }), { resume })
    expect(stand.simulator.ledger).toHaveLength(1)
  },
)

test('a lost copy is found on the last of several pages, and no older one is taken for it', async () => {
  await using stand = await start({ userHash: 'hash-of-a-user', listPageSize: 2 })
  const lost = testSource({ size: 500, name: 'lost.bin' })
  await send(stand, lost)
  for (let number = 0; number < 4; number += 1) await send(stand, testSource({ size: 10, name: `${number}.bin` }))
  const { fileId, mirrorId, name, size } = lost
  const find = (since: Date) =>
    stand.host.find?.({ fileId, mirrorId, name, size, digests: {}, since }, { ...callOf(stand), group: null })
  const found = await find(new Date(Date.now() - 60_000))
  expect(found).toMatchObject({ size, url: stand.simulator.ledger[0]?.url })
  expect(await find(new Date(Date.now() + 60_000))).toBeNull()
})

test('without a user, a copy stays where it is', async () => {
  await using stand = await start()
  expect('remove' in stand.host).toBe(false)
  const stored = await send(stand, testSource({ size: 10 }))
  expect(await stand.host.check(stored, callOf(stand))).toBe('alive')
})
