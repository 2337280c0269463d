// API tokens: told once, kept as hashes, good for work and not for the account itself, and over when they are revoked.
import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { apiTokens, rateLimits } from '#db/schema/schema.ts'
import { adoptGuest } from '#server/queries/adopt-guest.ts'
import { getSession } from '#server/auth/session.ts'
import { cookiesOf, post, register } from '#tests/support/accounts.ts'
import { type Api, type Guest, openApi, type Person } from '#tests/support/api.ts'
import { programAt } from '#tests/support/programs.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { wholeDatabase } from '#tests/support/rows.ts'
import { createMirror, uploadText } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
})

beforeEach(async () => {
  guest = await api.guest()
  await database().delete(rateLimits)
})

const make = ({ call }: Person, name = 'a program') => call.account.apiTokens.create.mutate({ name })
const rowsOf = ({ id }: Guest) => database().select().from(apiTokens).where(eq(apiTokens.userId, id))
const none = { code: 'UNAUTHORIZED', message: 'This API token is not valid, or was revoked.' }

describe('a token', () => {
  it('is told once: what is kept is its hash, and what is listed is its name', async () => {
    const { id, token } = await make(guest, '  the NAS ')
    expect(token).toMatch(/^em_[A-Za-z0-9_-]{43}$/)
    expect(await guest.call.account.apiTokens.list.query()).toEqual([
      { id, name: 'the NAS', createdAt: expect.any(Date), lastUsedAt: null },
    ])
    const [row] = await rowsOf(guest)
    expect(row?.hash).toBe(createHash('sha256').update(token).digest('hex'))
    expect(JSON.stringify(row)).not.toContain(token)
  })

  it('works as its owner, with no cookie and whatever its origin is', async () => {
    const { token } = await make(guest)
    const { mirror, history, account } = programAt(api.url, token, { origin: 'https://elsewhere.example' })
    const made = await mirror.create.mutate({ files: [{ name: 'a.txt', size: 1 }] })
    const [me, { items }] = await Promise.all([account.me.query(), history.list.query({})])
    expect(me).toMatchObject({ id: guest.id, nextRenewal: null })
    expect(items.map(({ id }) => id)).toEqual([made.id])
    expect((await guest.call.history.list.query()).items).toHaveLength(1)
  })

  it('gets no cookie, and what it does is its own owner’s, whoever’s cookie comes along', async () => {
    const [{ token }, other] = [await make(guest), await api.guest()]
    const answer = await other.fetch('/api/trpc/account.me', { headers: { authorization: `Bearer ${token}` } })
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await answer.text()).toContain(guest.id)
  })

  it('is written down as used once a minute', async () => {
    const { token } = await make(guest)
    const { account } = programAt(api.url, token)
    const used = async () => (await rowsOf(guest))[0]?.lastUsedAt?.getTime() ?? 0
    await account.me.query()
    const first = await used()
    expect(Math.abs(Date.now() - first)).toBeLessThan(60_000)
    await account.me.query()
    expect(await used()).toBe(first)
    await database().update(apiTokens).set({ lastUsedAt: sql`now() - interval '61 seconds'` })
    await account.me.query()
    expect(await used()).toBeGreaterThan(first)
  })

  it('is over once it is revoked, and goes with its account', async () => {
    const [one, two] = [await make(guest), await make(guest)]
    expect(await guest.call.account.apiTokens.revoke.mutate({ id: one.id })).toEqual({ id: one.id })
    expect(await refusalOf(programAt(api.url, one.token).account.me.query())).toMatchObject(none)
    expect((await programAt(api.url, two.token).account.me.query()).id).toBe(guest.id)
    await guest.call.account.delete.mutate({ confirm: 'guest' })
    expect(await refusalOf(programAt(api.url, two.token).account.me.query())).toMatchObject(none)
    expect(await rowsOf(guest)).toEqual([])
  })

  it('stays when sessions end, the password changes or the guest gets a name, and ends where the guest is taken in by an account', async () => {
    const { token } = await make(guest)
    const named = await register(api, guest)
    const elsewhere = await post(named, 'changePassword', {
      currentPassword: named.password,
      newPassword: 'another password',
    })
    await api.person(cookiesOf(elsewhere)).call.account.endSessions.mutate()
    expect((await programAt(api.url, token).account.me.query()).username).toBe(named.username)
    const other = await api.guest()
    const theirs = await make(other)
    const session = await getSession(new Headers({ cookie: other.cookie, host: '127.0.0.1' }))
    if (!session) throw new Error('a guest has a session')
    await database().transaction((tx) => adoptGuest(tx, session.owner, named.id))
    expect(await refusalOf(programAt(api.url, theirs.token).account.me.query())).toMatchObject(none)
  })
})

