// The health check: which part is down, for each of them, and that it notices when it is back.
import postgres from 'postgres'
import { afterEach, beforeAll, expect, inject, it, vi } from 'vitest'
import { env, publishEnvironment } from '#server/env.ts'
import { noteLook } from '#server/jobs/queue-health.ts'
import { type Api, openApi } from '#tests/support/api.ts'

let api: Api

beforeAll(async () => {
  api = await openApi()
})

afterEach(() => {
  vi.useRealTimers()
  publishEnvironment({ MIRROR_WORKER: 'off' })
})

async function health() {
  const answer = await api.nobody.fetch('/api/health-check')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return { status: answer.status, body: await answer.json() }
}

const well = { status: 200, body: { status: 'ok' } }
const down = (...parts: string[]) => ({ status: 503, body: { status: 'down', down: parts } })

/** Statements of the database's superuser, on the product's own database or beside it. */
async function asSuperuser(statements: string[], beside = false): Promise<void> {
  const url = new URL(inject('superuserUrl'))
  if (!beside) url.pathname = new URL(env().DATABASE_URL).pathname
  const sql = postgres(url.href, { max: 1, onnotice: () => {} })
  try {
    for (const statement of statements) await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}

it('is well when each part answers', async () => {
  expect(await health()).toEqual(well)
})

it('names the queue when a queue of it is gone, and when all of its tables are', async () => {
  const queues = 'pgboss.queue'
  await asSuperuser([`alter table ${queues} rename to queue_elsewhere`])
  expect(await health()).toEqual(down('queue'))
  await asSuperuser([`alter table pgboss.queue_elsewhere rename to queue`])
  expect(await health()).toEqual(well)
  await asSuperuser([`update ${queues} set name = 'lost' where name = 'make-list'`])
  expect(await health()).toEqual(down('queue'))
  await asSuperuser([`update ${queues} set name = 'make-list' where name = 'lost'`])
  await asSuperuser(['alter schema pgboss rename to elsewhere'])
  expect(await health()).toEqual(down('queue'))
  await asSuperuser(['alter schema elsewhere rename to pgboss'])
  expect(await health()).toEqual(well)
})

it('names the queue when the worker of this instance has stopped looking, where it has one', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  noteLook()
  vi.advanceTimersByTime(60_000)
  expect(await health()).toEqual(well)
  publishEnvironment({ MIRROR_WORKER: 'on' })
  expect(await health()).toEqual(down('queue'))
  noteLook()
  expect(await health()).toEqual(well)
})

it('names the database when that is gone, with the queue that lies in it', async () => {
  const name = new URL(env().DATABASE_URL).pathname.slice(1)
  await asSuperuser(
    [
      `alter database ${name} with allow_connections false`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    ],
    true,
  )
  expect(await health()).toEqual(down('database', 'queue'))
  await asSuperuser([`alter database ${name} with allow_connections true`], true)
  expect(await health()).toEqual(well)
})

it('names the storage when that is gone', async () => {
  await api.storage.close()
  expect(await health()).toEqual(down('storage'))
})
