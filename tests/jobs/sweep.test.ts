// What is tidied up when its time is over, and what is left alone.
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { hostHealth } from '#db/schema/schema.ts'
import { fileIdSchema, mirrorIdSchema } from '#server/ids.ts'
import { deleteStaging } from '#server/jobs/delete-staging.ts'
import { sweep } from '#server/jobs/sweep.ts'
import { sweepOrphans } from '#server/jobs/sweep-orphans.ts'
import { type Api, openApi, type Person } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { done, failed, listJobs, running, setTransfer, takeJobs } from '#tests/support/rows.ts'
import { createMirror, uploadText } from '#tests/support/uploads.ts'

const MiB = 1024 ** 2
const BUCKET = 'staging'
const jobSchema = z.object({ mirrorId: mirrorIdSchema, fileIds: z.array(fileIdSchema) })
const { signal } = new AbortController()

let api: Api
let owner: Person

beforeAll(async () => {
  api = await openApi({ STAGING_RETENTION_HOURS: '5', LOCAL_RETENTION_DAYS: '3' })
})
beforeEach(async () => {
  owner = await api.guest()
  await takeJobs()
})

/** All that has happened so far to a mirror was so many hours before. */
async function letPass(id: string, hours: number): Promise<void> {
  const by = sql`make_interval(hours => ${hours})`
  const db = database()
  await db.execute(sql`update mirrors set uploaded_at = uploaded_at - ${by} where id = ${id}`)
  await db.execute(sql`update files set staged_at = staged_at - ${by} where mirror_id = ${id}`)
  await db.execute(
    sql`update transfers set wanted_at = wanted_at - ${by}, finished_at = finished_at - ${by}, expires_at = expires_at - ${by} where mirror_id = ${id}`,
  )
}

/** Looks once, and does what it has put into the queue. */
async function sweepOnce(): Promise<void> {
  await sweep(signal)
  for (const job of await listJobs('delete-staging')) await deleteStaging(jobSchema.parse(job), signal)
}

async function keys(prefix = ''): Promise<string[]> {
  const { Contents = [] } = await api.storage
    .client()
    .send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }))
  return Contents.map(({ Key = '' }) => Key)
}

async function uploads(prefix: string): Promise<string[]> {
  const { Uploads = [] } = await api.storage
    .client()
    .send(new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix: prefix }))
  return Uploads.map(({ Key = '' }) => Key)
}

const statusOf = async (id: string) => (await owner.call.mirror.get.query({ id })).status

async function staged(text = 'the file') {
  const mirror = await createMirror(owner, [text])
  const [file] = mirror.files
  if (!file) throw new Error('a file')
  await uploadText(owner, file, text)
  return { id: mirror.id, fileId: file.id }
}

it('lets go of files that no host was chosen for', async () => {
  const { id } = await staged()
  await letPass(id, 4)
  await sweepOnce()
  expect({ keys: await keys(id), status: await statusOf(id) }).toEqual({ keys: [expect.any(String)], status: 'queued' })
  await letPass(id, 2)
  await sweepOnce()
  expect({ keys: await keys(id), status: await statusOf(id) }).toEqual({ keys: [], status: 'expired' })
  expect(await refusalOf(owner.call.mirror.start.mutate({ id, hosts: ['gofile'] }))).toMatchObject({ code: 'CONFLICT' })
})

it('keeps what every host has failed to take for as long as it said, counted from the last try', async () => {
  const { id, fileId } = await staged()
  await owner.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  await letPass(id, 20)
  await setTransfer({ id, fileId, host: 'gofile' }, failed('GoFile did not.'))
  await sweepOnce()
  expect(await keys(id)).toHaveLength(1)
  await letPass(id, 6)
  await sweepOnce()
  expect({ keys: await keys(id), status: await statusOf(id) }).toEqual({ keys: [], status: 'failed' })
  expect(await refusalOf(owner.call.mirror.retry.mutate({ id }))).toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('Upload them again'),
  })
})

it.each(['queued', 'running'])('never takes what a %s transfer reads, however old it is', async (state) => {
  const { id, fileId } = await staged()
  await owner.call.mirror.start.mutate({ id, hosts: ['gofile', 'pixeldrain'] })
  await setTransfer({ id, fileId, host: 'gofile' }, failed('GoFile did not.'))
  if (state === 'running') await setTransfer({ id, fileId, host: 'pixeldrain' }, running(1))
  await letPass(id, 1000)
  await sweepOnce()
  expect(await keys(id)).toHaveLength(1)
})

it('gives up what has waited for a paused host for twelve hours, and no other', async () => {
  const { id, fileId } = await staged()
  await owner.call.mirror.start.mutate({ id, hosts: ['gofile', 'pixeldrain', 'local'] })
  await setTransfer({ id, fileId, host: 'local' }, done('/mirror/copy'))
  await database()
    .insert(hostHealth)
    .values({
      host: 'gofile',
      failures: 6,
      failedTransfers: [],
      failedAt: new Date(),
      sentence: 'did not answer.',
      pausedUntil: new Date(Date.now() + 60_000),
      pauses: 1,
    })
  const linkOf = async (host: string) =>
    (await owner.call.mirror.get.query({ id })).links.find((link) => link.host === host)
  const waiting = {
    status: 'queued',
    error: 'GoFile is paused for everyone, since it did not answer. It goes on by itself.',
  }
  await letPass(id, 11)
  await sweepOnce()
  expect(await linkOf('gofile')).toMatchObject(waiting)
  await letPass(id, 2)
  await sweepOnce()
  expect(await linkOf('gofile')).toMatchObject({
    status: 'failed',
    error: 'GoFile has not worked for 12 hours, so it was given up.',
  })
  expect(await linkOf('pixeldrain')).toMatchObject({ status: 'queued' })
  // Asked for anew, it has all of its time again.
  await owner.call.mirror.retry.mutate({ id })
  await sweepOnce()
  expect(await linkOf('gofile')).toMatchObject(waiting)
  expect(await keys(id)).toHaveLength(1)
  await database().delete(hostHealth)
})

