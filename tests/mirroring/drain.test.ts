// SIGTERM in the middle of the work: what is nearly done gets done, the rest goes back to the queue, and nothing new begins.
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { expect, it } from 'vitest'
import { type App, startApp } from '#tests/support/app.ts'
import { rareTest } from '#tests/support/rare.ts'
import { at, sampleBytes, untilMirror, upload } from '#tests/support/visitor.ts'
import { openMirroring, type Mirroring } from './open-mirroring.ts'

const MB = 1_000_000
/** Ctrl-C reaches the product twice, so that a second signal counts as one of its own only after this long. */
const SECOND_SIGNAL_MS = 1_100

async function transfersOf(app: App): Promise<Record<string, unknown>[]> {
  const sql = postgres(app.databaseUrl ?? '', { max: 1 })
  try {
    return await sql`select status, attempt, lease is null as free from transfers order by status`
  } finally {
    await sql.end()
  }
}

/** Starts to send these files to a host, and resolves when bytes of them arrive there. */
async function sendUntilUnderWay({ visitor }: Mirroring, sizes: number[]): Promise<string> {
  const files = sizes.map((size, index) => ({ name: `${index}.bin`, body: sampleBytes(size, index) }))
  const { id } = await upload(visitor, files)
  await visitor.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  await untilMirror(visitor, id, ({ links }) => links.some(({ bytesSent }) => bytesSent > MB / 2))
  return id
}

it('lets transfers end that can, in one try each, and leaves what had not begun to the next worker', async () => {
  const mirroring = await openMirroring({ bytesPerSecond: 3 * MB })
  await sendUntilUnderWay(mirroring, [4 * MB, 4 * MB, 4 * MB, 4 * MB])
  expect(mirroring.gofile.ledger).toEqual([])
  expect((await mirroring.app.stop()).code).toBe(0)
  // GoFile takes two files at once.
  const [done, queued] = [
    { status: 'done', attempt: 1, free: true },
    { status: 'queued', attempt: 0, free: true },
  ]
  expect(await transfersOf(mirroring.app)).toEqual([done, done, queued, queued])
  expect(mirroring.gofile.ledger).toHaveLength(2)
  expect(mirroring.gofile.requests.filter(({ bytes }) => bytes > MB)).toHaveLength(2)
})

it('gives back what would take too long, without counting the try, and another instance goes on with it', async () => {
  const mirroring = await openMirroring({ bytesPerSecond: MB / 2, env: { DRAIN_SECONDS: '1' } })
  const id = await sendUntilUnderWay(mirroring, [30 * MB])
  const { ms, code } = await mirroring.app.stop()
  expect(code).toBe(0)
  expect(ms).toBeGreaterThan(1_000)
  expect(ms).toBeLessThan(8_000)
  expect(await transfersOf(mirroring.app)).toEqual([{ status: 'queued', attempt: 0, free: true }])
  expect(mirroring.gofile.ledger).toEqual([])
  const { databaseUrl: database = '', env } = mirroring.app
  const { PORT: _port, ...same } = env
  const other = await startApp({ database, env: { ...same, DRAIN_SECONDS: '0' } })
  const visitor = at(other.url, mirroring.visitor.cookie)
  await untilMirror(visitor, id, ({ links }) => links.some(({ bytesSent }) => bytesSent > MB / 2))
  expect(await transfersOf(other)).toMatchObject([{ status: 'running', attempt: 1 }])
})

rareTest('ends at once on a second signal', async () => {
  const mirroring = await openMirroring({ bytesPerSecond: MB / 2 })
  await sendUntilUnderWay(mirroring, [30 * MB])
  const first = mirroring.app.stop()
  await sleep(SECOND_SIGNAL_MS)
  const { ms } = await mirroring.app.stop()
  expect(ms).toBeLessThan(2_000)
  expect((await first).code).toBe(1)
})
