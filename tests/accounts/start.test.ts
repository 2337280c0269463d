// A mirror and its owner's own accounts: which one it goes to, what a start refuses, and who looks after the copies.
import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { hostAccounts, hostLinks, hostMemory, mirrors, transfers } from '#db/schema/schema.ts'
import { getSession, issueSession } from '#server/auth/session.ts'
import { sessionCookie } from '#server/auth/session-token.ts'
import { publishEnvironment } from '#server/env.ts'
import { hostAccountIdSchema, hostIdSchema, mirrorIdSchema, Secret } from '#server/ids.ts'
import { engine } from '#server/jobs/engine.ts'
import { removeCopy } from '#server/jobs/remove-copy.ts'
import { adoptGuest } from '#server/queries/adopt-guest.ts'
import { sealCredentials } from '#server/queries/system/host-accounts.ts'
import { addTransfers } from '#server/queries/transfers.ts'
import type { Guest } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { done, listJobs, setTransfer, takeJobs, wholeDatabase } from '#tests/support/rows.ts'
import { createStaged } from '#tests/support/uploads.ts'
import { type Accounts, accountsOf, KEY, NEXT_KEY, openAccounts, SECRET, setAccount, TOKEN } from './open-accounts.ts'

let all: Accounts
let guest: Guest

beforeAll(async () => {
  all = await openAccounts()
})

beforeEach(async () => {
  guest = await all.api.guest()
  await takeJobs()
})

const set = (host: string, credentials: Record<string, string>, person = guest) => setAccount(person, host, credentials)

async function ownerOf({ cookie }: Guest) {
  const session = await getSession(new Headers({ cookie }))
  if (!session) throw new Error('a session')
  return session.owner
}

const linkOf = async (id: string, host: string) => {
  const rows = await database().select().from(hostLinks).where(eq(hostLinks.mirrorId, id))
  return rows.find((row) => row.host === host)
}

describe('a start', () => {
  it('goes to the account there is then, and stays with it', async () => {
    const { id } = await createStaged(guest, ['one'])
    await guest.call.mirror.start.mutate({ id, hosts: ['gofile'] })
    await set('gofile', { token: TOKEN })
    await set('bunkr', { token: all.bunkrToken })
    await guest.call.mirror.start.mutate({ id, hosts: ['gofile', 'bunkr'] })
    const bunkrs = (await accountsOf(guest)).find(({ host }) => host === 'bunkr')
    expect(await linkOf(id, 'gofile')).toMatchObject({ accountId: null })
    expect(await linkOf(id, 'bunkr')).toMatchObject({ accountId: bunkrs?.id })
    await guest.call.account.hostAccounts.remove.mutate({ host: 'bunkr' })
    expect(await refusalOf(guest.call.mirror.start.mutate({ id, hosts: ['bunkr'] }))).toMatchObject({
      code: 'BAD_REQUEST',
      message: 'The host “bunkr” is not ready to take files.',
    })
    expect(await linkOf(id, 'bunkr')).toMatchObject({ accountId: bunkrs?.id })
  })

  it('is for nobody else’s account', async () => {
    await set('bunkr', { token: all.bunkrToken })
    const other = await all.api.guest()
    const { id } = await createStaged(other, ['one'])
    const before = await wholeDatabase()
    const refusal = await refusalOf(other.call.mirror.start.mutate({ id, hosts: ['bunkr'] }))
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST' })
    expect(await wholeDatabase()).toEqual(before)
    await other.call.mirror.start.mutate({ id, hosts: ['pixeldrain'] })
    expect(await linkOf(id, 'pixeldrain')).toMatchObject({ accountId: null })
  })

  it('says of an account that was sealed under a secret that is gone that it is to be entered anew', async () => {
    await set('pixeldrain', { apiKey: KEY })
    const { id } = await createStaged(guest, ['one'])
    const start = () => guest.call.mirror.start.mutate({ id, hosts: ['pixeldrain'] })
    await database().update(hostAccounts).set({ setAt: sql`now() + interval '1 second'` })
    const other = 'another secret than before'
    const { person } = await withSecret(other)
    expect(await refusalOf(person.call.mirror.start.mutate({ id, hosts: ['pixeldrain'] }))).toMatchObject({
      code: 'BAD_REQUEST',
      message: 'Your account at “pixeldrain” cannot be used any more: enter it anew.',
    })
    publishEnvironment({ AUTH_SECRET: other, AUTH_SECRET_PREVIOUS: SECRET })
    await person.call.mirror.start.mutate({ id, hosts: ['pixeldrain'] })
    publishEnvironment({ AUTH_SECRET: SECRET, AUTH_SECRET_PREVIOUS: '' })
    expect((await start()).transfers).toHaveLength(1)
  })

  it('ends a file at once that the host would never take, with the host’s reason', async () => {
    const { id } = await createStaged(guest, ['one', 'two'])
    const owner = await ownerOf(guest)
    const target = {
      id: hostIdSchema.parse('pixeldrain'),
      name: 'PixelDrain',
      maxFileSize: null,
      accountId: null,
      refuses: ({ name }: { name: string }) => (name === '0.txt' ? 'takes no text.' : null),
    }
    await database().transaction((tx) => addTransfers(tx, owner, { id: mirrorIdSchema.parse(id), hosts: [target] }))
    const rows = await database().select().from(transfers).where(eq(transfers.mirrorId, id))
    expect(rows.map(({ status, error }) => `${status}: ${error}`).toSorted()).toEqual([
      'failed: PixelDrain takes no text.',
      'queued: null',
    ])
  })
})

