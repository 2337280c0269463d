// Hosts are asked whether they still have their copies: when, how often, and what comes of each answer.
import { randomUUID } from 'node:crypto'
import { eq, inArray, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { hostHealth, hostLinks, transfers } from '#db/schema/schema.ts'
import { type FileId, hostIdSchema, type MirrorId } from '#server/ids.ts'
import { checkLinks } from '#server/jobs/check-links.ts'
import { wordOf } from '#server/jobs/check-schedule.ts'
import { exposeMetrics } from '#server/metrics.ts'
import { putOffOthers, takeDueCopies } from '#server/queries/system/link-checks.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import type { Simulator } from '#tests/simulators/simulator.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { readEvents } from '#tests/support/events.ts'
import { done, setTransfer } from '#tests/support/rows.ts'
import { createStaged } from '#tests/support/uploads.ts'

const HOUR_MS = 3600_000
const DAY_MS = 24 * HOUR_MS
const { signal } = new AbortController()
const gofile = hostIdSchema.parse('gofile')
const pixeldrain = hostIdSchema.parse('pixeldrain')

let host: Simulator
let api: Api
let guest: Guest

beforeAll(async () => {
  host = await startPixeldrain()
  whenFileEnds(() => host[Symbol.asyncDispose]())
  api = await openApi(host.env)
  guest = await api.guest()
})
beforeEach(async () => {
  host.reset()
  await database().update(transfers).set({ nextCheckAt: null })
  await database().delete(hostHealth)
})

const authorization = () => `Basic ${btoa(`:${host.env['PIXELDRAIN_API_KEY'] ?? ''}`)}`
const atHost = (method: string, path: string) =>
  fetch(`${host.env['PIXELDRAIN_API_URL'] ?? ''}${path}`, {
    method,
    headers: { authorization: authorization() },
    ...(method === 'PUT' && { body: 'bytes' }),
  })

/** A copy that the host has. */
async function store(): Promise<string> {
  const answer = await atHost('PUT', '/file/a.txt')
  return z.object({ id: z.string() }).parse(await answer.json()).id
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS)

type Known = Partial<typeof transfers.$inferInsert>
type Place = { id: MirrorId; fileId: FileId }

/** A mirror of one file with a copy at the host since an hour, which is due; nothing has come to GoFile yet. */
async function mirrored(hostFileId: string, known: Known = {}): Promise<Place> {
  const { id, files } = await createStaged(guest, ['bytes'])
  const [file] = files
  if (!file) throw new Error('a file')
  await guest.call.mirror.start.mutate({ id, hosts: ['pixeldrain', 'gofile'] })
  await setTransfer(
    { id, fileId: file.id, host: 'pixeldrain' },
    {
      ...done(`https://pixeldrain.example/u/${hostFileId}`),
      hostFileId,
      finishedAt: hoursAgo(1),
      checkedAt: hoursAgo(1),
      nextCheckAt: hoursAgo(0.01),
      ...known,
    },
  )
  return { id, fileId: file.id }
}

async function rowOf({ fileId }: Place) {
  const rows = await database().select().from(transfers).where(eq(transfers.fileId, fileId))
  const row = rows.find(({ host: at }) => at === 'pixeldrain')
  if (!row) throw new Error('a transfer')
  const { linkState, checkedAt, nextCheckAt } = row
  return {
    linkState,
    checkedHoursAgo: Math.round((Date.now() - (checkedAt?.getTime() ?? 0)) / HOUR_MS),
    againInHours: nextCheckAt && Math.round((nextCheckAt.getTime() - Date.now()) / HOUR_MS) + 0,
  }
}

const questions = () => host.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/info')).length
const linkOf = async ({ id }: Place) => {
  const { links, fileLinks } = await api.nobody.call.mirror.get.query({ id })
  return { host: links.find((link) => link.host === 'pixeldrain')?.linkState, file: fileLinks[0]?.linkState }
}

it('writes down that a copy is there, and when that was', async () => {
  const place = await mirrored(await store())
  expect(await linkOf(place)).toEqual({ host: null, file: null })
  await checkLinks(signal)
  expect(await rowOf(place)).toEqual({ linkState: 'alive', checkedHoursAgo: 0, againInHours: 24 })
  expect(await linkOf(place)).toEqual({ host: 'alive', file: 'alive' })
  await checkLinks(signal)
  expect(questions()).toBe(1)
})

it('believes a host that does not have the copy any more, and asks once more within an hour', async () => {
  const place = await mirrored(await store())
  const { fileId: copy } = host.ledger[0] ?? { fileId: '' }
  await atHost('DELETE', `/file/${copy}`)
  await checkLinks(signal)
  expect(await rowOf(place)).toEqual({ linkState: 'dead', checkedHoursAgo: 0, againInHours: 1 })
  expect(await linkOf(place)).toEqual({ host: 'dead', file: 'dead' })
  const { text } = await exposeMetrics(null)
  expect(text).toContain('easymirror_link_checks_total{host="pixeldrain",answer="dead"} 1')
})

it('says nothing new of a copy that the host does not tell of', async () => {
  const place = await mirrored(await store())
  const dead = await mirrored(await store(), { linkState: 'dead', checkedAt: hoursAgo(20) })
  host.fail({ kind: 'status', on: 'info', status: 503, times: 2 })
  await checkLinks(signal)
  expect(await rowOf(place)).toEqual({ linkState: 'unknown', checkedHoursAgo: 1, againInHours: 6 })
  expect(await rowOf(dead)).toEqual({ linkState: 'dead', checkedHoursAgo: 20, againInHours: 20 })
  expect(await linkOf(place)).toEqual({ host: 'unknown', file: 'unknown' })
})

it('never asks with the operator’s account for a copy that lies in one of the owner’s own', async () => {
  const place = await mirrored(await store())
  await database().update(hostLinks).set({ accountId: randomUUID() }).where(eq(hostLinks.mirrorId, place.id))
  await checkLinks(signal)
  // The account is gone, so that nobody can tell.
  expect(await rowOf(place)).toMatchObject({ linkState: 'unknown', checkedHoursAgo: 1 })
  expect(questions()).toBe(0)
})

it('tells who watches the mirror at once', { timeout: 9_000 }, async () => {
  const place = await mirrored('none of its files')
  const address = `/api/trpc/mirror.progress?input=${encodeURIComponent(JSON.stringify({ json: { id: place.id } }))}`
  await using watching = readEvents(await api.nobody.fetch(address, { headers: { accept: 'text/event-stream' } }))
  await watching.find(({ data }) => data.includes('"linkState":null'))
  await checkLinks(signal)
  // Sooner than it would look again by itself, which is after ten seconds.
  await watching.find(({ data }) => data.includes('"linkState":"dead"'))
})

it('asks for a copy once, however many look at the same moment', async () => {
  const places = [await mirrored(await store()), await mirrored(await store()), await mirrored(await store())]
  await Promise.all([checkLinks(signal), checkLinks(signal), checkLinks(signal)])
  expect(questions()).toBe(3)
  for (const place of places) expect(await rowOf(place)).toMatchObject({ linkState: 'alive' })
})

it('leaves a host alone whose pause lasts, and asks when it is over', async () => {
  const place = await mirrored(await store())
  const pause = { failures: 6, failedTransfers: [], failedAt: new Date(), sentence: 'did not answer.', pauses: 1 }
  await database()
    .insert(hostHealth)
    .values({ host: 'pixeldrain', ...pause, pausedUntil: new Date(Date.now() + 60_000) })
  await checkLinks(signal)
  expect(questions()).toBe(0)
  await database().update(hostHealth).set({ pausedUntil: new Date() })
  await checkLinks(signal)
  expect(await rowOf(place)).toMatchObject({ linkState: 'alive' })
})

it('leaves what is due to others when the process stops', async () => {
  const place = await mirrored(await store())
  await checkLinks(AbortSignal.abort(new Error('EasyMirror is stopping')))
  expect(questions()).toBe(0)
  expect(await rowOf(place)).toMatchObject({ linkState: null, againInHours: 0 })
  await checkLinks(signal)
  expect(questions()).toBe(1)
})

it('takes of each host those that have waited longest, and no more of one than of another', async () => {
  const places = []
  for (const hours of [3, 9, 6]) places.push(await mirrored('a copy', { nextCheckAt: hoursAgo(hours) }))
  const [first, longest] = places
  if (!first || !longest) throw new Error('three mirrors')
  await setTransfer({ ...first, host: 'gofile' }, { ...done('https://gofile.example/1'), nextCheckAt: hoursAgo(1) })
  const taken = await takeDueCopies(database(), { hosts: [gofile, pixeldrain], mostPerHost: 1 })
  expect(new Map(taken.map(({ host: at, mirrorId }) => [at, mirrorId]))).toEqual(
    new Map([
      [gofile, first.id],
      [pixeldrain, longest.id],
    ]),
  )
  expect(taken).toHaveLength(2)
  // One that has died answers for nothing: what it took is there again after a while.
  const later = sql`next_check_at - interval '16 minutes'`
  await database()
    .update(transfers)
    .set({ nextCheckAt: later })
    .where(inArray(transfers.host, ['gofile']))
  expect(await takeDueCopies(database(), { hosts: [gofile], mostPerHost: 9 })).toHaveLength(1)
})

it('asks nobody again who never tells, and those who are not ready now after a day', async () => {
  const place = await mirrored('a copy')
  await putOffOthers(database(), { askable: [gofile], silent: [] })
  expect(await rowOf(place)).toMatchObject({ againInHours: 24 })
  const other = await mirrored('a copy')
  await putOffOthers(database(), { askable: [gofile], silent: [pixeldrain] })
  expect(await rowOf(other)).toMatchObject({ againInHours: null })
})

it.each([
  ['alive', { linkState: null, ageMs: HOUR_MS, silentMs: HOUR_MS }, 'alive', DAY_MS],
  ['alive', { linkState: 'alive', ageMs: DAY_MS + HOUR_MS, silentMs: DAY_MS }, 'alive', 3 * DAY_MS],
  ['alive', { linkState: 'alive', ageMs: 4 * DAY_MS, silentMs: 3 * DAY_MS }, 'alive', 7 * DAY_MS],
  ['alive', { linkState: 'dead', ageMs: 90 * DAY_MS, silentMs: HOUR_MS }, 'alive', 7 * DAY_MS],
  ['dead', { linkState: 'alive', ageMs: 90 * DAY_MS, silentMs: 7 * DAY_MS }, 'dead', HOUR_MS],
  ['dead', { linkState: 'dead', ageMs: 90 * DAY_MS, silentMs: HOUR_MS }, 'dead', 7 * DAY_MS],
  ['unknown', { linkState: 'alive', ageMs: 90 * DAY_MS, silentMs: DAY_MS }, 'unknown', DAY_MS],
  ['unknown', { linkState: 'unknown', ageMs: 90 * DAY_MS, silentMs: 80 * DAY_MS }, 'unknown', 7 * DAY_MS],
  ['unknown', { linkState: 'dead', ageMs: 90 * DAY_MS, silentMs: HOUR_MS }, 'dead', 6 * HOUR_MS],
] as const)('takes "%s" after %o for %s', (said, known, linkState, againMs) => {
  expect(wordOf(said, known)).toEqual({ said, linkState, againMs })
})
