// Garbage in place of any reply: bytes, cut JSON, huge numbers, pages, depths. None of it is ever taken for a stored file.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HostError } from '#server/hosts/errors.ts'
import { verify } from '#server/mirroring/verification.ts'
import { expectHarmless } from './outcomes.ts'
import { type Stand, send, TestMemory } from './stand.ts'
import type { Subject } from './subject.ts'
import { digestsOf, type TestSource, testSource } from './test-source.ts'

/** Words that replies of hosts are made of, so that garbage comes near to them. */
const words = [
  ...['success', 'status', 'id', 'url', 'name', 'data', 'files', 'file', 'size', 'hash', 'md5', 'result', 'links'],
  ...['code', 'key', 'download', 'error', 'response', 'token', 'album', 'albums', '_status', 'file_code', 'uploadId'],
]
const values = fc.oneof(
  fc.string(),
  fc.constantFrom('ok', 'success', 'OK', 'https://host.example/x', 'javascript:alert(1)', '//host.example', '0', ''),
  fc.constantFrom(true, false, null, 0, -1, 200, 1e308, Number.MAX_SAFE_INTEGER),
)
const near = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    values,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...words), tie('tree'), { maxKeys: 6 }),
  ),
})).tree

const text = fc.oneof(
  near.map((value) => JSON.stringify(value)),
  fc.tuple(near, fc.nat(200)).map(([value, end]) => JSON.stringify(value).slice(0, end)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.constantFrom(
    '',
    '{"id":1e999,"size":123456789012345678901234567890}',
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    `${'{"data":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
    '<!doctype html><title>Just a moment...</title>',
    '<?xml version="1.0"?><Error><Code>InternalError</Code></Error>',
    '{"__proto__":{"success":true},"constructor":1}',
  ),
)

const answers = fc.record({
  status: fc.constantFrom(200, 200, 200, 201, 202, 204, 206, 302, 400, 404, 409, 500),
  text,
  type: fc.constantFrom('application/json', 'application/json', 'text/plain', 'text/html', 'application/xml'),
  after: fc.nat(5),
})

/** Where an address was cut there is none to be told, and nothing is to look as if there were. */
const cutAddress = { status: 200, text: '{"download":"https://', type: 'application/json', after: 0 }

/** More, and other ones each time, where they are asked for: what is found is kept above as an example. */
const RUNS = Number(process.env['GARBAGE_RUNS'] ?? 20)
const CHOICE = process.env['GARBAGE_RUNS'] === undefined ? { seed: 20_261_128 } : {}

/** Milliseconds after which an answer is taken for one that nobody comes back from; reading it takes some hundredths. */
const HANGS = 20_000

/** It failed as hosts do, or the garbage struck where it does not matter and the file is there, whole. */
async function expectHonest(stand: Stand, source: TestSource, sending: Promise<unknown>): Promise<void> {
  const outcome = await sending.then(
    (stored) => ({ stored }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome) {
    if (!(outcome.error instanceof HostError)) throw outcome.error
    return expectHarmless(stand, outcome.error)
  }
  const { sha256 = '' } = await digestsOf(source)
  expect(await stand.held()).toContainEqual(expect.objectContaining({ sha256 }))
}

/** Uploads, and judges what the host says of it as the engine does. */
async function sendAndVerify(stand: Stand, source: TestSource): Promise<unknown> {
  const fresh = { host: stand.anew(), memory: new TestMemory() }
  const stored = await send(fresh, source)
  verify(stored, { size: source.size, digests: await digestsOf(source) })
  return stored
}

export const garbage = (_: Subject, { usual }: { usual: () => Stand }) =>
  describe('garbage', () => {
    test('as any reply is an error of the host, or does no harm', async () => {
      const property = fc.asyncProperty(answers, async (answer) => {
        const stand = usual()
        await stand.reset()
        stand.simulator.fail({ kind: 'garbage', on: 'any', ...answer })
        const source = testSource({ size: 1234 })
        await expectHonest(stand, source, sendAndVerify(stand, source))
      })
      await fc.assert(property, { numRuns: RUNS, timeout: HANGS, examples: [[cutAddress]], ...CHOICE })
    }, 600_000)

    test('of a hundred megabytes takes no memory', async () => {
      const stand = usual()
      stand.simulator.fail({
        kind: 'garbage',
        on: 'any',
        status: 200,
        text: '',
        bytes: 100_000_000,
        type: 'text/plain',
      })
      const before = process.memoryUsage().arrayBuffers
      const source = testSource({ size: 1234 })
      await expectHonest(stand, source, sendAndVerify(stand, source))
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64_000_000)
    })
  })
