// How long the history of somebody with a million mirrors takes: `npm run bench history`, or `node bench/history.ts`.
import postgres from 'postgres'
import { closeDatabase } from '#db/connection.ts'
import { issueSession } from '#server/auth/session.ts'
import { sessionCookie } from '#server/auth/session-token.ts'
import { publishEnvironment } from '#server/env.ts'
import { userIdSchema } from '#server/ids.ts'
import { createCaller } from '#server/routers/root.ts'
import { createContext } from '#server/trpc/context.ts'
import { benchEnvironment } from './environment.ts'
import { fillDatabase, MIRRORS, words } from './history-data.ts'
import { startScratchDatabase } from './scratch-database.ts'
import { type BenchTable, median, printTable, tableOf } from './table.ts'

const PAGE = 25
const ROUNDS = 41
const FEW_ROUNDS = 5

type Caller = ReturnType<typeof createCaller>
type Case = [string, () => Promise<unknown>]

/** Somebody's own calls, as a page of theirs makes them; each looks at the session anew. */
async function callerOf(user: string): Promise<() => Caller> {
  const id = userIdSchema.parse(user)
  const [cookie = ''] = sessionCookie(await issueSession({ user: id, generation: 0 }), false).split(';')
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
  return [
    ['first page', list({})],
    ['page 20,000', list({ cursor })],
    ['page 39,000', list({ cursor: await cursorOf(sql, 39_000) })],
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

/** All cases in turn, round by round, so that what disturbs the machine disturbs them alike. */
async function measure(cases: readonly Case[], rounds: number): Promise<{ case: string; value: number }[]> {
  const times = new Map<string, number[]>(cases.map(([name]) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of cases) {
      const from = performance.now()
      await run()
      times.get(name)?.push(performance.now() - from)
    }
  return cases.map(([name]) => ({ case: name, value: median(times.get(name) ?? []) }))
}

/** Runs on a database of its own. */
export async function benchHistory(): Promise<BenchTable[]> {
  await using scratch = await startScratchDatabase()
  publishEnvironment({ ...benchEnvironment, DATABASE_URL: scratch.url, S3_BUCKET: 'none' })
  const sql = postgres(scratch.superuserUrl, { max: 1, onnotice: () => {} })
  try {
    const caller = await callerOf(await fillDatabase(sql))
    const listed = await measure(await casesOf(sql, caller), ROUNDS)
    // Apart, since a look at every row leaves the next case a cold cache.
    const slow: Case[] = [
      ['first page', () => caller().history.list({ limit: PAGE })],
      ['search by two letters that are nowhere', () => caller().history.list({ search: 'qx' })],
      ['account.me, which counts all', () => caller().account.me()],
    ]
    return [
      tableOf(`History of ${MIRRORS.toLocaleString('en')} mirrors`, 'ms', listed),
      tableOf('What looks at all of them', 'ms', await measure(slow, FEW_ROUNDS)),
    ]
  } finally {
    await sql.end({ timeout: 1 })
    await closeDatabase()
  }
}

if (import.meta.main) for (const table of await benchHistory()) printTable(table)
