// A file in staging with transfers to be made, as `mirror.start` leaves it.
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { request } from 'undici'
import { database } from '#db/connection.ts'
import { files, hostLinks, mirrors, transfers, users } from '#db/schema/schema.ts'
import { type FileId, fileIdSchema, type HostId, type MirrorId, mirrorIdSchema, userIdSchema } from '#server/ids.ts'
import { sendJobs } from '#server/jobs/queue.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { completeMultipartUpload, createMultipartUpload, sizeOfPart } from '#server/storage/multipart.ts'
import { headObject } from '#server/storage/objects.ts'
import { presignOwnPart, presignOwnPut } from '#server/storage/presign.ts'

export type StagedFile = { fileId: FileId; mirrorId: MirrorId; key: string; size: number }

const PART_BYTES = 64 * 1024 ** 2

/** Puts an object of so many bytes there, part by part, so that a large one is never in memory whole. */
async function makeObject(key: string, size: number): Promise<void> {
  const uploadId = await createMultipartUpload(key)
  const body = Buffer.alloc(Math.min(size, PART_BYTES), 'easymirror')
  const parts: { partNumber: number; etag: string }[] = []
  for (let partNumber = 1; (partNumber - 1) * PART_BYTES < size; partNumber++) {
    const bytes = sizeOfPart(partNumber, { size, partSize: PART_BYTES })
    const url = await presignOwnPart({ key, uploadId, partNumber, size: bytes })
    // A connection of its own for each: one that is kept may be closed just as a part begins.
    const answer = await request(url, { method: 'PUT', body: body.subarray(0, bytes), reset: true })
    await answer.body.dump()
    if (answer.statusCode !== 200) throw new Error(`The storage answered ${answer.statusCode}.`)
    parts.push({ partNumber, etag: String(answer.headers['etag']) })
  }
  await completeMultipartUpload(key, uploadId, parts)
}

/** Makes a mirror of one file of so many bytes, which is in staging. */
export async function stageFile(size: number): Promise<StagedFile> {
  const db = database()
  const [user] = await db.insert(users).values({}).returning({ id: users.id })
  const mirrorId = mirrorIdSchema.parse(randomUUID())
  const fileId = fileIdSchema.parse(randomUUID())
  const key = stagingKey(mirrorId, fileId)
  await makeObject(key, size)
  const facts = await headObject(key)
  await db.insert(mirrors).values({ id: mirrorId, ownerId: user?.id ?? '', name: 'benchmark', status: 'queued' })
  await db.insert(files).values({
    id: fileId,
    mirrorId,
    position: 0,
    name: 'benchmark.bin',
    size,
    status: 'staged',
    etag: facts?.etag ?? null,
  })
  return { fileId, mirrorId, key, size }
}

/** Queues a transfer to each of these hosts, whatever came of earlier ones, with nothing known of the file's digests. */
export async function queueTransfers({ fileId, mirrorId }: StagedFile, hosts: readonly HostId[]): Promise<void> {
  await database().transaction(async (db) => {
    await db.delete(transfers).where(eq(transfers.mirrorId, mirrorId))
    await db.delete(hostLinks).where(eq(hostLinks.mirrorId, mirrorId))
    await db.update(files).set({ status: 'staged', sha256: null, md5: null, blake3: null }).where(eq(files.id, fileId))
    await db.update(mirrors).set({ status: 'queued' }).where(eq(mirrors.id, mirrorId))
    await db.insert(hostLinks).values(hosts.map((host) => ({ mirrorId, host })))
    await db.insert(transfers).values(hosts.map((host) => ({ mirrorId, fileId, host })))
  })
}

/** @throws {Error} unless every transfer of the file is done */
export async function expectDone({ fileId }: StagedFile): Promise<void> {
  const rows = await database().query.transfers.findMany({ where: (row, { eq: is }) => is(row.fileId, fileId) })
  const others = rows.filter(({ status }) => status !== 'done')
  if (others.length > 0)
    throw new Error(`Not every host has the file: ${others.map(({ host, error }) => `${host}: ${error}`).join(', ')}`)
}

/** Objects of a mirror that are put at once. */
const PUTS_AT_ONCE = 16

/** Makes a mirror of many small files, all in staging, with transfers to each of these hosts and a job for each file. */
export async function startMirror(count: number, size: number, hosts: readonly HostId[]): Promise<MirrorId> {
  const db = database()
  const [user] = await db.insert(users).values({}).returning({ id: users.id })
  const owner = userIdSchema.parse(user?.id)
  const mirrorId = mirrorIdSchema.parse(randomUUID())
  const body = Buffer.alloc(size, 'easymirror')
  const rows: (typeof files.$inferInsert & { id: FileId })[] = []
  const put = async (position: number) => {
    const id = fileIdSchema.parse(randomUUID())
    const key = stagingKey(mirrorId, id)
    const answer = await request(await presignOwnPut(key, size), { method: 'PUT', body })
    await answer.body.dump()
    if (answer.statusCode !== 200) throw new Error(`The storage answered ${answer.statusCode}.`)
    const etag = String(answer.headers['etag'])
    rows.push({ id, mirrorId, position, name: `file-${position}.bin`, size, status: 'staged', etag })
  }
  for (let from = 0; from < count; from += PUTS_AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(PUTS_AT_ONCE, count - from) }, (_, at) => put(from + at)))
  await db.transaction(async (tx) => {
    await tx.insert(mirrors).values({ id: mirrorId, ownerId: owner, name: 'benchmark', status: 'queued' })
    await tx.insert(files).values(rows)
    await tx.insert(hostLinks).values(hosts.map((host) => ({ mirrorId, host })))
    for (const host of hosts)
      await tx.insert(transfers).values(rows.map(({ id: fileId }) => ({ mirrorId, fileId, host })))
    await sendJobs(tx, { name: 'mirror-file', jobs: rows.map(({ id: fileId }) => ({ fileId, owner })) })
  })
  return mirrorId
}
