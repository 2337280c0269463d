// How long the history of somebody with a million mirrors takes: `node bench/history.ts`.
import { randomBytes } from 'node:crypto'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { closeDatabase } from '#db/connection.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { issueSession } from '#server/auth/session.ts'
import { sessionCookie } from '#server/auth/session-token.ts'
import { startPostgres } from '#server/embedded/postgres.ts'
import { publishEnvironment } from '#server/env.ts'
import { Secret, userIdSchema } from '#server/ids.ts'
import { createCaller } from '#server/routers/root.ts'
import { createContext } from '#server/trpc/context.ts'
import { fillDatabase, MIRRORS, words } from './history-data.ts'

const PAGE = 25
const ROUNDS = 41
const FEW_ROUNDS = 5

type Caller = ReturnType<typeof createCaller>
type Row = { case: string; value: number; ratio: number }
type Case = [string, () => Promise<unknown>]
export type BenchTable = { name: string; unit: string; rows: Row[] }

/** Somebody's own calls, as a page of theirs makes them; each looks at the session anew. */
async function callerOf(user: string): Promise<() => Caller> {
  const id = userIdSchema.parse(user)
  const [cookie = ''] = sessionCookie(await issueSession(id, { sub: id }), false).split(';')
  return () => createCaller(createContext({ headers: new Headers({ cookie, host: 'localhost' }) }))
}

/** Where page `number` begins, found by counting, which the product never does. */
async function cursorOf(sql: postgres.Sql, number: number): Promise<string> {
  const [row] = await sql`
    select (extract(epoch from uploaded_at) * 1000000)::bigint::text as micros, id from mirrors
    order by uploaded_at desc, id desc offset ${PAGE * (number - 1) - 1} limit 1`
  return `${String(row?.['micros'])}_${String(row?.['id'])}`
}

async function casesOf(sql: postgres.Sql, caller: () => Caller): Promise<Case[]> {
  const list = (input: Parameters<Caller['history']['list']>[0]) => () =>
    caller().history.list({ limit: PAGE, ...input })
  const cursor = await cursorOf(sql, 20_000)
  const late = await cursorOf(sql, 39_000)
  return [
    ['first page', list({})],
    ['page 20,000', list({ cursor })],
    ['page 39,000', list({ cursor: late })],
    ['status of nearly all', list({ status: 'done' })],
    ['status of 1 in 100', list({ status: 'partial' })],
    ['status of 16', list({ status: 'mirroring' })],
    ['search, half fit', list({ search: words.many })],
    ['search, half fit, page 20,000', list({ search: words.many, cursor })],
    ['search, 1 in 11 fits', list({ search: words.tenth })],
    ['search, 1 in 101 fits', list({ search: words.hundredth })],
    ['search, 1 in 1,009 fits', list({ search: words.thousandth })],
    ['search, 3 fit', list({ search: words.few })],
    ['search, none fits', list({ search: words.none })],
    ['search by a number', list({ search: '654321' })],
    ['search, half fit, and status of 16', list({ search: words.many, status: 'mirroring' })],
  ]
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0

/** All cases in turn, round by round, so that what disturbs the machine disturbs them alike. */
async function measure(cases: readonly Case[], rounds: number): Promise<Row[]> {
  const times = new Map<string, number[]>(cases.map(([name]) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of cases) {
      const from = performance.now()
      await run()
      times.get(name)?.push(performance.now() - from)
    }
  const medians = cases.map(([name]) => ({ case: name, value: median(times.get(name) ?? []) }))
  const base = medians[0]?.value ?? 1
  return medians.map((row) => ({ ...row, ratio: row.value / base }))
}

/** Runs on a database of its own, which is thrown away. */
export async function benchHistory(): Promise<BenchTable[]> {
  const directory = await mkdtemp(join(await realpath(tmpdir()), 'easymirror-bench-'))
  const password = new Secret(randomBytes(24).toString('hex'))
  const settings = { fsync: 'off', synchronous_commit: 'off', max_wal_size: '4GB' }
  const server = await startPostgres({ directory, password, settings, signal: new AbortController().signal })
  const superuserUrl = new URL(server.superuserUrl)
  superuserUrl.pathname = new URL(server.url).pathname
  const sql = postgres(superuserUrl.href, { max: 1, onnotice: () => {} })
  try {
    publishEnvironment({
      DATABASE_URL: server.url,
      S3_BUCKET: 'none',
      AUTH_SECRET: 'a secret of the benchmark',
      CRON_SECRET: 'another secret of the benchmark',
    })
    await migrateDatabase(server.url)
    const from = performance.now()
    const user = await fillDatabase(sql)
    console.log(`${MIRRORS.toLocaleString('en')} mirrors in ${((performance.now() - from) / 1000).toFixed(0)} s`)
    const caller = await callerOf(user)
    const rows = await measure(await casesOf(sql, caller), ROUNDS)
    // Apart, since a look at all rows leaves the next case a cold cache.
    const counting = await measure([['account.me', () => caller().account.me()]], FEW_ROUNDS)
    return [
      { name: 'history.list', unit: 'ms', rows },
      { name: 'usage of all', unit: 'ms', rows: counting },
    ]
  } finally {
    await sql.end({ timeout: 1 })
    await closeDatabase()
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

if (import.meta.main)
  for (const { name, unit, rows } of await benchHistory()) {
    console.log(`${name}, medians`)
    console.table(
      rows.map((row) => ({ case: row.case, [unit]: row.value.toFixed(2), 'of the first page': row.ratio.toFixed(2) })),
    )
  }