describe('what is no token', () => {
  it.each(['em_', 'em_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'nonsense', ''])(
    'is UNAUTHORIZED beside a good cookie: “%s”',
    async (token) => {
      const headers = { authorization: `Bearer ${token}` }
      const answer = await guest.fetch('/api/trpc/account.me', { headers })
      expect(answer.status).toBe(401)
      expect(await answer.text()).toContain(none.message)
    },
  )

  it('is a proxy’s business when it is of another scheme', async () => {
    const answer = await guest.fetch('/api/trpc/account.me', { headers: { authorization: 'Basic eDp5' } })
    expect(answer.status).toBe(200)
  })

  it('keeps an address out after many, but for tokens that are good', async () => {
    const { token } = await make(guest)
    const wrong = programAt(api.url, 'em_wrong')
    for (let time = 0; time < 60; time += 1)
      expect(await refusalOf(wrong.account.me.query())).toMatchObject({ code: 'UNAUTHORIZED' })
    expect(await refusalOf(wrong.account.me.query())).toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    expect((await programAt(api.url, token).account.me.query()).id).toBe(guest.id)
  })
})

describe('what keeps an account', () => {
  it('is not to be had with a token', async () => {
    const { id, token } = await make(guest)
    const { account } = programAt(api.url, token)
    // That it was used is written down now, and not again.
    await account.me.query()
    const before = await wholeDatabase()
    for (const call of [
      () => account.apiTokens.list.query(),
      () => account.apiTokens.create.mutate({ name: 'another' }),
      () => account.apiTokens.revoke.mutate({ id }),
      () => account.hostAccounts.list.query(),
      () => account.hostAccounts.set.mutate({ host: 'gofile', credentials: { token: 'x' } }),
      () => account.hostAccounts.remove.mutate({ host: 'gofile' }),
      () => account.register.mutate({ username: 'somebody', password: 'long enough' }),
      () => account.changePassword.mutate({ currentPassword: 'x', newPassword: 'long enough' }),
      () => account.endSessions.mutate(),
      () => account.delete.mutate({ confirm: 'guest' }),
    ])
      expect(await refusalOf(call())).toMatchObject({
        code: 'UNAUTHORIZED',
        message: 'An API token is not enough for this: sign in with a browser.',
      })
    expect(await wholeDatabase()).toEqual(before)
    expect(
      (await fetch(`${api.url}/api/account/export`, { headers: { authorization: `Bearer ${token}` } })).status,
    ).toBe(401)
  })
})

describe('making one', () => {
  it.each([
    ['', 'Name the token.'],
    ['  ', 'Name the token.'],
    ['x'.repeat(61), 'The name of a token has at most 60 characters.'],
    ['a\nb', 'The name of a token has no control characters.'],
  ])('wants a name that fits: “%s”', async (name, sentence) => {
    expect(await refusalOf(make(guest, name))).toMatchObject({ code: 'BAD_REQUEST', fields: { name: [sentence] } })
  })

  it('is done fifty times, however many calls make the last', async () => {
    const hash = (n: number) => createHash('sha256').update(`${guest.id}${n}`).digest('hex')
    const rows = Array.from({ length: 49 }, (_, n) => ({ userId: guest.id, name: `${n}`, hash: hash(n) }))
    await database().insert(apiTokens).values(rows)
    const outcomes = await Promise.allSettled([make(guest), make(guest), make(guest)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await rowsOf(guest)).toHaveLength(50)
    expect(await refusalOf(make(guest))).toMatchObject({ code: 'CONFLICT' })
  })

  it('leaves uploads to a program', async () => {
    const program = { ...api.nobody, call: programAt(api.url, (await make(guest)).token) }
    const { id, files } = await createMirror(program, ['four'])
    for (const file of files) await uploadText(program, file, 'four')
    expect((await program.call.mirror.get.query({ id })).files).toMatchObject([{ size: 4 }])
  })
})
