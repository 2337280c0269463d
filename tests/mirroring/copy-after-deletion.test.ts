// A host says that it has a file just when nobody wants it any more.
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { files, transfers } from '#db/schema/schema.ts'
import { type FileId, hostIdSchema, leaseSchema, type MirrorId } from '#server/ids.ts'
import { engine } from '#server/jobs/engine.ts'
import { settleAttempt } from '#server/mirroring/outcome.ts'
import { Settlements } from '#server/mirroring/settlements.ts'
import { claimTransfers, readWorkFile } from '#server/queries/system/work.ts'
import { type Guest, openApi } from '#tests/support/api.ts'
import { done, listJobs, setTransfer, takeJobs } from '#tests/support/rows.ts'
import { createStaged } from '#tests/support/uploads.ts'

const host = hostIdSchema.parse('gofile')

let guest: Guest

beforeAll(async () => {
  guest = await (await openApi()).guest()
})

beforeEach(takeJobs)

/** A transfer that a worker has begun, and what the worker does once the host has said that it has the file. */
async function underWay(): Promise<{ id: MirrorId; fileId: FileId; succeed: () => Promise<void> }> {
  const { id, files: made } = await createStaged(guest, ['0123456789'])
  const fileId = made[0]?.id
  if (!fileId) throw new Error('one file')
  await guest.call.mirror.start.mutate({ id, hosts: [host] })
  const file = await readWorkFile(database(), fileId)
  const { lease, transfers: claimed } = await claimTransfers(database(), fileId, [host])
  const [transfer] = claimed
  if (!file || !transfer) throw new Error('one transfer')
  const attempt = { transferId: transfer.id, lease, mirrorId: id, fileId, host }
  const copy = { id: 'c1', url: 'https://gofile.example/c1', extra: { server: 's' }, verified: 'size' as const }
  const success = { copy: { ...copy, expiresAt: null, groupUrl: null }, digests: { sha256: 'a'.repeat(64) } }
  const settling = {
    settlements: new Settlements(database()),
    attempt,
    transfer,
    host: engine().hostOf(host),
    file,
    from: performance.now(),
    stopping: false,
    lost: false,
  }
  return { id, fileId, succeed: () => settleAttempt(engine(), settling, { success }) }
}

it('is taken away again when the mirror was deleted meanwhile', async () => {
  const { id, succeed } = await underWay()
  await guest.call.history.delete.mutate({ id })
  await succeed()
  expect(await listJobs('remove-copy')).toEqual([
    { host, copy: { id: 'c1', url: 'https://gofile.example/c1', extra: { server: 's' } } },
  ])
})

it('goes when another worker has the transfer, who cannot ask GoFile for it and sends it again', async () => {
  const { fileId, succeed } = await underWay()
  await database()
    .update(transfers)
    .set({ lease: leaseSchema.parse(randomUUID()) })
    .where(eq(transfers.fileId, fileId))
  await succeed()
  expect(await listJobs('remove-copy')).toHaveLength(1)
})

it('goes when another worker has brought another copy, and stays when it is the same', async () => {
  for (const [hostFileId, jobs] of [
    ['c2', 1],
    ['c1', 0],
  ] as const) {
    await takeJobs()
    const { id, fileId, succeed } = await underWay()
    await setTransfer({ id, fileId, host }, { ...done('https://gofile.example'), hostFileId })
    await succeed()
    expect(await listJobs('remove-copy')).toHaveLength(jobs)
  }
})

it('stays when it still counts', async () => {
  const { fileId, succeed } = await underWay()
  await succeed()
  expect(await listJobs('remove-copy')).toEqual([])
  const [file] = await database().select({ sha256: files.sha256 }).from(files).where(eq(files.id, fileId))
  expect(file?.sha256).toBe('a'.repeat(64))
})
