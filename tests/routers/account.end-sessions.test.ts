// Ending all other sessions: who asks stays in, and everybody else with an earlier cookie is out.
import { beforeAll, expect, it } from 'vitest'
import { issueSession } from '#server/auth/session.ts'
import { cookiesOf, post, register } from '#tests/support/accounts.ts'
import { type Api, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'

let api: Api

beforeAll(async () => {
  api = await openApi()
})

it.each(['somebody with a name', 'a guest'])('keeps %s in here, and nobody in elsewhere', async (who) => {
  const person = who === 'a guest' ? await api.guest() : await register(api)
  // A guest who registers has a session of the next generation.
  const generation = who === 'a guest' ? 0 : 1
  const { value } = await issueSession({ user: person.id, generation })
  const elsewhere = api.person(`next-auth.session-token=${value}`)
  expect((await elsewhere.call.account.me.query()).id).toBe(person.id)
  const answer = await post(person, 'endSessions', undefined)
  expect(await answer.json()).toEqual({ result: { data: { json: { id: person.id } } } })
  for (const old of [elsewhere, person])
    expect(await refusalOf(old.call.account.me.query())).toMatchObject({ code: 'UNAUTHORIZED' })
  expect((await api.person(cookiesOf(answer)).call.account.me.query()).id).toBe(person.id)
})

it('is not for other sites to ask', async () => {
  const guest = await api.guest()
  const answer = await guest.fetch('/api/trpc/account.endSessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' },
    body: '{}',
  })
  expect(answer.status).toBe(401)
  expect((await guest.call.account.me.query()).id).toBe(guest.id)
})
