// What an account says of its owner can be changed by its owner, field by field.
import { beforeAll, expect, it } from 'vitest'
import { register } from '#tests/support/accounts.ts'
import { type Api, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'

let api: Api

beforeAll(async () => {
  api = await openApi()
})

const whole = { firstName: ' Ada ', lastName: 'Łovelace', email: 'ada@example.com', phone: '+44 (20) 7946-0000' }

it('sets what is given, leaves the rest, and answers with the new account', async () => {
  const named = await register(api)
  const before = await named.call.account.me.query()
  const after = await named.call.account.update.mutate(whole)
  expect(after).toEqual({ ...before, ...whole, firstName: 'Ada' })
  const renamed = await named.call.account.update.mutate({ username: 'ada.lovelace' })
  expect(renamed).toEqual({ ...after, username: 'ada.lovelace' })
  expect(await named.call.account.me.query()).toEqual(renamed)
})

it('takes away what is null or empty', async () => {
  const guest = await api.guest()
  const before = await guest.call.account.me.query()
  await guest.call.account.update.mutate({ ...whole, email: 'gone@example.com' })
  const cleared = { firstName: null, lastName: '', email: ' ', phone: null }
  expect(await guest.call.account.update.mutate(cleared)).toEqual(before)
})

it('lets a name be written in another case, and be taken by nobody else', async () => {
  const [one, two] = [await register(api), await register(api)]
  const louder = await one.call.account.update.mutate({ username: one.username.toUpperCase() })
  expect(louder.username).toBe(one.username.toUpperCase())
  expect(await refusalOf(two.call.account.update.mutate({ username: one.username }))).toMatchObject({
    code: 'CONFLICT',
    fields: { username: ['This username is taken.'] },
  })
  await one.call.account.update.mutate({ email: 'mine@example.com' })
  expect(await refusalOf(two.call.account.update.mutate({ email: 'Mine@Example.com' }))).toMatchObject({
    code: 'CONFLICT',
    fields: { email: ['Another account has this e-mail address.'] },
  })
})

it('gives a guest no username, and changes nothing else beside it', async () => {
  const guest = await api.guest()
  expect(await refusalOf(guest.call.account.update.mutate({ username: 'sneaky', firstName: 'S' }))).toMatchObject({
    code: 'CONFLICT',
    fields: { username: ['A guest gets a username by making an account.'] },
  })
  expect(await guest.call.account.me.query()).toMatchObject({ username: null, firstName: null, isGuest: true })
})

it('is of no account but the caller’s', async () => {
  const [one, other] = [await register(api), await register(api)]
  const before = await other.call.account.me.query()
  await one.call.account.update.mutate({ firstName: 'One' })
  expect(await other.call.account.me.query()).toEqual(before)
})

it.each([
  ['nothing', {}, []],
  ['nothing that there is', JSON.parse('{"shoeSize":42}'), []],
  ['no username', { username: '' }, ['username']],
  ['a name with control characters', { lastName: 'a\u0000b' }, ['lastName']],
  ['a name of 101 characters', { firstName: 'a'.repeat(101) }, ['firstName']],
  ['several things that are wrong', { email: 'x', phone: 'call me' }, ['email', 'phone']],
])('refuses %s', async (_what, input, wrong) => {
  const named = await api.guest()
  const { code, fields = {} } = await refusalOf(named.call.account.update.mutate(input))
  expect([code, Object.keys(fields)]).toEqual(['BAD_REQUEST', wrong])
})
