// An upload in parts that goes on where an earlier attempt stood, and a host that refuses a file by its own rules: the real engine,
// with a host of this test.
import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { files, transfers } from '#db/schema/schema.ts'
import { HostError } from '#server/hosts/errors.ts'
import type { Host, Source, UploadCall } from '#server/hosts/host.ts'
import { type FileId, hostIdSchema } from '#server/ids.ts'
import { engine } from '#server/jobs/engine.ts'
import { mirrorFile } from '#server/mirroring/mirror-file.ts'
import { openShared } from '#server/mirroring/shared.ts'
import { type Guest, openApi } from '#tests/support/api.ts'
import { createStaged } from '#tests/support/uploads.ts'

const PART = 100_000
const CONTENT = Buffer.alloc(8 * PART + 17, 'bytes that differ from place to place').toString('latin1')
const id = hostIdSchema.parse('gofile')

let guest: Guest

beforeAll(async () => {
  guest = await (await openApi()).guest()
})

/** A host that takes files in parts, and keeps the parts of one that was broken off. */
class PartsHost {
  parts: Buffer[] = []
  /** From how many bytes each attempt went on, by the note that it found. */
  starts: number[] = []
  /** What it does once so many parts have come, in this and earlier attempts. */
  breakAt = Number.POSITIVE_INFINITY
  failure: (call: UploadCall) => Promise<never> = async () => {
    throw new HostError('retry', 'broke off.')
  }
  refusal: string | null = null

  readonly adapter: Host = {
    id,
    name: 'Parts',
    homepage: 'https://parts.example',
    account: 'none',
    limits: { maxFileSize: null, concurrency: 1 },
    retention: 'for this test',
    digests: ['sha256'],
    resendIsSafe: true,
    refuses: () => this.refusal,
    upload: (source, call) => this.#upload(source, call),
  }

  async #upload(source: Source, call: UploadCall) {
    const { resume } = call
    const note = Number((await resume.load()) ?? 0)
    this.starts.push(note)
    this.parts.length = note / PART
    let pending = Buffer.alloc(0)
    for await (const bytes of source.take(note)) {
      pending = Buffer.concat([pending, bytes])
      while (pending.length >= PART) {
        this.parts.push(pending.subarray(0, PART))
        pending = pending.subarray(PART)
        await resume.save(String(this.parts.length * PART))
        if (this.parts.length === this.breakAt) await this.failure(call)
      }
    }
    const whole = Buffer.concat([...this.parts, pending])
    const sha256 = createHash('sha256').update(whole).digest('hex')
    return { id: 'a copy', url: 'https://parts.example/copy', size: whole.length, digests: { sha256 } }
  }
}

let host: PartsHost

beforeEach(() => {
  host = new PartsHost()
})

async function begin() {
  const { id: mirrorId, files: made } = await createStaged(guest, [CONTENT])
  const fileId = made[0]?.id
  if (!fileId) throw new Error('one file')
  await guest.call.mirror.start.mutate({ id: mirrorId, hosts: [id] })
  return { mirrorId, fileId, work: () => attempt(fileId) }
}

/** One attempt by a worker of its own, at once. */
async function attempt(fileId: FileId): Promise<void> {
  await database().update(transfers).set({ nextTryAt: sql`now()` }).where(eq(transfers.fileId, fileId))
  const { signal } = new AbortController()
  const own = { ...engine(), hostOf: () => host.adapter }
  await mirrorFile(own, fileId, { ...openShared(database(), 2 ** 24), claiming: signal, signal })
}

async function rowOf(fileId: string) {
  const [row] = await database().select().from(transfers).where(eq(transfers.fileId, fileId))
  if (!row) throw new Error('one transfer')
  return row
}

it('goes on where each earlier attempt stood, by a note that nobody can read, and forgets it in the end', async () => {
  const { fileId, work } = await begin()
  host.breakAt = 3
  await work()
  const after = await rowOf(fileId)
  expect(after).toMatchObject({ status: 'queued', error: 'Parts broke off.' })
  expect(after.resumeNote).toMatch(/^v2\./)
  expect(after.resumeNote).not.toContain(String(3 * PART))
  host.breakAt = 6
  await work()
  host.breakAt = Number.POSITIVE_INFINITY
  await work()
  expect(host.starts).toEqual([0, 3 * PART, 6 * PART])
  const end = await rowOf(fileId)
  expect(end).toMatchObject({ status: 'done', verified: 'checksum', resumeNote: null })
  const [file] = await database().select().from(files).where(eq(files.id, fileId))
  expect(file?.sha256).toBe(createHash('sha256').update(CONTENT).digest('hex'))
})

it('keeps the note of a transfer that has failed for the retry', async () => {
  const { mirrorId, fileId, work } = await begin()
  host.breakAt = 2
  host.failure = async () => {
    throw new HostError('account', 'has no space left for the account.')
  }
  await work()
  expect(await rowOf(fileId)).toMatchObject({ status: 'failed', resumeNote: expect.any(String) })
  await guest.call.mirror.retry.mutate({ id: mirrorId })
  host.breakAt = Number.POSITIVE_INFINITY
  await work()
  expect(host.starts).toEqual([0, 2 * PART])
  expect(await rowOf(fileId)).toMatchObject({ status: 'done', resumeNote: null })
})

it('is dropped when the transfer is cancelled, and an attempt that has lost its lease writes none', async () => {
  const { mirrorId, fileId, work } = await begin()
  host.breakAt = 2
  host.failure = async ({ resume }) => {
    expect((await rowOf(fileId)).resumeNote).not.toBeNull()
    await guest.call.mirror.cancel.mutate({ id: mirrorId })
    await resume.save('a note that comes late')
    throw new HostError('retry', 'broke off.')
  }
  await work()
  expect(host.starts).toEqual([0])
  expect(await rowOf(fileId)).toMatchObject({ status: 'cancelled', resumeNote: null })
})

it('fails at once, with the host’s reason, when the host would never take the file; nothing is sent', async () => {
  const { fileId, work } = await begin()
  host.refusal = 'takes pictures only.'
  await work()
  expect(host.starts).toEqual([])
  expect(await rowOf(fileId)).toMatchObject({ status: 'failed', error: 'Parts takes pictures only.', bytesSent: 0 })
})
