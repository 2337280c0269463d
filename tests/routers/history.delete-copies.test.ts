// A mirror is deleted with its copies at hosts: what is gone by then, what is still to go, and what stays and why.
import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { hostLinks, transfers } from '#db/schema/schema.ts'
import { hostIdSchema, type MirrorId } from '#server/ids.ts'
import { removeCopy } from '#server/jobs/remove-copy.ts'
import { removeGroup } from '#server/jobs/remove-group.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import type { Simulator } from '#tests/simulators/simulator.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { done, listJobs, setTransfer, takeJobs } from '#tests/support/rows.ts'
import { createStaged } from '#tests/support/uploads.ts'

const { signal } = new AbortController()
const token = 'the token of the operator'

let pixeldrain: Simulator
let gofile: Simulator
let api: Api
let guest: Guest

beforeAll(async () => {
  ;[pixeldrain, gofile] = await Promise.all([startPixeldrain(), startGofile({ account: { token, tier: 'premium' } })])
  for (const simulator of [pixeldrain, gofile]) whenFileEnds(() => simulator[Symbol.asyncDispose]())
  api = await openApi({ ...pixeldrain.env, ...gofile.env, GOFILE_TOKEN: token })
  guest = await api.guest()
})
beforeEach(async () => {
  for (const simulator of [pixeldrain, gofile]) simulator.reset()
  await takeJobs()
})

/** A copy that PixelDrain has. */
async function store(): Promise<string> {
  const { PIXELDRAIN_API_URL: url = '', PIXELDRAIN_API_KEY: key = '' } = pixeldrain.env
  const headers = { authorization: `Basic ${btoa(`:${key}`)}` }
  const answer = await fetch(`${url}/file/a.txt`, { method: 'PUT', headers, body: 'bytes' })
  return z.object({ id: z.string() }).parse(await answer.json()).id
}

/** A mirror with a file for each of these copies at a host. */
async function mirrored(host: string, copies: readonly string[], owner = guest): Promise<MirrorId> {
  const { id, files } = await createStaged(
    owner,
    copies.map((_, index) => `file ${index}`),
  )
  await owner.call.mirror.start.mutate({ id, hosts: [host] })
  for (const [index, { id: fileId }] of files.entries())
    await setTransfer({ id, fileId, host }, { ...done('https://host.example/f'), hostFileId: copies[index] ?? '' })
  return id
}

const remove = async (id: string) => (await guest.call.history.delete.mutate({ id, deleteFromHosts: true })).copies
const held = () => pixeldrain.ledger.filter(({ stored }) => stored).map(({ fileId }) => fileId)
const copyOf = (id: string) => ({ host: hostIdSchema.parse('pixeldrain'), copy: { id, url: 'https://host.example/f' } })

it('says that all are gone when they are, and leaves nothing to do', async () => {
  const id = await mirrored('pixeldrain', [await store(), await store(), await store()])
  expect(await remove(id)).toEqual({ deleted: 3, pending: 0, kept: [] })
  expect([held(), await listJobs('remove-copy')]).toEqual([[], []])
})

it('goes on later with what a host does not delete now, and with nothing else', async () => {
  const copies = [await store(), await store(), await store()]
  const id = await mirrored('pixeldrain', copies)
  pixeldrain.fail({ kind: 'status', on: 'delete', status: 503, times: 2 })
  const { deleted, pending, kept } = await remove(id)
  // A host that fails is not pressed: what was not under way already waits.
  expect([deleted + pending, kept]).toEqual([3, []])
  expect(pending).toBeGreaterThanOrEqual(2)
  const jobs = await listJobs('remove-copy')
  expect(jobs).toHaveLength(pending)
  expect(jobs).toEqual(expect.arrayContaining(held().map(copyOf)))
  for (const copy of held()) await removeCopy(copyOf(copy), signal)
  expect(held()).toEqual([])
})

it('keeps nobody waiting for a host that does not answer', { timeout: 30_000 }, async () => {
  const id = await mirrored('pixeldrain', [await store()])
  pixeldrain.fail({ kind: 'slow-reply', on: 'delete', ms: 60_000 })
  const from = performance.now()
  expect(await remove(id)).toEqual({ deleted: 0, pending: 1, kept: [] })
  expect(performance.now() - from).toBeLessThan(10_000)
  expect(await listJobs('remove-copy')).toHaveLength(1)
})

