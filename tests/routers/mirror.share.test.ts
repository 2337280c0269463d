// Who sees a mirror that has a password or an end, by every way that leads to it.
import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { mirrors, rateLimits } from '#db/schema/schema.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { readEvents } from '#tests/support/events.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { done, setTransfer } from '#tests/support/rows.ts'
import { createStaged } from '#tests/support/uploads.ts'

let api: Api
let owner: Guest
let other: Guest

beforeAll(async () => {
  api = await openApi()
  owner = await api.guest()
  other = await api.guest()
})
beforeEach(() => database().delete(rateLimits))

const PASSWORD = 'Öl & 油, 100 %'

/** A mirror with a copy that this server keeps. */
async function begin(password: string | null = PASSWORD) {
  const { id, files } = await createStaged(owner, ['four'])
  const [file] = files
  if (!file) throw new Error('one file')
  await owner.call.mirror.start.mutate({ id, hosts: ['local', 'gofile'] })
  await setTransfer({ id, fileId: file.id, host: 'local' }, done(`/mirror/${id}/files/${file.id}`))
  if (password !== null) await owner.call.mirror.share.mutate({ id, password })
  return { id, download: `/mirror/${id}/files/${file.id}` }
}

/** As no person with a session: with these headers alone. */
const send = (path: string, init: RequestInit = {}) => fetch(`${api.url}${path}`, { redirect: 'manual', ...init })

const progress = (id: string, headers: Record<string, string> = {}) =>
  send(`/api/trpc/mirror.progress?input=${encodeURIComponent(JSON.stringify({ json: { id } }))}`, {
    headers: { accept: 'text/event-stream', ...headers },
  })

/** What a browser gets that sends the form of the page. */
const unlock = (id: string, password: string, headers: Record<string, string> = {}) =>
  send(`/mirror/${id}/unlock`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
    body: new URLSearchParams({ password }),
  })

const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''

const inBytes = (text: string) => Buffer.from(text).toString('latin1')

/** Ways of a program past a password, and what each comes to without. */
async function waysTo({ id, download }: { id: string; download: string }, headers: Record<string, string>) {
  const get = `/api/trpc/mirror.get?input=${encodeURIComponent(JSON.stringify({ json: { id } }))}`
  const statuses = [(await send(get, { headers })).status]
  statuses.push((await send(download, { headers })).status)
  await using events = readEvents(await progress(id, headers))
  const first = await events.find(({ event }) => event === 'message' || event === 'serialized-error')
  return [...statuses, first.event]
}

