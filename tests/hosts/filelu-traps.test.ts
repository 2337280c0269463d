// What FileLu's parts go through, and why each file is in a folder of its own.
import { expect, test } from 'vitest'
import { filelu } from '#server/hosts/filelu.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { type FileluOptions, startFilelu } from '#tests/simulators/filelu.ts'
import { callOf, send, TestMemory, TestNote } from './suite/stand.ts'
import { type TestSource, testSource } from './suite/test-source.ts'

const MB = 1_000_000

async function start(options: FileluOptions = {}) {
  const simulator = await startFilelu(options)
  const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
  const key = new Secret('RC_simulated')
  const sizes = { wholeLimit: MB, partSize: MB }
  const host = filelu({ apiUrl: `${simulator.url}/rclone`, linkOrigin: simulator.url, key, http, ...sizes })
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

type Standing = Awaited<ReturnType<typeof start>>

const partsOf = ({ simulator }: Standing) => simulator.requests.filter(({ method }) => method === 'PUT').length

const expectAlone = async (stand: Standing, source: TestSource) =>
  expect(stand.simulator.ledger).toMatchObject([{ sha256: await source.digest('sha256') }])

/** An upload of three parts of which the second is answered with this status. */
async function breakOff(stand: Standing, resume: TestNote, status: number) {
  stand.simulator.fail({ kind: 'slow-body', on: 'chunk', bytesPerSecond: 1e9 })
  stand.simulator.fail({ kind: 'status', on: 'chunk', status })
  const source = testSource({ size: 2.5 * MB, name: 'Größe 日本.bin' })
  await expect(send(stand, source, { resume })).rejects.toMatchObject({ kind: 'retry' })
  return source
}

test('an upload that broke off goes on with the part that is missing', async () => {
  await using stand = await start()
  const resume = new TestNote()
  const source = await breakOff(stand, resume, 500)
  expect(await send(stand, source.again(), { resume })).toMatchObject({ size: source.size })
  await expectAlone(stand, source)
  expect(partsOf(stand)).toBe(4)
})

test('an upload that the server does not know any more begins anew', async () => {
  await using stand = await start()
  const resume = new TestNote()
  const source = await breakOff(stand, resume, 404)
  expect(resume.note).toBeNull()
  await send(stand, source.again(), { resume })
  await expectAlone(stand, source)
  expect(partsOf(stand)).toBe(5)
})

test('a file whose parts are joined later is waited for', async () => {
  await using stand = await start({ asynchronousMs: 1200 })
  const source = testSource({ size: 1.5 * MB })
  expect(await send(stand, source)).toMatchObject({ size: source.size })
  await expectAlone(stand, source)
})

test('joined parts whose reply was lost are found', async () => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'no-reply', on: 'finish', stored: true })
  const source = testSource({ size: 1.5 * MB })
  const since = new Date()
  await expect(send(stand, source)).rejects.toMatchObject({ kind: 'unknown' })
  const { fileId, mirrorId, name, size } = source
  const found = await stand.host.find(
    { fileId, mirrorId, name, size, digests: {}, since },
    { ...callOf(stand), group: null },
  )
  expect(found).toMatchObject({ size, url: stand.simulator.ledger[0]?.url })
})

test('of two files of one name the right one is deleted, whole or in parts', async () => {
  await using stand = await start()
  for (const size of [1000, 1.5 * MB]) {
    const [one, two] = [testSource({ size, name: 'same.bin' }), testSource({ size, name: 'same.bin' })]
    const first = await send(stand, one)
    await send(stand, two)
    await stand.host.remove(first, callOf(stand))
    const left = stand.simulator.ledger.filter(({ stored, size: bytes }) => stored && bytes === size)
    expect(left).toMatchObject([{ sha256: await two.digest('sha256') }])
  }
})

test('a folder that is there already is no matter', async () => {
  await using stand = await start()
  const text = JSON.stringify({ status: 400, msg: 'Folder already exists' })
  const source = testSource({ size: 10 })
  await send(stand, source)
  stand.simulator.fail({ kind: 'garbage', on: 'group', status: 200, text, type: 'application/json' })
  await send(stand, source.again())
  expect(stand.simulator.faultsLeft()).toBe(0)
  expect(stand.simulator.ledger).toHaveLength(2)
})
