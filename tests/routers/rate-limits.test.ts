// How often a password, a name or a guest may be tried: counted for all instances together, and never forgotten too soon.
import postgres from 'postgres'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { cookiesOf } from '#tests/support/accounts.ts'
import { type App, startApp } from '#tests/support/app.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { type Credentials, registerAt, sessionOf, signIn, tryGuest, tryPassword } from '#tests/support/sign-in.ts'
import { visit } from '#tests/support/visitor.ts'

let app: App
let sql: postgres.Sql
let ada: Credentials
let bob: Credentials

beforeAll(async () => {
  app = await startApp({ env: { AUTH_SECRET: 'the same for all instances' } })
  sql = postgres(app.databaseUrl ?? '', { max: 1 })
  whenFileEnds(() => sql.end())
  ada = await registerAt(await visit(app.url), 'Ada')
  bob = await registerAt(await visit(app.url), 'Bob')
})
beforeEach(() => sql`delete from rate_limits`)

const wrong = ({ username }: Credentials) => ({ username, password: 'not the one' })

async function tryWrong(credentials: Credentials, times: number, url = app.url): Promise<void> {
  for (let time = 0; time < times; time += 1) expect((await tryPassword({ url }, wrong(credentials))).status).toBe(401)
}

async function expectTooMany(answer: Response, sentence: RegExp, mostSeconds: number): Promise<void> {
  expect(answer.status).toBe(429)
  const seconds = Number(answer.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(mostSeconds - 60)
  expect(seconds).toBeLessThanOrEqual(mostSeconds)
  expect(await answer.json()).toEqual({
    error: 'TOO_MANY_REQUESTS',
    message: expect.stringMatching(sentence),
    url: `${app.url}/signin?error=TOO_MANY_REQUESTS`,
  })
  expect(sessionOf(answer)).toBeUndefined()
}

it('lets nobody try an eleventh password for one account, the right one neither, until its time is over', async () => {
  await tryWrong(ada, 10)
  await expectTooMany(await tryPassword(app, ada), /^Too many tries\. Try again in 1[45] minutes\.$/, 900)
  // Whoever is at another account is not kept out, and neither is who has waited.
  expect(sessionOf(await tryPassword(app, bob))).toBeDefined()
  await sql`update rate_limits set expire = now() - interval '1 second'`
  expect(sessionOf(await tryPassword(app, ada))).toBeDefined()
})

it('counts tries that come at once', async () => {
  const statuses = await Promise.all(
    Array.from({ length: 15 }, async () => (await tryPassword(app, wrong(ada))).status),
  )
  expect(statuses.filter((status) => status === 401)).toHaveLength(10)
  expect(statuses.filter((status) => status === 429)).toHaveLength(5)
})

it('begins to count anew once the password was right', async () => {
  await tryWrong(ada, 9)
  await signIn(app, ada)
  await tryWrong(ada, 10)
  expect((await tryPassword(app, ada)).status).toBe(429)
})

it('counts for one account, however its name is written', async () => {
  await tryWrong(ada, 5)
  await tryWrong({ ...ada, username: ' ADA' }, 5)
  expect((await tryPassword(app, ada)).status).toBe(429)
})

it('counts a wrong current password together with wrong sign-ins', async () => {
  const { call } = await signIn(app, ada)
  await tryWrong(ada, 9)
  const change = (currentPassword: string) =>
    refusalOf(call.account.changePassword.mutate({ currentPassword, newPassword: 'long enough' }))
  expect(await change('not this one')).toMatchObject({ code: 'BAD_REQUEST' })
  expect(await change(ada.password)).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 })
  expect((await tryPassword(app, ada)).status).toBe(429)
})

it('lets nobody go through many names from one address', async () => {
  for (let account = 0; account < 10; account += 1) await tryWrong({ ...ada, username: `nobody-${account}` }, 10)
  await expectTooMany(await tryPassword(app, bob), /^Too many tries\. Try again in (59|60) minutes\.$/, 3600)
})

it('counts for all instances, and after a restart', async () => {
  const { databaseUrl: database = '', env } = app
  const second = await startApp({ database, env: { AUTH_SECRET: env['AUTH_SECRET'] ?? '' } })
  await tryWrong(ada, 5)
  await tryWrong(ada, 5, second.url)
  for (const url of [app.url, second.url]) expect((await tryPassword({ url }, ada)).status).toBe(429)
  await second.stop()
  const third = await startApp({
    database,
    dataDirectory: second.dataDirectory,
    env: { AUTH_SECRET: env['AUTH_SECRET'] ?? '' },
  })
  expect((await tryPassword(third, ada)).status).toBe(429)
})

it('keeps no name that was typed', async () => {
  await tryWrong({ username: 'a password in the wrong field', password: '' }, 1)
  const keys = await sql<{ key: string }[]>`select key from rate_limits`
  expect(keys.length).toBeGreaterThan(0)
  expect(keys.filter(({ key }) => /wrong field/i.test(key))).toEqual([])
})

it('makes 300 guests an hour for one address', async () => {
  expect(sessionOf(await tryGuest(app))).toBeDefined()
  await sql`update rate_limits set points = 299 where key like 'guest:%'`
  expect(sessionOf(await tryGuest(app))).toBeDefined()
  await expectTooMany(await tryGuest(app), /^Too many tries\. Try again in (59|60) minutes\.$/, 3600)
})

it('lets one address try 60 names an hour, and says when to come again', async () => {
  const guest = await visit(app.url)
  const input = { username: ada.username, password: 'long enough' }
  for (let time = 0; time < 60; time += 1)
    expect(await refusalOf(guest.call.account.register.mutate(input))).toMatchObject({ code: 'CONFLICT' })
  const answer = await fetch(`${app.url}/api/trpc/account.register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: guest.cookie },
    body: JSON.stringify({ json: { username: 'free', password: 'long enough' } }),
  })
  expect(answer.status).toBe(429)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3540)
  expect((await answer.json()).error.json).toMatchObject({
    message: expect.stringMatching(/^Too many tries\. Try again in (59|60) minutes\.$/),
    data: { code: 'TOO_MANY_REQUESTS', httpStatus: 429 },
  })
  expect(cookiesOf(answer)).toBe('')
})

it('lets nobody try uncounted when it cannot count', async () => {
  await sql`alter table rate_limits rename to rate_limits_away`
  try {
    const answer = await tryPassword(app, ada)
    expect([answer.status, sessionOf(answer)]).toEqual([500, undefined])
    expect(app.log()).toMatch(/"level":"error".*a sign-in failed/)
  } finally {
    await sql`alter table rate_limits_away rename to rate_limits`
  }
})
