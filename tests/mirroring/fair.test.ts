// Many files of one and one of another; and the limits of an instance, which cost nobody a try.
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { expect, it } from 'vitest'
import { isOver, sampleBytes, untilMirror, upload, visit } from '#tests/support/visitor.ts'
import { openMirroring } from './open-mirroring.ts'

const small = (name: string, seed: number) => ({ name, body: sampleBytes(4_000, seed) })

it('lets the one file of somebody pass the many that another has sent before', async () => {
  const { app, visitor, gofile } = await openMirroring({ latencyMs: 100 })
  const { id: many } = await upload(
    visitor,
    Array.from({ length: 24 }, (_, index) => small(`many ${index}`, index)),
  )
  const other = await visit(app.url)
  const { id: one } = await upload(other, [small('the one', 99)])
  await visitor.call.mirror.start.mutate({ id: many, hosts: ['gofile'] })
  await expect.poll(() => gofile.ledger.length, { timeout: 20_000 }).toBeGreaterThan(2)
  await other.call.mirror.start.mutate({ id: one, hosts: ['gofile'] })
  const before = gofile.ledger.length
  await untilMirror(other, one, isOver)
  const place = gofile.ledger.findIndex(({ name }) => name === 'the one')
  // Two are under way there, and two more may have been before the place was asked for.
  expect(place - before).toBeLessThanOrEqual(4)
  expect(gofile.ledger.length).toBeLessThan(20)
  await visitor.call.mirror.cancel.mutate({ id: many })
})

it('sends no more at once than an instance may, and what waits loses no try', async () => {
  const env = { WORKER_FILES: '3', WORKER_UPLOADS: '2', WORKER_BUFFER_MIB: '8' }
  const { app, visitor } = await openMirroring({ latencyMs: 20, env })
  const { id } = await upload(
    visitor,
    Array.from({ length: 6 }, (_, index) => small(`${index}`, index)),
  )
  await visitor.call.mirror.start.mutate({ id, hosts: ['pixeldrain', 'gofile', 'bunkr'] })
  const sql = postgres(app.databaseUrl ?? '', { max: 1 })
  try {
    let most = 0
    for (let over = false; !over; await sleep(50)) {
      const [row] = await sql`
        select count(*) filter (where status = 'running')::int as running, bool_and(status = 'done') as over from transfers`
      most = Math.max(most, Number(row?.['running']))
      over = row?.['over'] === true
    }
    expect(most).toBe(2)
    expect(await sql`select distinct attempt from transfers`).toEqual([{ attempt: 1 }])
  } finally {
    await sql.end()
  }
})
