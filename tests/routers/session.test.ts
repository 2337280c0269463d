// Sessions of the running product: who gets one, what its cookie is like, and when there is a new one.
import { decode, encode, type JWT } from 'next-auth/jwt'
import postgres from 'postgres'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type App, startApp } from '#tests/support/app.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'

const secret = 'a secret that the test knows'
const DAY_S = 86_400
const NAME = 'next-auth.session-token'

let app: App
let sql: postgres.Sql

beforeAll(async () => {
  app = await startApp({ env: { AUTH_SECRET: secret } })
  sql = postgres(app.databaseUrl ?? '', { max: 1 })
  whenFileEnds(() => sql.end())
})
afterEach(() => void vi.useRealTimers())

const ask = (path: string, init: RequestInit = {}) => fetch(`${app.url}${path}`, { redirect: 'manual', ...init })
const cookiesOf = (answer: Response) => answer.headers.getSetCookie()
const pairOf = (cookie: string) => cookie.split(';')[0] ?? ''
const sessionCookieOf = (answer: Response, name = NAME) =>
  cookiesOf(answer).find((cookie) => cookie.startsWith(`${name}=`))
const countUsers = async () => Number((await sql`select count(*) from users`)[0]?.['count'])

async function signIn(headers: Record<string, string> = {}) {
  const csrf = await ask('/api/auth/csrf', { headers })
  const { csrfToken } = await csrf.json()
  return ask('/api/auth/callback/guest', {
    method: 'POST',
    headers: { ...headers, cookie: cookiesOf(csrf).map(pairOf).join('; ') },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  })
}

async function guest() {
  const cookie = pairOf(sessionCookieOf(await signIn()) ?? '')
  const token = await decode({ token: cookie.slice(NAME.length + 1), secret })
  return { cookie, token, id: String(token?.sub) }
}

/** A token as it would have been issued some time ago. */
async function issuedAgo(token: JWT, seconds: number): Promise<string> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - seconds * 1000 })
  const value = await encode({ token, secret, maxAge: 90 * DAY_S })
  vi.useRealTimers()
  return `${NAME}=${value}`
}

const me = (cookie: string) => ask('/api/trpc/account.me', { headers: { cookie } })
const renewalOf = async (id: string) => {
  const [row] = await sql<{ nextRenewal: Date }[]>`select next_renewal as "nextRenewal" from users where id = ${id}`
  return (row?.nextRenewal.getTime() ?? 0) / 1000
}

describe('a guest', () => {
  it('gets a cookie that scripts cannot read, for 90 days', async () => {
    const answer = await signIn()
    const [, ...attributes] = (sessionCookieOf(answer) ?? '').split('; ')
    const expires = attributes.find((attribute) => attribute.startsWith('Expires='))?.slice('Expires='.length) ?? ''
    expect(attributes.filter((attribute) => !attribute.startsWith('Expires=')).toSorted()).toEqual([
      'HttpOnly',
      'Path=/',
      'SameSite=Lax',
    ])
    const days = (new Date(expires).getTime() - Date.now()) / 1000 / DAY_S
    expect(days).toBeGreaterThan(89.9)
    expect(days).toBeLessThanOrEqual(90)
  })

  it('has a token that is good for as long, which the account tells', async () => {
    const { token, id } = await guest()
    expect(Number(token?.['exp']) - Number(token?.['iat'])).toBe(90 * DAY_S)
    expect(await renewalOf(id)).toBeCloseTo(Number(token?.['exp']), -1)
  })

  it('has a cookie for HTTPS only where the visitor speaks it', async () => {
    const https = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'mirror.example' }
    const cookie = sessionCookieOf(await signIn(https), `__Secure-${NAME}`) ?? ''
    expect(cookie.split('; ')).toEqual(expect.arrayContaining(['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']))
    const answer = await ask('/api/trpc/account.me', { headers: { ...https, cookie: pairOf(cookie) } })
    expect(answer.status).toBe(200)
    expect((await me(pairOf(cookie))).status).toBe(401)
  })

  it('is made by nothing but the guest’s sign-in', async () => {
    const before = await countUsers()
    const looks = [
      '/',
      '/history',
      '/api/auth/session',
      '/api/auth/csrf',
      '/api/auth/providers',
      '/api/trpc/mirror.hosts',
    ]
    for (const path of [...looks, '/api/auth/callback/guest', '/api/auth/signin'])
      expect(sessionCookieOf(await ask(path))).toBeUndefined()
    const unproven = await ask('/api/auth/callback/guest', {
      method: 'POST',
      body: new URLSearchParams({ csrfToken: 'made up', json: 'true' }),
    })
    expect(sessionCookieOf(unproven)).toBeUndefined()
    expect(await countUsers()).toBe(before)
  })
})

describe('a token', () => {
  it('is kept for 12 hours of use', async () => {
    const { token, id } = await guest()
    const cookie = await issuedAgo({ sub: token?.sub ?? '' }, 11.9 * 3600)
    const before = await renewalOf(id)
    expect(cookiesOf(await me(cookie))).toEqual([])
    const look = await ask('/api/auth/session', { headers: { cookie } })
    expect(pairOf(sessionCookieOf(look) ?? '')).toBe(cookie)
    expect(await renewalOf(id)).toBe(before)
  })

  it.each([
    ['a call', '/api/trpc/account.me'],
    ['a look at the session', '/api/auth/session'],
  ])('is replaced by %s after that', async (_what, path) => {
    const { id } = await guest()
    const cookie = await issuedAgo({ sub: id }, 12.1 * 3600)
    await sql`update users set next_renewal = null where id = ${id}`
    const renewed = sessionCookieOf(await ask(path, { headers: { cookie } })) ?? ''
    expect(renewed).toMatch(/; HttpOnly/)
    expect(renewed).toMatch(/; SameSite=Lax/)
    const token = await decode({ token: pairOf(renewed).slice(NAME.length + 1), secret })
    expect(token?.sub).toBe(id)
    expect(Math.abs(Number(token?.['iat']) - Date.now() / 1000)).toBeLessThan(60)
    expect(await renewalOf(id)).toBeCloseTo(Number(token?.['exp']), -1)
    expect((await me(pairOf(renewed))).status).toBe(200)
  })

  it.each([
    ['is over', async (id: string) => issuedAgo({ sub: id }, 90 * DAY_S + 60)],
    [
      'is sealed with another secret',
      async (id: string) => `${NAME}=${await encode({ token: { sub: id }, secret: 'other' })}`,
    ],
    ['is no token', async () => `${NAME}=x`],
    ['names nobody', async () => issuedAgo({ sub: 'nobody' }, 0)],
    [
      'names somebody who is gone',
      async (id: string) => {
        await sql`delete from users where id = ${id}`
        return issuedAgo({ sub: id }, 0)
      },
    ],
  ])('that %s is none', async (_what, cookieOf) => {
    const { id } = await guest()
    const cookie = await cookieOf(id)
    expect((await me(cookie)).status).toBe(401)
    expect(await (await ask('/api/auth/session', { headers: { cookie } })).json()).toEqual({})
    expect((await ask('/history', { headers: { cookie } })).status).toBe(200)
  })
})
