// People's own accounts at hosts, as calls: checked with the host before they are kept, sealed, never given out.
import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { hostMemory, rateLimits } from '#db/schema/schema.ts'
import { findEntry } from '#server/hosts/registry.ts'
import { hostIdSchema, Secret } from '#server/ids.ts'
import { checkHostAccount } from '#server/routers/account/check-host-account.ts'
import {
  type Accounts,
  accountsOf,
  KEY,
  NEXT_KEY,
  openAccounts,
  setAccount,
  TOKEN,
} from '#tests/accounts/open-accounts.ts'
import type { Guest } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { wholeDatabase } from '#tests/support/rows.ts'

let all: Accounts
let guest: Guest

beforeAll(async () => {
  all = await openAccounts()
})

beforeEach(async () => {
  guest = await all.api.guest()
  await database().delete(rateLimits)
})

const set = (host: string, credentials: Record<string, string>, person = guest) => setAccount(person, host, credentials)

/** The refusal of a call that must keep nothing. */
async function harmlessRefusal(call: () => Promise<unknown>) {
  const before = await wholeDatabase()
  const refusal = await refusalOf(call())
  expect(await wholeDatabase()).toEqual(before)
  return refusal
}

describe('what a host accepts', () => {
  it('is kept sealed, listed without a word of it, and removed', async () => {
    const { host, setAt } = await set('pixeldrain', { apiKey: KEY })
    expect(host).toBe('pixeldrain')
    expect(Math.abs(Date.now() - setAt.getTime())).toBeLessThan(60_000)
    await set('gofile', { token: TOKEN })
    expect(await guest.call.account.hostAccounts.list.query()).toEqual([
      { host: 'gofile', setAt: expect.any(Date) },
      { host: 'pixeldrain', setAt },
    ])
    expect(JSON.stringify(await accountsOf(guest))).not.toMatch(/the-(key|token)-of/)
    expect(await guest.call.account.hostAccounts.remove.mutate({ host: 'gofile' })).toEqual({ host: 'gofile' })
    expect(await guest.call.account.hostAccounts.list.query()).toEqual([{ host: 'pixeldrain', setAt }])
  })

  it('takes the place of what was set before, and what was learned with that is forgotten', async () => {
    await set('pixeldrain', { apiKey: KEY })
    const [before] = await accountsOf(guest)
    if (!before) throw new Error('one account')
    const { id, sealed, setAt } = before
    await database()
      .insert(hostMemory)
      .values({ host: 'pixeldrain', key: `${id}/x`, sealed: 'x', accountId: id })
    await set('pixeldrain', { apiKey: NEXT_KEY })
    const [now, ...others] = await accountsOf(guest)
    expect(others).toEqual([])
    expect(now).toMatchObject({ id })
    expect(now?.sealed).not.toBe(sealed)
    expect(now?.setAt.getTime()).toBeGreaterThan(setAt.getTime())
    expect(await database().select().from(hostMemory).where(eq(hostMemory.accountId, id))).toEqual([])
  })

  it('is one account, however many calls set it at once', async () => {
    const times = await Promise.all(Array.from({ length: 4 }, () => set('pixeldrain', { apiKey: KEY })))
    expect(times).toHaveLength(4)
    expect(await accountsOf(guest)).toHaveLength(1)
  })

  it('is its owner’s alone, and goes with them', async () => {
    await set('pixeldrain', { apiKey: KEY })
    const other = await all.api.guest()
    expect(await other.call.account.hostAccounts.list.query()).toEqual([])
    const refusal = await harmlessRefusal(() => other.call.account.hostAccounts.remove.mutate({ host: 'pixeldrain' }))
    expect(refusal).toMatchObject({ code: 'NOT_FOUND' })
    expect(await accountsOf(guest)).toHaveLength(1)
    await guest.call.account.delete.mutate({ confirm: 'guest' })
    expect(await accountsOf(guest)).toEqual([])
  })
})

describe('what cannot be an account', () => {
  it.each<[string, string, Record<string, string>, Record<string, string[]>]>([
    ['a host that nobody knows', 'nowhere', { apiKey: KEY }, { host: [expect.stringContaining('“nowhere”')] }],
    ['a host without accounts', 'local', { apiKey: KEY }, { host: [expect.stringContaining('“local”')] }],
    ['no field', 'pixeldrain', {}, { apiKey: ['API key: it is missing.'] }],
    ['an empty field', 'pixeldrain', { apiKey: '' }, { apiKey: ['API key: it is missing.'] }],
    [
      'a field too much',
      'pixeldrain',
      { apiKey: KEY, other: 'x' },
      { credentials: ['An account there is made of apiKey alone.'] },
    ],
    [
      'the name of something that every object has',
      'pixeldrain',
      { apiKey: KEY, toString: 'x' },
      { credentials: [expect.any(String)] },
    ],
    [
      'a field that is too long',
      'pixeldrain',
      { apiKey: 'x'.repeat(513) },
      { apiKey: ['API key: it has at most 512 characters.'] },
    ],
    [
      'a line break, which would go into a header',
      'gofile',
      { token: 'x\r\nHost: y' },
      { token: ['Account token: it has no control characters.'] },
    ],
  ])('%s is a BAD_REQUEST, and no host is asked', async (_name, host, credentials, fields) => {
    const asked = all.pixeldrain.requests.length + all.gofile.requests.length
    const refusal = await harmlessRefusal(() => set(host, credentials))
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', fields })
    expect(refusal.message).not.toContain(KEY)
    expect(all.pixeldrain.requests.length + all.gofile.requests.length).toBe(asked)
  })
})