it('says what stays at a host that refuses, in its words, and does not ask for it again', async () => {
  const id = await mirrored('pixeldrain', [await store(), await store(), await store(), await store()])
  pixeldrain.fail({ kind: 'status', on: 'delete', status: 401, times: 100 })
  const { deleted, pending, kept } = await remove(id)
  expect([deleted, pending]).toEqual([0, 0])
  expect(kept).toEqual([
    { host: 'pixeldrain', hostName: 'PixelDrain', count: 4, reason: expect.stringMatching(/^PixelDrain .*\.$/) },
  ])
  // What is wrong with the account is so for each of them.
  expect(pixeldrain.requests.filter(({ method }) => method === 'DELETE').length).toBeLessThanOrEqual(2)
  expect(await listJobs('remove-copy')).toEqual([])
})

it('is done as it was asked for, though the account goes before the time is over', async () => {
  const leaving = await api.guest()
  const [going, staying] = [await store(), await store()]
  const id = await mirrored('pixeldrain', [going], leaving)
  await mirrored('pixeldrain', [staying], leaving)
  await leaving.call.history.delete.mutate({ id, deleteFromHosts: true, undoSeconds: 60 })
  await leaving.call.account.delete.mutate({ confirm: 'guest' })
  expect(await listJobs('remove-copy')).toEqual([copyOf(going)])
  await removeCopy(copyOf(going), signal)
  expect(held()).toEqual([staying])
})

it('says what stays since another mirror has the same copy, or the host is not there any more', async () => {
  const copy = await store()
  const other = await mirrored('pixeldrain', [copy])
  const id = await mirrored('pixeldrain', [copy])
  expect(await remove(id)).toEqual({
    deleted: 0,
    pending: 0,
    kept: [
      { host: 'pixeldrain', hostName: 'PixelDrain', count: 1, reason: 'PixelDrain gave another mirror the same copy.' },
    ],
  })
  expect(await remove(other)).toEqual({ deleted: 1, pending: 0, kept: [] })
  const lost = await mirrored('gofile', ['a copy'])
  await database().update(transfers).set({ host: 'bunkr' }).where(eq(transfers.mirrorId, lost))
  expect((await remove(lost)).kept).toEqual([
    {
      host: 'bunkr',
      hostName: 'Bunkr',
      count: 1,
      reason: 'Bunkr is not set up on this server any more.',
    },
  ])
})

async function createFolder(): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const account = z.object({ data: z.object({ id: z.string() }) })
  const root = z.object({ data: z.object({ rootFolder: z.string() }) })
  const { data } = account.parse(await (await fetch(`${gofile.url}/accounts/getid`, { headers })).json())
  const { rootFolder } = root.parse(await (await fetch(`${gofile.url}/accounts/${data.id}`, { headers })).json()).data
  const body = JSON.stringify({ parentFolderId: rootFolder, folderName: 'a mirror' })
  const made = await fetch(`${gofile.url}/contents/createFolder`, { method: 'POST', headers, body })
  return account.parse(await made.json()).data.id
}

/** A mirror whose copy at GoFile, which is gone already, lay in a folder. */
async function inFolder(): Promise<{ id: MirrorId; folder: string }> {
  const folder = await createFolder()
  const id = await mirrored('gofile', [`copy in ${folder}`])
  await database().update(hostLinks).set({ groupState: 'made', groupId: folder }).where(eq(hostLinks.mirrorId, id))
  return { id, folder }
}

const folders = () => gofile.groups.map(({ id }) => id)

it('deletes the folder that the copies were in', async () => {
  const { id, folder } = await inFolder()
  expect(folders()).toContain(folder)
  expect(await remove(id)).toEqual({ deleted: 1, pending: 0, kept: [] })
  expect(folders()).not.toContain(folder)
  expect(await listJobs('remove-group')).toEqual([])
})

it('deletes the folder after the copies when those go later, and never one that still holds something', async () => {
  const { id, folder } = await inFolder()
  gofile.fail({ kind: 'status', on: 'delete', status: 503 })
  expect(await remove(id)).toEqual({ deleted: 0, pending: 1, kept: [] })
  const group = { host: hostIdSchema.parse('gofile'), group: { id: folder, url: null }, copies: [`copy in ${folder}`] }
  expect(await listJobs('remove-group')).toEqual([group])
  await takeJobs()
  const other = await mirrored('gofile', [`copy in ${folder}`])
  await removeGroup(group, signal)
  expect(folders()).toContain(folder)
  await guest.call.history.delete.mutate({ id: other })
  await removeGroup(group, signal)
  expect(folders()).not.toContain(folder)
})

it('looks at the folder again while a copy in it waits to be deleted', async () => {
  const { id, folder } = await inFolder()
  gofile.fail({ kind: 'status', on: 'delete', status: 503 })
  await remove(id)
  await removeGroup(
    { host: hostIdSchema.parse('gofile'), group: { id: folder, url: null }, copies: [`copy in ${folder}`] },
    signal,
  )
  expect(folders()).toContain(folder)
  expect(await listJobs('remove-group')).toHaveLength(1)
})