/** The same guest, with a session that this secret has signed. */
async function withSecret(secret: string) {
  publishEnvironment({ AUTH_SECRET: secret })
  const [cookie = ''] = sessionCookie(await issueSession({ user: guest.id, generation: 0 }), false).split(';')
  return { person: all.api.person(cookie) }
}

describe('a copy in an account of somebody’s own', () => {
  it('is asked to be deleted with that account, and once that is gone it stays without a fault', async () => {
    await set('bunkr', { token: all.bunkrToken })
    const [account] = await accountsOf(guest)
    const { id, files } = await createStaged(guest, ['one'])
    const [file] = files
    if (!file || !account) throw new Error('one file, one account')
    await guest.call.mirror.start.mutate({ id, hosts: ['bunkr', 'gofile'] })
    for (const host of ['bunkr', 'gofile'])
      await setTransfer({ id, fileId: file.id, host }, done(`https://${host}.example`))
    await takeJobs()
    await engine()
      .memoryOf(hostIdSchema.parse('gofile'))
      .set('guest', JSON.stringify({ token: 'guest', rootFolder: 'root' }))
    // Hosts that cannot be asked now are asked by a job.
    for (const simulator of [all.bunkr, all.gofile]) simulator.fail({ kind: 'close', on: 'any', atByte: 0, times: 20 })
    const { copies } = await guest.call.history.delete.mutate({ id, deleteFromHosts: true })
    for (const simulator of [all.bunkr, all.gofile]) simulator.reset()
    expect(copies).toMatchObject({ deleted: 0, pending: 2 })
    const copyAt = (host: string) => ({ id: 'id at the host', url: `https://${host}.example` })
    const jobs = await listJobs('remove-copy')
    expect(jobs).toHaveLength(2)
    expect(jobs).toContainEqual({ host: 'bunkr', copy: copyAt('bunkr'), accountId: account.id })
    expect(jobs).toContainEqual({ host: 'gofile', copy: copyAt('gofile') })

    const host = hostIdSchema.parse('bunkr')
    const accountId = hostAccountIdSchema.parse(account.id)
    const open = () => engine().ownHost(host, accountId)
    const adapter = (await open()).host
    expect(adapter.id).toBe('bunkr')
    expect((await open()).host).toBe(adapter)
    await guest.call.account.delete.mutate({ confirm: 'guest' })
    await expect(open()).rejects.toMatchObject({
      kind: 'account',
      message: 'has no account of yours any more.',
    })
    const asked = all.bunkr.requests.length
    await removeCopy({ host, copy: copyAt('bunkr'), accountId }, new AbortController().signal)
    expect(all.bunkr.requests.length).toBe(asked)
  })
})

it('is never as a guest that a file goes to a host, since the account of its owner is not whole', async () => {
  await set('gofile', { token: TOKEN })
  const [account] = await accountsOf(guest)
  const id = hostAccountIdSchema.parse(account?.id)
  const sealed = sealCredentials(id, { key: new Secret('of an earlier version') })
  await database().update(hostAccounts).set({ sealed, setAt: new Date() }).where(eq(hostAccounts.id, id))
  await expect(engine().ownHost(hostIdSchema.parse('gofile'), id)).rejects.toMatchObject({
    kind: 'account',
    message: 'cannot be used with your account any more: enter it anew.',
  })
})

describe('what an adapter remembers', () => {
  it('is of these credentials alone, and goes with the account', async () => {
    const host = hostIdSchema.parse('pixeldrain')
    await set('pixeldrain', { apiKey: KEY })
    const [account] = await accountsOf(guest)
    const id = hostAccountIdSchema.parse(account?.id)
    const { memory } = await engine().ownHost(host, id)
    const operators = engine().memoryOf(host)
    await operators.set('session', 'of the operator')
    await memory.set('session', 'of a person')
    expect(await (await engine().ownHost(host, id)).memory.get('session')).toBe('of a person')
    expect(await operators.get('session')).toBe('of the operator')
    expect(await memory.getOrCreate('session', async () => 'anew', 'of a person')).toBe('anew')

    await set('pixeldrain', { apiKey: NEXT_KEY })
    await memory.set('session', 'of an attempt that is under way')
    expect(await (await engine().ownHost(host, id)).memory.get('session')).toBeNull()
    await guest.call.account.hostAccounts.remove.mutate({ host: 'pixeldrain' })
    const left = await database().select().from(hostMemory).where(eq(hostMemory.host, host))
    expect(left.map(({ key }) => key)).toEqual(['session'])
  })
})

describe('a guest who signs in', () => {
  it('brings accounts along, but for hosts that the person has one at', async () => {
    const person = await all.api.guest()
    await set('pixeldrain', { apiKey: KEY })
    await set('gofile', { token: TOKEN })
    await set('pixeldrain', { apiKey: NEXT_KEY }, person)
    const [kept] = await accountsOf(person)
    const brought = (await accountsOf(guest)).find(({ host }) => host === 'gofile')
    const { id } = await createStaged(guest, ['one'])
    const owner = await ownerOf(guest)
    await database().transaction((tx) => adoptGuest(tx, owner, person.id))
    expect(await accountsOf(guest)).toEqual([])
    const now = await accountsOf(person)
    expect(now.map((account) => account.id).toSorted()).toEqual([kept?.id ?? '', brought?.id ?? ''].toSorted())
    const [mirror] = await database().select().from(mirrors).where(eq(mirrors.id, id))
    expect(mirror?.ownerId).toBe(person.id)
    const gofile = hostIdSchema.parse('gofile')
    const { host } = await engine().ownHost(gofile, hostAccountIdSchema.parse(brought?.id))
    expect(host.id).toBe('gofile')
  })
})