describe('a host’s word', () => {
  it.each([
    ['pixeldrain', { apiKey: 'not-the-key' }, 'apiKey', /^PixelDrain does not accept the API key\.$/],
    ['gofile', { token: 'not-the-token' }, 'token', /^GoFile does not accept /],
    ['bunkr', { token: 'not-the-token' }, 'token', /^Bunkr does not accept /],
  ])('on wrong credentials keeps nothing: %s', async (host, credentials, field, sentence) => {
    const refusal = await harmlessRefusal(() => set(host, credentials))
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', message: expect.stringMatching(sentence) })
    expect(refusal.fields).toEqual({ [field]: [refusal.message] })
  })

  it('that does not come keeps nothing either, and what was there stays', async () => {
    const { setAt } = await set('pixeldrain', { apiKey: KEY })
    all.pixeldrain.fail({ kind: 'status', status: 503, on: 'account' })
    const refusal = await harmlessRefusal(() => set('pixeldrain', { apiKey: KEY }))
    expect(refusal).toMatchObject({ code: 'CONFLICT', fields: undefined })
    expect(refusal.message).toBe('PixelDrain had a fault of its own (503). So nothing was saved: try again later.')
    expect(await guest.call.account.hostAccounts.list.query()).toEqual([{ host: 'pixeldrain', setAt }])
  })

  it('is not waited for without an end', async () => {
    const entry = findEntry(hostIdSchema.parse('pixeldrain'))
    if (!entry?.accounts) throw new Error('PixelDrain has accounts')
    all.pixeldrain.fail({ kind: 'slow-reply', ms: 20_000, on: 'account' })
    const from = performance.now()
    const asking = { entry, accounts: entry.accounts, credentials: { apiKey: new Secret(KEY) } }
    await expect(checkHostAccount(asking, 300)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/^PixelDrain did not answer in time\./),
    })
    expect(performance.now() - from).toBeLessThan(10_000)
  })

  it('is asked for ten times in a quarter of an hour, and anew once it was yes', async () => {
    const wrong = () => set('pixeldrain', { apiKey: 'not-the-key' })
    for (let time = 0; time < 9; time += 1) expect(await refusalOf(wrong())).toMatchObject({ code: 'BAD_REQUEST' })
    await set('pixeldrain', { apiKey: KEY })
    for (let time = 0; time < 10; time += 1) expect(await refusalOf(wrong())).toMatchObject({ code: 'BAD_REQUEST' })
    const asked = all.pixeldrain.requests.length
    expect(await harmlessRefusal(() => set('pixeldrain', { apiKey: KEY }))).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      message: expect.stringMatching(/^Too many tries\. Try again in 1[45] minutes\.$/),
    })
    expect(all.pixeldrain.requests.length).toBe(asked)
    const other = await all.api.guest()
    expect(await set('pixeldrain', { apiKey: KEY }, other)).toMatchObject({ host: 'pixeldrain' })
  })
})

const hostsOf = async (person: Pick<Guest, 'call'>, id: string) =>
  (await person.call.mirror.hosts.query()).find((host) => host.id === id)

describe('the list of hosts', () => {
  it('says what an account is made of, and has a host ready for who has one', async () => {
    const field = { name: 'token', label: 'Token of the dashboard', hidden: true }
    const off = { enabled: false, status: 'off', accounts: [field], reason: expect.stringContaining('BUNKR_API_KEY') }
    expect(await hostsOf(all.api.nobody, 'bunkr')).toMatchObject(off)
    expect(await hostsOf(guest, 'bunkr')).toMatchObject(off)
    expect(await hostsOf(guest, 'local')).toMatchObject({ accounts: null })
    await set('bunkr', { token: all.bunkrToken })
    const ready = await hostsOf(guest, 'bunkr')
    expect(ready).toMatchObject({ enabled: true, status: 'up', accounts: [field] })
    expect(ready).not.toHaveProperty('reason')
    expect(await hostsOf(all.api.nobody, 'bunkr')).toMatchObject(off)
  })
})
