// Changing the password keeps the caller in, and everybody else out.
import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { users } from '#db/schema/schema.ts'
import { issueSession } from '#server/auth/session.ts'
import { cookiesOf, type Named, post, register } from '#tests/support/accounts.ts'
import { type Api, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'

let api: Api

beforeAll(async () => {
  api = await openApi()
})

const rowOf = async ({ id }: Named) => {
  const [row] = await database().select().from(users).where(eq(users.id, id))
  if (!row) throw new Error('the account is gone')
  return row
}

/** The same person, signed in at another browser. */
async function elsewhere(named: Named) {
  const { sessionGeneration } = await rowOf(named)
  const { value } = await issueSession({ user: named.id, generation: sessionGeneration })
  return api.person(`next-auth.session-token=${value}`)
}

const change = (named: Named, newPassword = 'a new password') => ({ currentPassword: named.password, newPassword })

it('ends every other session, and gives the caller a new one in the same answer', async () => {
  const named = await register(api)
  const other = await elsewhere(named)
  expect((await other.call.account.me.query()).id).toBe(named.id)
  const answer = await post(named, 'changePassword', change(named))
  expect(await answer.json()).toEqual({ result: { data: { json: { id: named.id } } } })
  for (const old of [other, named])
    expect(await refusalOf(old.call.account.me.query())).toMatchObject({ code: 'UNAUTHORIZED' })
  const me = await api.person(cookiesOf(answer)).call.account.me.query()
  expect(me).toMatchObject({ id: named.id, username: named.username })
})

it('wants the current password, and changes nothing for another', async () => {
  const named = await register(api)
  const before = await rowOf(named)
  const wrong = { ...change(named), currentPassword: named.password.toUpperCase() }
  expect(await refusalOf(named.call.account.changePassword.mutate(wrong))).toEqual({
    code: 'BAD_REQUEST',
    status: 400,
    message: 'This is not your current password.',
    fields: { currentPassword: ['This is not your current password.'] },
  })
  expect(await rowOf(named)).toEqual(before)
  expect((await named.call.account.me.query()).id).toBe(named.id)
})

it('takes a password typed on another keyboard for the same', async () => {
  const named = await register(api)
  const answer = await post(named, 'changePassword', change(named, 'caf\u00e9 au lait'))
  const now = api.person(cookiesOf(answer))
  const decomposed = { currentPassword: 'cafe\u0301 au lait', newPassword: 'long enough' }
  expect((await post(now, 'changePassword', decomposed)).status).toBe(200)
})

it('lets one of two changes at once through', async () => {
  const named = await register(api)
  const answers = await Promise.all(
    ['first one', 'second one'].map((next) => post(named, 'changePassword', change(named, next))),
  )
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  const winner = answers.find(({ ok }) => ok)
  if (!winner) throw new Error('nobody won')
  expect((await api.person(cookiesOf(winner)).call.account.me.query()).id).toBe(named.id)
})

it('has nothing to change for a guest', async () => {
  const guest = await api.guest()
  const call = guest.call.account.changePassword.mutate({ currentPassword: 'x', newPassword: 'long enough' })
  expect(await refusalOf(call)).toMatchObject({ code: 'CONFLICT', status: 409 })
})
