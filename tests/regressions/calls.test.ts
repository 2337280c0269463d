// Faults of the system that this one replaces, in its calls: each test has the name of what went wrong there.
import { beforeAll, expect, it } from 'vitest'
import { sql } from 'drizzle-orm'
import { database } from '#db/connection.ts'
import { type Api, openApi, type Person } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { wholeDatabase } from '#tests/support/rows.ts'
import { createStaged } from '#tests/support/uploads.ts'

let api: Api
let owner: Person
let stranger: Person
let id: string

beforeAll(async () => {
  api = await openApi()
  owner = await api.guest()
  stranger = await api.guest()
  id = (await createStaged(owner, ['theirs'])).id
})

it.each([
  ['start', ({ call }: Person) => call.mirror.start.mutate({ id, hosts: ['local'] })],
  ['rename', ({ call }: Person) => call.history.rename.mutate({ id, name: 'mine now' })],
  ['delete', ({ call }: Person) => call.history.delete.mutate({ id })],
  ['read the files of', ({ call }: Person) => call.history.files.query({ id })],
])('anyone could %s anyone’s mirror by its id', async (_what, call) => {
  // The share page tells the id to everybody who has the link.
  expect((await stranger.call.mirror.get.query({ id })).id).toBe(id)
  const before = await wholeDatabase()
  expect(await refusalOf(call(stranger))).toMatchObject({ code: 'NOT_FOUND' })
  expect(await refusalOf(call(api.nobody))).toMatchObject({ code: 'UNAUTHORIZED' })
  expect(await wholeDatabase()).toEqual(before)
})

it('a transaction was left open by history', async () => {
  const someone = 'search that finds nothing'
  const calls = Array.from({ length: 40 }, (_, index) =>
    index % 4 === 0
      ? refusalOf(owner.call.history.list.query({ cursor: 'x' }))
      : owner.call.history.list.query(index % 2 === 0 ? { search: someone } : {}),
  )
  await Promise.all([
    ...calls,
    refusalOf(owner.call.history.files.query({ id: 'x' })),
    owner.call.history.files.query({ id }),
  ])
  const open = await database().execute(
    sql`select state, query from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'`,
  )
  expect([...open]).toEqual([])
})
