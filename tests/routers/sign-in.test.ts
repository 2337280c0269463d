// Signing in with a name and a password, and what becomes of the guest who does.
import postgres from 'postgres'
import { beforeAll, describe, expect, it } from 'vitest'
import { type App, startApp } from '#tests/support/app.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { type Credentials, registerAt, sessionOf, signIn, signOut, tryPassword } from '#tests/support/sign-in.ts'
import { at, sampleBytes, upload, visit, type Visitor } from '#tests/support/visitor.ts'

let app: App
let sql: postgres.Sql
let ada: Credentials

beforeAll(async () => {
  app = await startApp()
  sql = postgres(app.databaseUrl ?? '', { max: 1 })
  whenFileEnds(() => sql.end())
  ada = await registerAt(await visit(app.url), 'Ada')
})

const mirrorsOf = async ({ call }: Visitor) => (await call.history.list.query()).items.map(({ id }) => id)
const userExists = async (id: string) => (await sql`select from users where id = ${id}`).length === 1
const aMirror = (visitor: Visitor) => upload(visitor, [{ name: 'a.bin', body: sampleBytes(1000, 1) }])

describe('with name and password', () => {
  it('gives a session of the account, whatever the case of the name', async () => {
    for (const username of ['Ada', 'ADA', ' ada ']) {
      const { call } = await signIn(app, { ...ada, username })
      expect(await call.account.me.query()).toMatchObject({ username: 'Ada', isGuest: false })
    }
  })

  it('says the same of a wrong password and a wrong name, and gives no session', async () => {
    const answers = []
    for (const wrong of [{ password: 'Not it at all' }, { username: 'nobody' }, { password: '' }, { username: '' }]) {
      const answer = await tryPassword(app, { ...ada, ...wrong })
      expect(sessionOf(answer)).toBeUndefined()
      answers.push([answer.status, await answer.json()])
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.[0]).toBe(401)
  })

  it('takes about as long for a name that nobody has', async () => {
    const times = { ada: 0, nobody: 0 }
    for (let round = 0; round < 8; round += 1)
      for (const username of ['ada', 'nobody'] as const) {
        const from = performance.now()
        await tryPassword(app, { username: username === 'ada' ? 'Ada' : `nobody-${round}`, password: 'wrong one' })
        times[username] += performance.now() - from
        if (username === 'ada' && round % 4 === 3) await signIn(app, ada)
      }
    // Without the decoy it is a fifth.
    expect(times.nobody / times.ada).toBeGreaterThan(0.5)
    expect(times.nobody / times.ada).toBeLessThan(2)
  })

  it('does not take the password of before', async () => {
    const bob = await registerAt(await visit(app.url), 'Bob')
    const { call } = await signIn(app, bob)
    await call.account.changePassword.mutate({ currentPassword: bob.password, newPassword: 'something else' })
    expect(sessionOf(await tryPassword(app, bob))).toBeUndefined()
    expect(sessionOf(await tryPassword(app, { ...bob, password: 'something else' }))).toBeDefined()
  })

  it('is not to be had from another site', async () => {
    const unproven = await fetch(`${app.url}/api/auth/callback/password`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ csrfToken: 'made up', json: 'true', ...ada }),
    })
    expect(sessionOf(unproven)).toBeUndefined()
  })
})

describe('a guest who signs in', () => {
  it('takes the mirrors along, and is no more', async () => {
    const before = await signIn(app, ada)
    const own = await aMirror(before)
    const guest = await visit(app.url)
    const { id: guestId } = await guest.call.account.me.query()
    const brought = [await aMirror(guest), await aMirror(guest)]
    const account = await signIn({ url: app.url, cookie: guest.cookie }, ada)
    expect(await mirrorsOf(account)).toEqual([...brought.map(({ id }) => id).toReversed(), own.id])
    // Their owner is who may change them, and who else may not.
    await account.call.mirror.start.mutate({ id: brought[0]?.id ?? '', hosts: ['local'] })
    expect(await refusalOf(guest.call.account.me.query())).toMatchObject({ code: 'UNAUTHORIZED' })
    expect(await userExists(guestId)).toBe(false)
  })

  it('keeps them when the password was wrong', async () => {
    const guest = await visit(app.url)
    const { id } = await aMirror(guest)
    expect(
      sessionOf(await tryPassword({ url: app.url, cookie: guest.cookie }, { ...ada, password: 'no' })),
    ).toBeUndefined()
    expect(await mirrorsOf(guest)).toEqual([id])
  })

  it('may be in the middle of an upload, which goes on', async () => {
    const guest = await visit(app.url)
    const body = sampleBytes(1000, 2)
    const mirror = await guest.call.mirror.create.mutate({ files: [{ name: 'b.bin', size: body.length }] })
    const [file] = mirror.files
    if (!file || !('url' in file.upload)) throw new Error('one file, in one piece')
    const account = await signIn({ url: app.url, cookie: guest.cookie }, ada)
    expect((await fetch(file.upload.url, { method: 'PUT', body })).ok).toBe(true)
    expect(await account.call.mirror.completeUpload.mutate({ fileId: file.id })).toEqual({ id: file.id, size: 1000 })
  })

  it('takes nothing along that is another account’s', async () => {
    const cleo = await registerAt(await visit(app.url), 'Cleo')
    const signedIn = await signIn(app, cleo)
    const { id } = await aMirror(signedIn)
    const account = await signIn({ url: app.url, cookie: signedIn.cookie }, ada)
    expect(await mirrorsOf(account)).not.toContain(id)
    expect(await mirrorsOf(signedIn)).toEqual([id])
  })
})

it('ends with a sign-out', async () => {
  const { cookie } = await signIn(app, ada)
  const answer = await signOut({ url: app.url, cookie })
  const [gone] = answer.headers.getSetCookie().filter((line) => line.startsWith('next-auth.session-token='))
  expect(gone).toMatch(/^next-auth\.session-token=; Max-Age=0; Path=\/;/)
  expect(await refusalOf(at(app.url, '').call.account.me.query())).toMatchObject({ code: 'UNAUTHORIZED' })
})

it('writes neither hash nor address to the log when the database refuses', async () => {
  const guest = await visit(app.url)
  await sql`alter table users add constraint refused check (email <> 'logged@example.com')`
  const input = { username: 'logged', password: 'a secret that is typed', email: 'logged@example.com' }
  expect(await refusalOf(guest.call.account.register.mutate(input))).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
  expect(app.log()).toMatch(/Failed query: update/)
  expect(app.log()).not.toMatch(/argon2|logged@example|a secret that is typed/)
})

it('reads no form that is too large to be one', async () => {
  const url = `${app.url}/api/auth/callback/password`
  const body = new URLSearchParams({ username: 'x'.repeat(20_000) })
  expect((await fetch(url, { method: 'POST', body })).status).toBe(413)
  const endless = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('username=x')) })
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: endless, duplex: 'half' }
  expect((await fetch(url, init)).status).toBe(413)
})

it.each(['/api/auth/signin', '/api/auth/error?error=AccessDenied'])(
  'never shows a page of next-auth at %s',
  async (path) => {
    const answer = await fetch(`${app.url}${path}`, { redirect: 'manual' })
    expect(answer.status).toBe(302)
    expect(new URL(answer.headers.get('location') ?? '', app.url).pathname).toBe('/signin')
  },
)
