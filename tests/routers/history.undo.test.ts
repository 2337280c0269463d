// A deletion that can be taken back: at once the mirror is gone for everybody, and really when its time has come.
import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { hostIdSchema } from '#server/ids.ts'
import { endWhenDue } from '#server/jobs/end-mirror.ts'
import { sweep } from '#server/jobs/sweep.ts'
import { claimTransfers, listDueHosts } from '#server/queries/system/work.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { done, listJobs, setTransfer, takeJobs, wholeDatabase } from '#tests/support/rows.ts'
import { createMirror, createStaged } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
})
beforeEach(takeJobs)

const remove = (id: string, more: { deleteFromHosts?: boolean } = {}) =>
  guest.call.history.delete.mutate({ id, undoSeconds: 10, ...more })
const restore = (id: string) => guest.call.history.restore.mutate({ id })
const ids = async () => (await guest.call.history.list.query({ limit: 100 })).items.map((item) => item.id)
/** The time in which it could be brought back is over. */
const letPass = (id: string) =>
  database().execute(sql`update mirrors set delete_at = now() - interval '1 second' where id = ${id}`)

/** A mirror of one file that waits for one host and is done at another. */
async function underWay() {
  const { id, files } = await createStaged(guest, ['one'])
  const [file] = files
  if (!file) throw new Error('one file')
  await guest.call.mirror.start.mutate({ id, hosts: ['pixeldrain', 'gofile'] })
  await setTransfer({ id, fileId: file.id, host: 'gofile' }, done('https://gofile.example/1'))
  return { id, fileId: file.id }
}

it('takes it away at once, says until when, and brings it back as it was', async () => {
  const { id } = await underWay()
  await takeJobs()
  const before = await wholeDatabase()
  const usage = (await guest.call.account.me.query()).usage
  const { copies, deleteAt } = await remove(id)
  expect(copies).toEqual({ deleted: 0, pending: 0, kept: [] })
  expect(Math.abs((deleteAt?.getTime() ?? 0) - Date.now() - 10_000)).toBeLessThan(5_000)
  expect(await ids()).not.toContain(id)
  expect((await guest.call.account.me.query()).usage.mirrors).toBe(usage.mirrors - 1)
  expect((await refusalOf(api.nobody.call.mirror.get.query({ id }))).code).toBe('NOT_FOUND')
  expect((await refusalOf(remove(id))).code).toBe('NOT_FOUND')
  expect(await listJobs('end-mirror')).toEqual([{ mirrorId: id }])

  expect(await restore(id)).toEqual({ id })
  expect(await ids()).toContain(id)
  await takeJobs()
  expect(await wholeDatabase()).toEqual(before)
  expect((await refusalOf(restore(id))).code).toBe('NOT_FOUND')
})

it('begins nothing of it meanwhile, and goes on with it when it is back', async () => {
  const { id, fileId } = await underWay()
  await remove(id)
  expect(await listDueHosts(database(), fileId)).toEqual([])
  const claim = async () => (await claimTransfers(database(), fileId, [hostIdSchema.parse('pixeldrain')])).transfers
  expect(await claim()).toEqual([])
  await takeJobs()
  await restore(id)
  expect(await listJobs('mirror-file')).toEqual([{ fileId, owner: guest.id }])
  expect(await claim()).toHaveLength(1)
})

it('is deleted when its time has come, with its copies where that was asked for, and cannot be brought back then', async () => {
  const { id } = await underWay()
  await remove(id, { deleteFromHosts: true })
  await takeJobs()
  // Too early, as by a clock that is ahead: it is looked at again.
  await endWhenDue(id)
  expect(await listJobs('end-mirror')).toEqual([{ mirrorId: id }])
  await letPass(id)
  expect((await refusalOf(restore(id))).message).toBe('It is too late: this was deleted for good.')
  await endWhenDue(id)
  expect(await listJobs('remove-copy')).toMatchObject([{ host: 'gofile', copy: { url: 'https://gofile.example/1' } }])
  expect(await listJobs('delete-mirror')).toHaveLength(3)
  const left = await database().execute(sql`select id from transfers where mirror_id = ${id}`)
  expect(left).toHaveLength(0)
  // Another worker may be told of it, too.
  await endWhenDue(id)
})

it('leaves what was brought back, and is found by the sweeper when the queue has lost it', async () => {
  const back = await createMirror(guest, ['back'])
  const lost = await createMirror(guest, ['lost'])
  await remove(back.id)
  await restore(back.id)
  await endWhenDue(back.id)
  await remove(lost.id)
  await takeJobs()
  await letPass(lost.id)
  await sweep(new AbortController().signal)
  const rows = await database().execute(sql`select id from mirrors where id in (${back.id}, ${lost.id})`)
  expect(rows).toEqual([{ id: back.id }])
  expect(await listJobs('remove-copy')).toEqual([])
})

it('takes several away and back by one call, and nobody else’s', async () => {
  const other = await api.guest()
  const foreign = await createMirror(other, ['x'])
  const [one, two] = [await createMirror(guest, ['1']), await createMirror(guest, ['2'])]
  const wanted = [one.id, two.id, foreign.id]
  const gone = await guest.call.history.deleteMany.mutate({ ids: wanted })
  expect(gone.ids.toSorted()).toEqual([one.id, two.id].toSorted())
  expect((await ids()).filter((id) => id === one.id || id === two.id)).toEqual([])
  expect((await other.call.history.list.query()).items).toHaveLength(1)
  expect(await listJobs('end-mirror')).toHaveLength(2)
  expect((await guest.call.history.restoreMany.mutate({ ids: wanted })).ids.toSorted()).toEqual(gone.ids.toSorted())
  expect((await ids()).slice(0, 2).toSorted()).toEqual([one.id, two.id].toSorted())
})