describe('a password', () => {
  it('is told only by whether there is one, and is kept as a hash', async () => {
    const { id } = await begin(null)
    expect(await owner.call.mirror.sharing.query({ id })).toEqual({ id, hasPassword: false, expiresAt: null })
    const shared = { id, hasPassword: true, expiresAt: null }
    expect(await owner.call.mirror.share.mutate({ id, password: PASSWORD })).toEqual(shared)
    expect(await owner.call.mirror.share.mutate({ id })).toEqual(shared)
    expect(await owner.call.mirror.sharing.query({ id })).toEqual(shared)
    const [row] = await database().select().from(mirrors).where(eq(mirrors.id, id))
    expect(row?.passwordHash).toMatch(/^\$argon2id\$/)
    expect(JSON.stringify(await owner.call.mirror.get.query({ id }))).not.toContain('argon2')
  })

  it('is asked of everybody but the owner', async () => {
    const mirror = await begin()
    const { id } = mirror
    for (const { call } of [api.nobody, other]) {
      expect(await refusalOf(call.mirror.get.query({ id }))).toMatchObject({
        code: 'UNAUTHORIZED',
        status: 401,
        message: 'This mirror asks for a password.',
      })
      expect(await refusalOf(call.mirror.get.query({ id, password: 'x' }))).toMatchObject({
        code: 'UNAUTHORIZED',
        message: 'The password is wrong.',
      })
      expect(await call.mirror.get.query({ id, password: PASSWORD })).toMatchObject({ id, name: 'a mirror' })
    }
    expect(await owner.call.mirror.get.query({ id })).toMatchObject({ id })
    expect((await owner.fetch(mirror.download)).status).toBe(302)
    expect(await waysTo(mirror, {})).toEqual([401, 401, 'serialized-error'])
  })

  it('can be sent in a header, where no address has it', async () => {
    const mirror = await begin()
    expect(await waysTo(mirror, { 'x-mirror-password': inBytes(PASSWORD) })).toEqual([200, 302, 'message'])
    expect(await waysTo(mirror, { 'x-mirror-password': 'x' })).toEqual([401, 401, 'serialized-error'])
  })

  it('is given once by a browser, whose cookie is good for this mirror and this password', async () => {
    const [mirror, another] = [await begin(), await begin()]
    const { id } = mirror
    const answer = await unlock(id, PASSWORD)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/mirror/${id}`])
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/; Path=\/; HttpOnly; SameSite=Lax$/)])
    const cookie = cookieOf(answer)
    expect(cookie).not.toContain('argon2')
    expect(await waysTo(mirror, { cookie })).toEqual([200, 302, 'message'])
    const stolen = cookie.replace(id, another.id)
    expect(await waysTo(another, { cookie: stolen })).toEqual([401, 401, 'serialized-error'])
    // The same password again is another one, for whoever has changed it wants others to be asked.
    await owner.call.mirror.share.mutate({ id, password: PASSWORD })
    expect(await waysTo(mirror, { cookie })).toEqual([401, 401, 'serialized-error'])
  })

  it('that is wrong gives no cookie, and a form of another site nothing', async () => {
    const { id } = await begin()
    const wrong = await unlock(id, 'x')
    expect([wrong.status, wrong.headers.get('location')]).toEqual([303, `/mirror/${id}?refused=wrong`])
    expect(wrong.headers.getSetCookie()).toEqual([])
    const foreign = await unlock(id, PASSWORD, { 'sec-fetch-site': 'cross-site' })
    expect([foreign.status, foreign.headers.getSetCookie()]).toEqual([400, []])
  })

  it('lets a browser keep no more than twenty such cookies', async () => {
    const { id } = await begin()
    const many = Array.from(
      { length: 20 },
      (_, n) => `easymirror-unlock-00000000-0000-4000-8000-${String(n).padStart(12, '0')}=x`,
    )
    const set = (await unlock(id, PASSWORD, { cookie: many.join('; ') })).headers.getSetCookie()
    expect(set).toHaveLength(2)
    expect(set[1]).toMatch(/^easymirror-unlock-00000000-0000-4000-8000-000000000000=; Max-Age=0; Path=\/;/)
  })

  it('that is taken away is asked no more', async () => {
    const mirror = await begin()
    const { id } = mirror
    expect(await owner.call.mirror.share.mutate({ id, password: null })).toMatchObject({ hasPassword: false })
    expect(await waysTo(mirror, {})).toEqual([200, 302, 'message'])
  })

  it('ends the news of whoever has not given it', async () => {
    const { id } = await begin(null)
    await using events = readEvents(await progress(id))
    await events.find(({ event }) => event === 'message')
    await owner.call.mirror.share.mutate({ id, password: PASSWORD })
    await events.find(({ event }) => event === 'return')
  })

  it('can be tried ten times, by call, header and form together; who gives it right begins anew', async () => {
    const { id } = await begin()
    const another = await begin()
    const get = (password: string) => api.nobody.call.mirror.get.query({ id, password })
    for (let time = 0; time < 9; time += 1) await refusalOf(get('x'))
    await get(PASSWORD)
    for (let time = 0; time < 9; time += 1) await refusalOf(get('x'))
    await unlock(id, 'x')
    expect(await refusalOf(get(PASSWORD))).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 })
    const form = await unlock(id, PASSWORD)
    expect(form.headers.get('location')).toMatch(/refused=often&seconds=\d+$/)
    expect(form.headers.getSetCookie()).toEqual([])
    const header = await send(another.download, { headers: { 'x-mirror-password': inBytes(PASSWORD) } })
    expect(header.status).toBe(302)
    // The owner is not kept out by others.
    expect(await owner.call.mirror.get.query({ id })).toMatchObject({ id })
  })

  it('can be tried a hundred times an hour by one address, whatever the mirror', async () => {
    const { id, download } = await begin()
    await refusalOf(api.nobody.call.mirror.get.query({ id, password: 'x' }))
    await database()
      .update(rateLimits)
      .set({ points: 100 })
      .where(eq(rateLimits.key, 'mirror-password-address:unknown'))
    const answer = await send(download, { headers: { 'x-mirror-password': inBytes(PASSWORD) } })
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3000)
  })
})

describe('an end', () => {
  it('hides the mirror from everybody once it has come, and its owner can put it off', async () => {
    const mirror = await begin(null)
    const { id } = mirror
    const expiresAt = new Date(Date.now() + 3600_000)
    expect(await owner.call.mirror.share.mutate({ id, expiresAt })).toEqual({ id, hasPassword: false, expiresAt })
    expect(await api.nobody.call.mirror.get.query({ id })).toMatchObject({ expiresAt })
    await database()
      .update(mirrors)
      .set({ expiresAt: new Date(0) })
      .where(eq(mirrors.id, id))
    for (const { call } of [api.nobody, owner])
      expect(await refusalOf(call.mirror.get.query({ id }))).toMatchObject({ code: 'NOT_FOUND', status: 404 })
    expect(await waysTo(mirror, {})).toEqual([404, 404, 'serialized-error'])
    const { items } = await owner.call.history.list.query()
    expect(items.map((item) => item.id)).toContain(id)
    expect(await owner.call.mirror.sharing.query({ id })).toMatchObject({ expiresAt: new Date(0) })
    await owner.call.mirror.share.mutate({ id, expiresAt: null })
    expect(await waysTo(mirror, {})).toEqual([200, 302, 'message'])
  })

  it('that is over already is refused beside its field', async () => {
    const { id } = await begin(null)
    const refusal = await refusalOf(owner.call.mirror.share.mutate({ id, expiresAt: new Date(Date.now() - 1) }))
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', fields: { expiresAt: ['This time is over already.'] } })
  })
})
