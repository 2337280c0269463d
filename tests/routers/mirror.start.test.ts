// Sending a mirror to hosts: once to each, whatever is asked for at the same time.
import { beforeAll, describe, expect, it } from 'vitest'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { done, failed, listJobs, running, setTransfer, takeJobs } from '#tests/support/rows.ts'
import { createMirror, createStaged, uploadText } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
})

/** How often each file of a mirror was given to the workers. */
async function jobsOf(mirror: { files: { id: string }[] }): Promise<number[]> {
  const jobs = await listJobs('mirror-file')
  return mirror.files.map(({ id }) => jobs.filter((job) => JSON.stringify(job).includes(id)).length)
}

it('makes one set of transfers of five calls at once', async () => {
  const mirror = await createStaged(guest, ['one', 'two'])
  const hosts = ['gofile', 'pixeldrain', 'local', 'gofile']
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => guest.call.mirror.start.mutate({ id: mirror.id, hosts })),
  )
  for (const { id, status, transfers } of answers) {
    expect([id, status]).toEqual([mirror.id, 'queued'])
    expect(transfers).toEqual(
      mirror.files.flatMap((file) =>
        ['gofile', 'local', 'pixeldrain'].map((host) => ({ fileId: file.id, host, status: 'queued' })),
      ),
    )
  }
  expect(await jobsOf(mirror)).toEqual([1, 1])
})

it('adds hosts that are asked for later', async () => {
  const mirror = await createStaged(guest, ['one'])
  await guest.call.mirror.start.mutate({ id: mirror.id, hosts: ['gofile'] })
  const { transfers } = await guest.call.mirror.start.mutate({ id: mirror.id, hosts: ['gofile', 'local'] })
  expect(transfers.map(({ host }) => host)).toEqual(['gofile', 'local'])
})

it('is allowed while files are still uploading, whose transfers begin when they are there', async () => {
  const mirror = await createMirror(guest, ['early', 'late'])
  const [early, late] = mirror.files
  if (!early || !late) throw new Error('two files')
  await uploadText(guest, early, 'early')
  const { status, transfers } = await guest.call.mirror.start.mutate({ id: mirror.id, hosts: ['gofile'] })
  expect([status, transfers.length]).toEqual(['uploading', 2])
  expect(await jobsOf(mirror)).toEqual([1, 0])
  await uploadText(guest, late, 'late')
  expect(await jobsOf(mirror)).toEqual([1, 1])
  expect((await guest.call.mirror.get.query({ id: mirror.id })).status).toBe('queued')
})

describe('when its files have left staging', () => {
  it('is read from the copy on this server', async () => {
    const mirror = await createStaged(guest, ['one'])
    await guest.call.mirror.start.mutate({ id: mirror.id, hosts: ['gofile', 'local'] })
    for (const { id: fileId } of mirror.files) {
      await setTransfer({ id: mirror.id, fileId, host: 'gofile' }, done('https://gofile.example/1'))
      await setTransfer({ id: mirror.id, fileId, host: 'local' }, done(`/mirror/${mirror.id}/files/${fileId}`))
    }
    await takeJobs()
    const { status } = await guest.call.mirror.start.mutate({ id: mirror.id, hosts: ['pixeldrain'] })
    expect([status, await jobsOf(mirror)]).toEqual(['mirroring', [1]])
  })

  it('is a CONFLICT where there is no such copy, and nothing is added', async () => {
    const mirror = await createStaged(guest, ['one'])
    await guest.call.mirror.start.mutate({ id: mirror.id, hosts: ['gofile'] })
    for (const { id: fileId } of mirror.files)
      await setTransfer({ id: mirror.id, fileId, host: 'gofile' }, done('https://gofile.example/1'))
    const more = guest.call.mirror.start.mutate({ id: mirror.id, hosts: ['gofile', 'pixeldrain'] })
    expect(await refusalOf(more)).toMatchObject({ code: 'CONFLICT', status: 409 })
    expect((await guest.call.mirror.get.query({ id: mirror.id })).links.map(({ host }) => host)).toEqual(['gofile'])
  })
})

describe('refuses with BAD_REQUEST', () => {
  it.each([
    ['a host that nobody knows', ['gofile', 'no-such-host'], /“no-such-host”/],
    ['a host that is not ready', ['saint'], /“saint”/],
    ['something that is no host', ['Not A Host'], /host/],
    ['no host', [], /No host/],
  ])('%s', async (_what, hosts, sentence) => {
    const mirror = await createStaged(guest, ['one'])
    const refusal = await refusalOf(guest.call.mirror.start.mutate({ id: mirror.id, hosts }))
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', fields: { hosts: [expect.any(String)] } })
    expect(refusal.message).toMatch(sentence)
    expect((await guest.call.mirror.get.query({ id: mirror.id })).links).toEqual([])
    expect(await jobsOf(mirror)).toEqual([0])
  })
})

describe('once it was started', () => {
  async function begun() {
    const mirror = await createStaged(guest, ['one', 'two'])
    await guest.call.mirror.start.mutate({ id: mirror.id, hosts: ['gofile', 'local'] })
    const [one, two] = mirror.files
    if (!one || !two) throw new Error('two files')
    const at = (fileId: typeof one.id, host: string) => ({ id: mirror.id, fileId, host })
    return { mirror, one: one.id, two: two.id, at }
  }

  it('a retry puts back what has failed, and nothing else', async () => {
    const { mirror, one, two, at } = await begun()
    await setTransfer(at(one, 'gofile'), failed('GoFile said no.'))
    await setTransfer(at(two, 'gofile'), done('https://gofile.example/two'))
    await setTransfer(at(one, 'local'), failed('No space.'))
    await takeJobs()
    const { transfers } = await guest.call.mirror.retry.mutate({ id: mirror.id, host: 'gofile' })
    expect(transfers.map(({ status }) => status)).toEqual(['queued', 'failed', 'done', 'queued'])
    expect(await jobsOf(mirror)).toEqual([1, 0])
    const all = await guest.call.mirror.retry.mutate({ id: mirror.id })
    expect(all.transfers.map(({ status }) => status)).toEqual(['queued', 'queued', 'done', 'queued'])
  })

  it('a cancel ends what is not over, also what is under way', async () => {
    const { mirror, one, two, at } = await begun()
    await setTransfer(at(one, 'gofile'), running(1))
    await setTransfer(at(two, 'gofile'), done('https://gofile.example/two'))
    const first = await guest.call.mirror.cancel.mutate({ id: mirror.id, host: 'gofile' })
    expect(first.transfers.map(({ status }) => status)).toEqual(['cancelled', 'queued', 'done', 'queued'])
    const { status, transfers } = await guest.call.mirror.cancel.mutate({ id: mirror.id })
    expect(transfers.map((transfer) => transfer.status)).toEqual(['cancelled', 'cancelled', 'done', 'cancelled'])
    expect(status).toBe('partial')
    // What one host has is no longer needed; what none has is kept, so that its owner can send it elsewhere.
    const unwanted = await listJobs('delete-staging')
    expect(unwanted).toContainEqual({ mirrorId: mirror.id, fileIds: [two] })
    expect(JSON.stringify(unwanted)).not.toContain(one)
  })

  it('a file that a host has begun to get cannot be given up any more', async () => {
    const { one, at } = await begun()
    await setTransfer(at(one, 'gofile'), running(1))
    expect(await refusalOf(guest.call.mirror.abortUpload.mutate({ fileId: one }))).toMatchObject({ code: 'CONFLICT' })
  })
})
