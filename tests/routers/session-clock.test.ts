// How long a session lives, seen by a clock that is moved: 90 days without use, and for ever when it is used.
import { decode } from 'next-auth/jwt'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { issueSession } from '#server/auth/session.ts'
import { cookiesOf, register } from '#tests/support/accounts.ts'
import { type Api, openApi, type Person } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'

const secret = 'a secret that the test knows'
const SECOND = 1000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR

let api: Api

beforeAll(async () => {
  api = await openApi({ AUTH_SECRET: secret })
})
afterEach(() => void vi.useRealTimers())

/** The server runs in this process, so its clock is this one; the database's goes on as ever. */
const pass = (ms: number): void => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })

const endOf = async ({ cookie }: Person) => {
  const token = await decode({ token: cookie.slice(cookie.indexOf('=') + 1), secret })
  return new Date(Number(token?.['exp']) * SECOND)
}

/** Asks who this is. @returns the answer, and the person with the cookie that it brought, if it brought one */
async function use(person: Person) {
  const answer = await person.fetch('/api/trpc/account.me')
  const renewed = cookiesOf(answer)
  const { json: me } = (await answer.json()).result.data
  return { me, person: renewed === '' ? person : api.person(renewed) }
}

it('keeps its token for 12 hours, and then gets a new one', async () => {
  const guest = await api.guest()
  pass(11 * HOUR)
  expect((await use(guest)).person.cookie).toBe(guest.cookie)
  pass(HOUR - 2 * SECOND)
  expect((await use(guest)).person.cookie).toBe(guest.cookie)
  pass(2 * SECOND)
  const { person } = await use(guest)
  expect(person.cookie).not.toBe(guest.cookie)
  expect((await endOf(person)).getTime() - Date.now()).toBeGreaterThan(90 * DAY - 2 * SECOND)
})

it('tells the end of the token that the caller has, which is the new one where there is a new one', async () => {
  const guest = await api.guest()
  const first = await use(guest)
  expect(new Date(first.me.nextRenewal)).toEqual(await endOf(guest))
  pass(20 * DAY)
  const second = await use(guest)
  expect(new Date(second.me.nextRenewal)).toEqual(await endOf(second.person))
  expect(second.me.nextRenewal).not.toBe(first.me.nextRenewal)
  // An hour later nothing is new.
  pass(HOUR)
  const kept = await use(second.person)
  expect([kept.person.cookie, kept.me.nextRenewal]).toEqual([second.person.cookie, second.me.nextRenewal])
})

it('never ends while it is used every 11 hours, nor when it is used every 80 days', async () => {
  let person: Person = await register(api)
  const { id } = (await use(person)).me
  const tokens = new Set<string>()
  for (let hours = 0; hours < 100 * 24; hours += 11) {
    pass(11 * HOUR)
    const used = await use(person)
    expect(used.me.id).toBe(id)
    person = used.person
    tokens.add(person.cookie)
  }
  // Each second use meets a token that is 22 hours old.
  expect(tokens.size).toBeGreaterThan(100)
  for (const _round of [1, 2, 3]) {
    pass(80 * DAY)
    person = (await use(person)).person
  }
})

it('is over when it was not used for 90 days', async () => {
  const guest = await api.guest()
  pass(90 * DAY - 60 * SECOND)
  expect((await guest.fetch('/api/trpc/account.me')).status).toBe(200)
  pass(120 * SECOND)
  expect(await refusalOf(guest.call.account.me.query())).toMatchObject({ code: 'UNAUTHORIZED' })
})

it('begins with the first day of the account, which the database writes', async () => {
  const before = Date.now()
  pass(-400 * DAY)
  const guest = await api.guest()
  vi.useRealTimers()
  const { id } = guest
  const named = await register(api, { ...(await renewed(id)), id })
  const memberSince = (await named.call.account.me.query()).memberSince.getTime()
  expect(Math.abs(memberSince - before)).toBeLessThan(60 * SECOND)
})

/** A session of now for a guest that was made while the clock was elsewhere. */
async function renewed(id: Parameters<typeof issueSession>[0]['user']): Promise<Person> {
  const { value } = await issueSession({ user: id, generation: 0 })
  return api.person(`next-auth.session-token=${value}`)
}
