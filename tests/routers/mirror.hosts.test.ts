// How hosts do, as anybody may ask: by the transfers of the last seven days, and what went wrong last.
import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { hostHealth } from '#db/schema/schema.ts'
import { hostIdSchema } from '#server/ids.ts'
import { readHostRecords } from '#server/queries/host-records.ts'
import { noteHostError } from '#server/queries/system/host-errors.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { done, failed, setTransfer } from '#tests/support/rows.ts'
import { createStaged } from '#tests/support/uploads.ts'

const gofile = hostIdSchema.parse('gofile')
const SECOND_MS = 1000
const DAY_MS = 24 * 3600 * SECOND_MS

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
})
beforeEach(async () => {
  await database().execute(sql`delete from mirrors`)
})

type Ended = { status?: 'done' | 'failed'; bytes?: number; seconds?: number; daysAgo?: number; begun?: boolean }

/** A transfer to GoFile that has ended. */
async function transfer({ status = 'done', bytes = 1000, seconds = 1, daysAgo = 0, begun = true }: Ended) {
  const { id, files } = await createStaged(guest, ['x'])
  const [file] = files
  if (!file) throw new Error('a file')
  await guest.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  const finishedAt = new Date(Date.now() - daysAgo * DAY_MS - SECOND_MS)
  const startedAt = begun ? new Date(finishedAt.getTime() - seconds * SECOND_MS) : null
  const end = status === 'done' ? done('https://gofile.example/1') : failed('GoFile did not.')
  await setTransfer({ id, fileId: file.id, host: 'gofile' }, { ...end, bytesSent: bytes, startedAt, finishedAt })
}

const entry = async () => (await api.nobody.call.mirror.hosts.query()).find(({ id }) => id === 'gofile')

it('has nothing to say of hosts that nothing went to', async () => {
  expect(await readHostRecords(database())).toEqual(new Map())
  expect((await entry())?.health).toEqual({
    successRate: null,
    medianBytesPerSecond: null,
    transfers: 0,
    lastError: null,
    pausedUntil: null,
  })
})

it('counts what ended within seven days with a copy or without, and how fast the copies came', async () => {
  for (const seconds of [1, 2, 4]) await transfer({ bytes: 8_000, seconds })
  await transfer({ status: 'failed', bytes: 1 })
  await transfer({ status: 'failed', begun: false })
  await transfer({ daysAgo: 8, bytes: 1_000_000 })
  expect(await readHostRecords(database())).toEqual(
    new Map([[gofile, { transfers: 4, successRate: 0.75, medianBytesPerSecond: 4_000 }]]),
  )
})

it('is read once a minute, however many ask', async () => {
  const before = (await entry())?.health
  await transfer({})
  expect((await readHostRecords(database())).get(gofile)?.transfers).toBe(1)
  expect((await entry())?.health).toEqual(before)
})

it('tells what went wrong last, and until when a host is paused, at once', async () => {
  const note = (sentence: string) =>
    database().transaction((db) => noteHostError(db, gofile, { kind: 'unavailable', sentence }))
  await note('was out of reach.')
  await note('did not answer for 60 s.')
  const pausedUntil = new Date('2100-01-01T00:00:00.000Z')
  await database().insert(hostHealth).values({
    host: 'gofile',
    failures: 6,
    failedTransfers: [],
    failedAt: new Date(),
    sentence: 'did not answer for 60 s.',
    pausedUntil,
    pauses: 1,
  })
  expect(await entry()).toMatchObject({
    status: 'paused',
    digests: ['md5'],
    health: {
      lastError: { kind: 'unavailable', sentence: 'GoFile did not answer for 60 s.', at: expect.any(Date) },
      pausedUntil,
    },
  })
  await database().delete(hostHealth)
  expect(await entry()).toMatchObject({
    status: 'up',
    health: { lastError: { kind: 'unavailable' }, pausedUntil: null },
  })
})
