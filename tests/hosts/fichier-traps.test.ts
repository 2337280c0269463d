// What 1fichier does to clients that do not know it: outcomes that come late, pages in French, floods.
import { expect, test } from 'vitest'
import { paceOf } from '#server/hosts/fichier/pace.ts'
import { fichier } from '#server/hosts/fichier.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { type FichierOptions, startFichier } from '#tests/simulators/fichier.ts'
import { callOf, send, TestMemory, TestNote } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

async function start(options: FichierOptions = {}, given: { key?: string; paceMs?: number; askForMs?: number } = {}) {
  const simulator = await startFichier(options)
  const host = fichier({
    apiUrl: `${simulator.url}/v1`,
    apiKey: given.key === undefined ? null : new Secret(given.key),
    paceMs: given.paceMs ?? 0,
    askForMs: given.askForMs ?? 1500,
    http: createHostHttp({ idleMs: 10_000, replyMs: 10_000 }),
  })
  return { host, simulator, memory: new TestMemory(), [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

const uploadsOf = ({ simulator }: Awaited<ReturnType<typeof start>>) =>
  simulator.requests.filter(({ path }) => path === '/upload.cgi')

const nonsense = { kind: 'garbage', on: 'finish', status: 200, text: '{}', type: 'application/json' } as const

test('links that come late are waited for', async () => {
  await using stand = await start({ emptyEnds: 2 })
  expect(await send(stand, testSource({ size: 1000 }))).toMatchObject({
    size: 1000,
    url: expect.stringMatching(/\/\?\w+$/),
  })
  expect(uploadsOf(stand)).toHaveLength(1)
})

test.for([
  ['was taken', 3, null],
  ['may have been taken', 1, { kind: 'no-reply', stored: true }],
] as const)('a file that %s is not sent again while its node makes no sense', async ([, times, fault]) => {
  await using stand = await start({}, { askForMs: 0 })
  if (fault) stand.simulator.fail(fault)
  stand.simulator.fail({ ...nonsense, times })
  const source = testSource({ size: 1000 })
  const resume = new TestNote()
  for (let attempt = 0; attempt < times; attempt += 1)
    await expect(send(stand, source.again(), { resume })).rejects.toMatchObject({ kind: 'unknown' })
  expect(await send(stand, source, { resume })).toMatchObject({ size: 1000 })
  expect(uploadsOf(stand)).toHaveLength(1)
})

test('a file that was lost with its reply is sent again', async () => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'no-reply', stored: false })
  const source = testSource({ size: 1000 })
  const resume = new TestNote()
  await expect(send(stand, source, { resume })).rejects.toMatchObject({ kind: 'retry' })
  await send(stand, source.again(), { resume })
  expect(stand.simulator.ledger).toMatchObject([{ sha256: await source.digest('sha256') }])
})

test('a note of which nothing came, or that is none, is of no harm', async () => {
  const nobody = { url: '127.0.0.1:1', id: 'abc' }
  for (const note of [JSON.stringify({ ticket: nobody, taken: false }), 'no JSON', '{"taken":1}']) {
    await using stand = await start()
    const resume = new TestNote()
    await resume.save(note)
    await send(stand, testSource({ size: 10 }), { resume })
    expect(stand.simulator.ledger).toHaveLength(1)
  }
})

test('a refused file leaves no note', async () => {
  await using stand = await start()
  const resume = new TestNote()
  stand.simulator.fail({ kind: 'status', status: 413 })
  await expect(send(stand, testSource({ size: 10 }), { resume })).rejects.toMatchObject({ kind: 'rejected' })
  expect(await resume.load()).toBeNull()
})

test('a wrong size is told as the host told it', async () => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'wrong-size' })
  expect(await send(stand, testSource({ size: 1000 }))).toMatchObject({ size: 1001 })
})

test.for([
  ['Ne peut ouvrir le fichier destination', 'retry'],
  ["Pas de fichier trouvé dans l'envoi", 'rejected'],
  ['Fichier trop volumineux', 'rejected'],
  ['Erreur inconnue', 'retry'],
] as const)('a node that says "%s" is understood', async ([words, kind]) => {
  await using stand = await start()
  const text = `<html><div class="bloc2"> </div><div class="bloc2"><b>${words}</b></div></html>`
  stand.simulator.fail({ kind: 'garbage', status: 200, text, type: 'text/html; charset=utf-8' })
  await expect(send(stand, testSource({ size: 10 }))).rejects.toMatchObject({ kind })
})

test('an answer that leads to the outcome of something else is no success', async () => {
  await using stand = await start()
  stand.simulator.fail({ kind: 'status', status: 302, body: '' })
  await expect(send(stand, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'unavailable' })
})

test.for(['user:secret@127.0.0.1', 'ftp://127.0.0.1', ''])('a node called %j gets nothing', async (node) => {
  await using stand = await start({ node })
  const source = testSource({ size: 10 })
  await expect(send(stand, source)).rejects.toMatchObject({ kind: 'unavailable' })
  expect(source.taken()).toBe(0)
})

test('a ticket that could be a path is none', async () => {
  await using stand = await start({ uploadId: '../../x' })
  const source = testSource({ size: 10 })
  await expect(send(stand, source)).rejects.toMatchObject({ kind: 'unavailable' })
  expect(source.taken()).toBe(0)
})

test('calls that come too fast lead to half a minute of quiet; at our pace none do', async () => {
  await using hasty = await start({ minimumGapMs: 5000 })
  await send(hasty, testSource({ size: 10 }))
  await expect(send(hasty, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'retry', afterMs: 30_000 })
  await using calm = await start({ minimumGapMs: 100 }, { paceMs: 200 })
  await Promise.all([1, 2, 3].map((size) => send(calm, testSource({ size }))))
  expect(calm.simulator.ledger).toHaveLength(3)
})

test('a pace is kept, and halved on demand, and a cancel waits for nobody', async () => {
  const pace = paceOf(50)
  const { signal } = new AbortController()
  const at: number[] = []
  const call = async () => void at.push(performance.now())
  await Promise.all([pace.run(call, signal), pace.run(call, signal)])
  pace.slowDown()
  await pace.run(call, signal)
  await pace.run(call, signal)
  const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0))
  expect([48, 48, 98].filter((least, index) => (gaps[index] ?? 0) < least)).toEqual([])
  const hanging = Promise.withResolvers<void>()
  const first = pace.run(() => hanging.promise, signal)
  const cancel = new AbortController()
  const second = pace.run(call, cancel.signal)
  cancel.abort(new Error('the user gave up'))
  await expect(second).rejects.toThrow('the user gave up')
  hanging.resolve()
  await first
})

test('a guest whose page of deletion only asks has not deleted', async () => {
  await using stand = await start()
  const stored = await send(stand, testSource({ size: 10 }))
  const text = '<html>Are you sure?</html>'
  stand.simulator.fail({ kind: 'garbage', on: 'delete', status: 200, text, type: 'text/html', times: 2 })
  await expect(stand.host.remove?.(stored, callOf(stand))).rejects.toMatchObject({ kind: expect.any(String) })
  expect(stand.simulator.ledger).toMatchObject([{ stored: true }])
})

test('with a key more is allowed, and a wrong one is the fault of the account', async () => {
  await using stand = await start({ apiKey: 'right' }, { key: 'wrong' })
  expect(stand.host.limits.maxFileSize).toBe(300_000_000_000)
  await expect(send(stand, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'account' })
})