it('gives up an upload that was never finished, with its parts, and what waits for it', async () => {
  const { id, files } = await owner.call.mirror.create.mutate({
    files: [
      { name: 'large', size: 65 * MiB },
      { name: 'b', size: 1 },
    ],
  })
  await owner.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  expect(await uploads(id)).toHaveLength(1)
  await letPass(id, 6)
  await sweepOnce()
  expect({ uploads: await uploads(id), status: await statusOf(id) }).toEqual({ uploads: [], status: 'failed' })
  const fileId = files[0]?.id ?? ''
  for (const late of [
    () => owner.call.mirror.signParts.mutate({ fileId, partNumbers: [1] }),
    () => owner.call.mirror.completeUpload.mutate({ fileId, parts: [] }),
  ])
    expect(await refusalOf(late())).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('too long') })
})

it('does not give up an upload whose parts still come, nor one of a mirror whose other files do', async () => {
  const large = await owner.call.mirror.create.mutate({ files: [{ name: 'large', size: 65 * MiB }] })
  const [part] = await owner.call.mirror.signParts.mutate({ fileId: large.files[0]?.id ?? '', partNumbers: [1] })
  const sent = await fetch(part?.url ?? '', { method: 'PUT', body: Buffer.alloc(16 * MiB) })
  expect(sent.status).toBe(200)
  await letPass(large.id, 1000)
  const slow = await createMirror(owner, ['first', 'second'])
  await letPass(slow.id, 1000)
  const [first] = slow.files
  if (first) await uploadText(owner, first, 'first')
  await sweepOnce()
  expect([await statusOf(large.id), await statusOf(slow.id)]).toEqual(['uploading', 'uploading'])
  expect(await uploads(large.id)).toHaveLength(1)
})

it('lets go of the staging of a mirror that nobody can see any more', async () => {
  const { id, fileId } = await staged()
  await owner.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  await setTransfer({ id, fileId, host: 'gofile' }, failed('GoFile did not.'))
  await database().execute(sql`update mirrors set expires_at = now() - interval '1 second' where id = ${id}`)
  await sweepOnce()
  expect(await keys(id)).toEqual([])
})

it('deletes a copy of this server when its days are over, once', async () => {
  const { id, fileId } = await staged()
  await owner.call.mirror.start.mutate({ id, hosts: ['local'] })
  const client = api.storage.client()
  const key = `local/${id}/${fileId}`
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: 'the file' }))
  const expiresAt = new Date(Date.now() + 72 * 3600_000)
  await setTransfer({ id, fileId, host: 'local' }, { ...done(`/mirror/${id}/files/${fileId}`), expiresAt })
  await letPass(id, 71)
  await sweepOnce()
  expect(await keys(key)).toEqual([key])
  await letPass(id, 2)
  await sweepOnce()
  expect(await keys(key)).toEqual([])
  const { links, fileLinks } = await owner.call.mirror.get.query({ id })
  expect(links).toMatchObject([{ host: 'local', status: 'done', url: null, linkState: 'dead' }])
  expect(fileLinks).toEqual([])
  // What is there now was not there when the row was written off.
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: 'something else' }))
  await sweepOnce()
  expect(await keys(key)).toEqual([key])
})

it('deletes what no row knows after a day, and never what is not ours', async () => {
  const { id, fileId } = await staged('kept')
  const client = api.storage.client()
  const nobody = '00000000-0000-4000-8000-000000000000'
  const orphans = [`${id}/${nobody}`, `${nobody}/${nobody}`, `local/${id}/${fileId}`]
  const others = ['backup.tar', `${nobody}`, `${nobody}/note.txt`, `local/readme`, `${nobody}/${nobody}/deeper`]
  for (const Key of [...orphans, ...others]) await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'x' }))
  await client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: `${id}/${fileId}` }))
  const before = await keys()
  await sweepOrphans(signal)
  expect(await keys()).toEqual(before)

  await sweepOrphans(signal, -1000)
  const after = await keys()
  expect(after).toEqual(expect.arrayContaining([`${id}/${fileId}`, ...others]))
  for (const key of orphans) expect(after).not.toContain(key)
  expect(await uploads(id)).toEqual([])
})

it('comes by the clock, from one instance of all', async () => {
  const rows = await database().execute(sql`select name, cron from pgboss.schedule order by name`)
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { name: 'check-links', cron: '5-59/10 * * * *' },
    { name: 'sweep', cron: '*/10 * * * *' },
    { name: 'sweep-orphans', cron: '23 */6 * * *' },
  ])
})
