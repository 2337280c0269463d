// A host that keeps failing: it is paused for everybody, nobody's tries are burnt, one file sees whether it works again.
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { isOver, sampleBytes, untilMirror, upload, visit, type Visitor } from '#tests/support/visitor.ts'
import { type Mirroring, openMirroring } from './open-mirroring.ts'

const CRON_SECRET = 'the bearer of this test'

let product: Mirroring
let sql: postgres.Sql

beforeAll(async () => {
  product = await openMirroring({ env: { CRON_SECRET } })
  sql = postgres(product.app.databaseUrl ?? '', { max: 1 })
})
afterAll(() => sql.end())
beforeEach(() => {
  for (const simulator of [product.pixeldrain, product.gofile, product.bunkr]) simulator.reset()
})

async function send(visitor: Visitor, count: number, hosts: string[]): Promise<string> {
  const files = Array.from({ length: count }, (_, seed) => ({ name: `${seed}.bin`, body: sampleBytes(2_000, seed) }))
  const { id } = await upload(visitor, files)
  await visitor.call.mirror.start.mutate({ id, hosts })
  return id
}

async function untilHost(id: string, wanted: 'up' | 'paused') {
  const find = async () => (await product.visitor.call.mirror.hosts.query()).find((host) => host.id === id)
  await expect.poll(async () => (await find())?.status, { timeout: 30_000 }).toBe(wanted)
  return find()
}

/** The pause is over now: the row and the job that waits for its end are moved back, and the worker is told. */
async function endPause(): Promise<void> {
  await sql`update host_health set paused_until = now()`
  await sql`update pgboss.job set start_after = now() where name = 'mirror-file' and start_after > now()`
  await sql`select pg_notify('work_queued', 'mirror-file 0')`
}

const pausesOf = async (host: string) => (await sql`select pauses from host_health where host = ${host}`)[0]?.['pauses']
/** Tries that are over and have counted, fewest first. */
const triesAt = async (id: string, host: string): Promise<number[]> => {
  const rows = await sql`
    select attempt - (status = 'running')::int as tries from transfers where mirror_id = ${id} and host = ${host} order by 1`
  return rows.map((row) => Number(row['tries']))
}
const metricsText = async () => {
  const headers = { authorization: `Bearer ${CRON_SECRET}` }
  return (await fetch(`${product.app.url}/api/metrics`, { headers })).text()
}

it('pauses a host that fails for several, says so to everybody, and sends the rest by itself once it works', async () => {
  const { visitor, pixeldrain, app } = product
  pixeldrain.fail({ kind: 'status', status: 500, times: 10_000 })
  const id = await send(visitor, 10, ['pixeldrain', 'gofile'])
  const paused = await untilHost('pixeldrain', 'paused')
  expect(paused?.reason).toBe('It had a fault of its own. Files for it wait, and go on by themselves.')
  const lastError = { kind: 'retry', sentence: 'PixelDrain had a fault of its own.', at: expect.any(Date) }
  expect(paused?.health).toMatchObject({ lastError, pausedUntil: expect.any(Date) })
  // Six in a row, what was on its way when the last of them came back, and a probe if this took so long.
  const failures = pixeldrain.requests.filter(({ status }) => status === 500).length
  expect(failures).toBeGreaterThanOrEqual(6)
  expect(failures).toBeLessThanOrEqual(9)
  expect(await metricsText()).toContain('easymirror_host_paused{host="pixeldrain"} 1')

  const stranger = await visit(app.url)
  const theirs = await send(stranger, 1, ['pixeldrain', 'gofile'])
  const seen = await untilMirror(stranger, theirs, ({ links }) =>
    links.some(({ host, status }) => host === 'gofile' && status === 'done'),
  )
  expect(seen.links.find(({ host }) => host === 'pixeldrain')).toMatchObject({
    status: 'queued',
    error: 'PixelDrain is paused for everyone, since it had a fault of its own. It goes on by itself.',
    retryAt: expect.any(Date),
  })
  // The probe fails too, which costs nobody a try and makes the pause longer.
  const tries = await triesAt(id, 'pixeldrain')
  const pauses = Number(await pausesOf('pixeldrain'))
  await endPause()
  await expect.poll(async () => Number(await pausesOf('pixeldrain')), { timeout: 30_000 }).toBeGreaterThan(pauses)
  expect(await triesAt(id, 'pixeldrain')).toEqual(tries)
  expect(await triesAt(theirs, 'pixeldrain')).toEqual([0])

  pixeldrain.reset()
  pixeldrain.fail({ kind: 'slow-reply', ms: 1_500 })
  await endPause()
  for (const [person, mirror] of [
    [visitor, id],
    [stranger, theirs],
  ] as const)
    expect(await untilMirror(person, mirror, isOver)).toMatchObject({ status: 'done' })
  // One went alone, and the others when it had its answer.
  const times = pixeldrain.ledger.map(({ at }) => at.getTime())
  expect(times).toHaveLength(11)
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_500)
  const works = await untilHost('pixeldrain', 'up')
  expect(works).not.toHaveProperty('reason')
  expect(works?.health).toMatchObject({ lastError, pausedUntil: null })
  expect(await metricsText()).not.toContain('easymirror_host_paused{')
})

it('keeps everybody away from a host for as long as it asks for', async () => {
  const { visitor, bunkr } = product
  bunkr.fail({ kind: 'status', status: 429, retryAfter: 3, times: 10_000 })
  const id = await send(visitor, 6, ['bunkr'])
  await untilHost('bunkr', 'paused')
  const refused = () => bunkr.requests.filter(({ status }) => status === 429).length
  // Two at once is what the host allows.
  expect(refused()).toBeLessThanOrEqual(2)
  bunkr.reset()
  expect(await untilMirror(visitor, id, isOver)).toMatchObject({ status: 'done' })
  expect(refused()).toBe(0)
})

it('says that a copy may be there twice when a host cannot be asked what it has', async () => {
  const { visitor, gofile } = product
  gofile.fail({ kind: 'no-reply', stored: true })
  const id = await send(visitor, 1, ['gofile'])
  const waiting = await untilMirror(visitor, id, ({ links }) => links.some(({ error }) => error !== undefined))
  expect(waiting.links[0]).toMatchObject({ status: 'queued', error: expect.stringContaining('it may be there twice') })
  expect(await untilMirror(visitor, id, isOver)).toMatchObject({ status: 'done' })
  expect(gofile.ledger).toHaveLength(2)
})
