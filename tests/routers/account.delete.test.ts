// The end of an account: all that was its owner's goes, and nothing of anybody else's.
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { users } from '#db/schema/schema.ts'
import { type MirrorId, mirrorIdSchema } from '#server/ids.ts'
import { deleteMirrorObjects } from '#server/jobs/delete-mirror.ts'
import { watchMirror } from '#server/changes.ts'
import { post, register } from '#tests/support/accounts.ts'
import { type Api, openApi, type Person } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { listJobs, takeJobs, wholeDatabase } from '#tests/support/rows.ts'
import { createStaged } from '#tests/support/uploads.ts'

let api: Api

beforeAll(async () => {
  api = await openApi()
})

/** Somebody's mirror that waits for a host. */
async function mirrorOf(person: Person): Promise<MirrorId> {
  const { id } = await createStaged(person, ['four', 'sixsix'])
  await person.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  return mirrorIdSchema.parse(id)
}

it('takes all rows of its owner, and none of anybody else', async () => {
  const other = await api.guest()
  const theirs = await mirrorOf(other)
  await takeJobs()
  const before = await wholeDatabase()
  const named = await register(api)
  const mirrors = [await mirrorOf(named), await mirrorOf(named)]
  await takeJobs()
  expect(await named.call.account.delete.mutate({ confirm: named.username.toLowerCase() })).toEqual({ id: named.id })
  const queued = await listJobs('delete-mirror')
  expect(new Set(queued.map((job) => JSON.stringify(job)))).toEqual(
    new Set(mirrors.map((mirrorId) => JSON.stringify({ mirrorId }))),
  )
  await takeJobs()
  expect(await wholeDatabase()).toEqual(before)
  for (const id of mirrors)
    expect(await refusalOf(api.nobody.call.mirror.get.query({ id }))).toMatchObject({ code: 'NOT_FOUND' })
  expect((await api.nobody.call.mirror.get.query({ id: theirs })).id).toBe(theirs)
})

it('takes what storage holds along', async () => {
  const [guest, other] = [await api.guest(), await api.guest()]
  const [gone, kept] = [await mirrorOf(guest), await mirrorOf(other)]
  await guest.call.account.delete.mutate({ confirm: 'guest' })
  for (const id of [gone, kept]) await deleteMirrorObjects(id, new AbortController().signal)
  const { Contents = [] } = await api.storage.client().send(new ListObjectsV2Command({ Bucket: 'staging' }))
  const keys = Contents.map(({ Key = '' }) => Key)
  expect(keys.filter((key) => key.startsWith(gone))).toEqual([])
  expect(keys.filter((key) => key.startsWith(kept))).toHaveLength(2)
})

it('tells who looks at one of the mirrors', async () => {
  const guest = await api.guest()
  using watch = await watchMirror(await mirrorOf(guest))
  const { signal } = new AbortController()
  await watch.changed(0, signal)
  const told = watch.changed(60_000, signal)
  await guest.call.account.delete.mutate({ confirm: 'guest' })
  await told
})

it('ends all sessions, and takes the cookie of the caller back', async () => {
  const named = await register(api)
  const answer = await post(named, 'delete', { confirm: named.username })
  const [cookie = ''] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^next-auth\.session-token=; Path=\/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly/)
  expect(await refusalOf(named.call.account.me.query())).toMatchObject({ code: 'UNAUTHORIZED' })
  expect(await database().select().from(users).where(eq(users.id, named.id))).toEqual([])
})

it('frees the name', async () => {
  const named = await register(api)
  await named.call.account.delete.mutate({ confirm: named.username })
  const { username } = named
  const answer = await post(await api.guest(), 'register', { username, password: 'long enough' })
  expect(answer.status).toBe(200)
})

it.each([
  ['another name', 'somebody-else'],
  ['nothing', ''],
  ['the word of guests', 'guest'],
])('does not take %s of a named account for a confirmation', async (_what, confirm) => {
  const named = await register(api)
  const before = await wholeDatabase()
  expect(await refusalOf(named.call.account.delete.mutate({ confirm }))).toEqual({
    code: 'BAD_REQUEST',
    status: 400,
    message: `Type “${named.username}” to confirm.`,
    fields: { confirm: [`Type “${named.username}” to confirm.`] },
  })
  expect(await wholeDatabase()).toEqual(before)
})

it('takes no other word of a guest than “guest”', async () => {
  const guest = await api.guest()
  expect(await refusalOf(guest.call.account.delete.mutate({ confirm: 'null' }))).toMatchObject({ code: 'BAD_REQUEST' })
  expect((await guest.call.account.me.query()).id).toBe(guest.id)
})
