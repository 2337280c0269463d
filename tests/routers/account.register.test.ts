// A guest becomes somebody with a name, and keeps what is theirs.
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { users } from '#db/schema/schema.ts'
import { cookiesOf, post, register } from '#tests/support/accounts.ts'
import { type Api, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { createMirror } from '#tests/support/uploads.ts'

let api: Api

beforeAll(async () => {
  api = await openApi()
})

const rowOf = async (id: string) => (await database().select().from(users).where(eq(users.id, id)))[0]

it('keeps the id, the mirrors and the first day of the guest', async () => {
  const guest = await api.guest()
  const before = await guest.call.account.me.query()
  const mirror = await createMirror(guest, ['four'])
  const answer = await post(guest, 'register', {
    username: ' Ada.L ',
    password: 'correct horse',
    email: 'Ada@Example.com',
  })
  expect(answer.status).toBe(200)
  const ada = api.person(cookiesOf(answer))
  const me = await ada.call.account.me.query()
  expect(me).toEqual({
    ...before,
    username: 'Ada.L',
    email: 'Ada@Example.com',
    isGuest: false,
    nextRenewal: expect.any(Date),
    usage: { mirrors: 1, files: 1, bytes: 4 },
  })
  expect((await answer.json()).result.data.json).toEqual(JSON.parse(JSON.stringify(me)))
  expect((await ada.call.history.list.query()).items).toMatchObject([{ id: mirror.id }])
})

it('keeps the password as an argon2id hash with a salt of its own', async () => {
  const [one, two] = [await api.guest(), await api.guest()]
  for (const [guest, username] of [[one, 'salt-1'] as const, [two, 'salt-2'] as const])
    await post(guest, 'register', { username, password: 'the same one' })
  const hashes = [(await rowOf(one.id))?.passwordHash, (await rowOf(two.id))?.passwordHash]
  for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(hashes[0]).not.toBe(hashes[1])
})

it('ends a session of the guest that was copied before', async () => {
  const guest = await api.guest()
  await register(api, guest)
  expect(await refusalOf(guest.call.account.me.query())).toMatchObject({ code: 'UNAUTHORIZED' })
})

it('is refused to who has a name already, and changes nothing', async () => {
  const named = await register(api)
  const before = await rowOf(named.id)
  const again = named.call.account.register.mutate({ username: 'another', password: 'long enough' })
  expect(await refusalOf(again)).toMatchObject({ code: 'CONFLICT', status: 409 })
  expect(await rowOf(named.id)).toEqual(before)
})

describe('a name that is taken', () => {
  it('is a CONFLICT beside its field, in whichever case', async () => {
    const { username } = await register(api)
    const [guest, other] = [await api.guest(), await api.guest()]
    const taken = { username: username.toUpperCase(), password: 'long enough' }
    expect(await refusalOf(guest.call.account.register.mutate(taken))).toEqual({
      code: 'CONFLICT',
      status: 409,
      message: 'This username is taken.',
      fields: { username: ['This username is taken.'] },
    })
    const first = { username: 'e-mail', password: 'long enough', email: 'one@example.com' }
    expect((await post(guest, 'register', first)).status).toBe(200)
    const second = { username: 'e-mail-too', password: 'long enough', email: 'ONE@example.com' }
    expect(await refusalOf(other.call.account.register.mutate(second))).toMatchObject({
      code: 'CONFLICT',
      fields: { email: ['Another account has this e-mail address.'] },
    })
    expect((await other.call.account.me.query()).isGuest).toBe(true)
  })

  it('goes to one of those who ask at once', async () => {
    const guests = await Promise.all([1, 2, 3].map(() => api.guest()))
    const tries = guests.map((guest) => post(guest, 'register', { username: 'wanted', password: 'long enough' }))
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.toSorted((one, other) => one - other)).toEqual([200, 409, 409])
  })
})

it.each([
  ['a name that is too short', { username: 'ab' }, 'username'],
  ['a name that is too long', { username: 'a'.repeat(33) }, 'username'],
  ['a name with letters that look like others', { username: 'pаypal' }, 'username'],
  ['a name with spaces in it', { username: 'a b c' }, 'username'],
  ['the name of all guests', { username: 'Guest' }, 'username'],
  ['a password of seven characters', { password: '😀'.repeat(7) }, 'password'],
  ['a password of 257 characters', { password: '😀'.repeat(257) }, 'password'],
  ['what is no address', { email: 'ada@' }, 'email'],
])('refuses %s', async (_what, wrong, field) => {
  const guest = await api.guest()
  const call = guest.call.account.register.mutate({ username: 'refused', password: 'long enough', ...wrong })
  const { code, fields = {} } = await refusalOf(call)
  expect([code, Object.keys(fields)]).toEqual(['BAD_REQUEST', [field]])
})

it('counts the characters of a password, and takes an empty address for none', async () => {
  for (const [username, password] of [
    ['eight', '😀'.repeat(8)],
    ['many', '😀'.repeat(256)],
  ] as const) {
    const answer = await post(await api.guest(), 'register', { username, password, email: '' })
    expect(answer.status).toBe(200)
    expect((await answer.json()).result.data.json).toMatchObject({ username, email: null })
  }
})
