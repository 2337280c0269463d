// A mirror is deleted: its rows at once, and what storage and hosts hold of it by jobs that are queued with that.
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { readEvents } from '#tests/support/events.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { done, failed, listJobs, running, setTransfer, takeJobs, wholeDatabase } from '#tests/support/rows.ts'
import { createMirror, createStaged } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest

beforeAll(async () => {
  // Of a guest account nothing is known here, so GoFile would be given up at once.
  api = await openApi({ GOFILE_TOKEN: 'a token' })
  guest = await api.guest()
})

beforeEach(takeJobs)

/** A mirror of two files that is on its way to three hosts. */
async function underWay() {
  const mirror = await createStaged(guest, ['one', 'two'])
  const { id, files } = mirror
  await guest.call.mirror.start.mutate({ id, hosts: ['pixeldrain', 'gofile', 'local'] })
  const [one, two] = files
  if (!one || !two) throw new Error('two files')
  return { id, one: one.id, two: two.id }
}

const remove = (id: string, deleteFromHosts?: boolean) => guest.call.history.delete.mutate({ id, deleteFromHosts })

it('leaves no row of it, touches no other mirror, and is NOT_FOUND the second time', async () => {
  await createStaged(guest, ['of another mirror'])
  await takeJobs()
  const before = await wholeDatabase()
  const { id, one } = await underWay()
  await setTransfer({ id, fileId: one, host: 'gofile' }, running(1))
  expect(await remove(id)).toEqual({ id, copies: { deleted: 0, pending: 0, kept: [] } })
  expect(await listJobs('delete-mirror')).toEqual([{ mirrorId: id }, { mirrorId: id }, { mirrorId: id }])
  await takeJobs()
  expect(await wholeDatabase()).toEqual(before)
  expect((await refusalOf(remove(id))).code).toBe('NOT_FOUND')
})

it('is at no address any more, and nothing can be done with it', async () => {
  const { id, one } = await underWay()
  await setTransfer({ id, fileId: one, host: 'local' }, done(`/mirror/${id}/files/${one}`))
  expect((await api.nobody.fetch(`/mirror/${id}/files/${one}`)).status).toBe(302)
  await remove(id)
  expect((await api.nobody.fetch(`/mirror/${id}/files/${one}`)).status).toBe(404)
  const { mirror, history } = guest.call
  for (const call of [
    () => mirror.get.query({ id }),
    () => mirror.start.mutate({ id, hosts: ['gofile'] }),
    () => mirror.completeUpload.mutate({ fileId: one }),
    () => history.files.query({ id }),
    () => history.rename.mutate({ id, name: 'too late' }),
  ])
    expect((await refusalOf(call())).code).toBe('NOT_FOUND')
})

it('ends the news of who watches it, and who asks later is told that it is not there', { timeout: 9_000 }, async () => {
  const { id } = await underWay()
  const address = `/api/trpc/mirror.progress?input=${encodeURIComponent(JSON.stringify({ json: { id } }))}`
  const ask = async () => readEvents(await api.nobody.fetch(address, { headers: { accept: 'text/event-stream' } }))
  await using watching = await ask()
  await watching.find(({ data }) => data.includes('GoFile'))
  await remove(id)
  // Sooner than it would look again by itself, which is after ten seconds.
  await watching.ended
  await using late = await ask()
  expect((await late.find(({ event }) => event === 'serialized-error')).data).toContain('NOT_FOUND')
})

it('asks hosts for nothing when the copies are to stay', async () => {
  const { id, one } = await underWay()
  await setTransfer({ id, fileId: one, host: 'gofile' }, done('https://gofile.example/1'))
  await remove(id)
  expect(await listJobs('remove-copy')).toEqual([])
})

it('asks for exactly the copies that are done when they are to go, each once', async () => {
  const { id, one, two } = await underWay()
  const copy = { ...done('https://gofile.example/1'), hostFileId: 'the first', hostExtra: { server: 'store1' } }
  await setTransfer({ id, fileId: one, host: 'gofile' }, copy)
  await setTransfer({ id, fileId: two, host: 'gofile' }, running(1))
  await setTransfer({ id, fileId: one, host: 'pixeldrain' }, failed('No.'))
  await setTransfer({ id, fileId: one, host: 'local' }, done(`/mirror/${id}/files/${one}`))
  expect((await remove(id, true)).copies).toEqual({ deleted: 0, pending: 1, kept: [] })
  expect(await listJobs('remove-copy')).toEqual([
    { host: 'gofile', copy: { id: 'the first', url: 'https://gofile.example/1', extra: { server: 'store1' } } },
  ])
})

it('lets two deletions at once be one', async () => {
  const { id } = await createMirror(guest, ['x'])
  const outcomes = await Promise.allSettled([remove(id), remove(id), remove(id)])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(await listJobs('delete-mirror')).toHaveLength(3)
})
