// News of a mirror as server-sent events: none is missed, there are not too many, and they end.
import { sql } from 'drizzle-orm'
import { beforeAll, expect, it, vi } from 'vitest'
import { database } from '#db/connection.ts'
import type { FileId, MirrorId } from '#server/ids.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { processWide } from '#server/process-wide.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { type Events, readEvents, type SentEvent } from '#tests/support/events.ts'
import { done, running, setTransfer } from '#tests/support/rows.ts'
import { createMirror, createStaged, uploadText } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
})

async function follow(id: string, headers: Record<string, string> = {}): Promise<Events> {
  const input = encodeURIComponent(JSON.stringify({ json: { id } }))
  const answer = await api.nobody.fetch(`/api/trpc/mirror.progress?input=${input}`, {
    headers: { accept: 'text/event-stream', ...headers },
  })
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
  return readEvents(answer)
}

const contentOf = ({ data }: SentEvent) => JSON.parse(data).json
const news = ({ seen }: Events) => seen.filter(({ event }) => event === 'message')
const tells = (text: string) => (event: SentEvent) => event.event === 'message' && event.data.includes(text)

const isEnd = ({ event }: SentEvent) => event === 'return'
const started = async (hosts = ['gofile']) => {
  const { id, files } = await createStaged(guest, ['0123456789'])
  const [file] = files
  if (!file) throw new Error('one file')
  await guest.call.mirror.start.mutate({ id, hosts })
  return { id, fileId: file.id }
}
const set = (id: MirrorId, fileId: FileId, values: Parameters<typeof setTransfer>[1]) =>
  setTransfer({ id, fileId, host: 'gofile' }, values)

it('tells how a mirror stands at once, then each change, and ends with the mirror', async () => {
  const mirror = await createMirror(guest, ['0123456789'])
  const [file] = mirror.files
  if (!file) throw new Error('one file')
  await using events = await follow(mirror.id)
  expect(contentOf(await events.find(tells('uploading')))).toEqual({ status: 'uploading', links: [], fetching: [] })
  await uploadText(guest, file, '0123456789')
  expect(contentOf(await events.find(tells('"queued"')))).toEqual({ status: 'queued', links: [], fetching: [] })
  await guest.call.mirror.start.mutate({ id: mirror.id, hosts: ['gofile'] })
  await events.find(tells('GoFile'))
  await set(mirror.id, file.id, running(5))
  expect(contentOf(await events.find(tells('mirroring')))).toMatchObject({
    status: 'mirroring',
    links: [{ host: 'gofile', status: 'running', progress: 0.5 }],
  })
  await set(mirror.id, file.id, done('https://gofile.example/1'))
  const last = contentOf(await events.find(tells('"done"')))
  const { status, links, fetching } = await guest.call.mirror.get.query({ id: mirror.id })
  expect(last).toEqual(JSON.parse(JSON.stringify({ status, links, fetching })))
  await events.find(isEnd)
  await events.ended
})

it('ends at once for a mirror that is over', async () => {
  const { id, fileId } = await started()
  await set(id, fileId, done('https://gofile.example/1'))
  const events = await follow(id)
  await events.ended
  expect(news(events).map((event) => contentOf(event).status)).toEqual(['done'])
})

it('tells four times a second at most, and the last of it', async () => {
  const { id, fileId } = await started()
  await using events = await follow(id)
  await events.find(tells('queued'))
  for (let sent = 0; sent <= 9; sent++) for (let n = 0; n < 5; n++) await set(id, fileId, running(sent))
  await set(id, fileId, done('https://gofile.example/1'))
  await events.find(isEnd)
  const told = news(events)
  expect(told.map((event) => contentOf(event).status).at(-1)).toBe('done')
  const gaps = told.slice(1).map((event, index) => event.at - (told[index]?.at ?? 0))
  // A little less is left to the clocks, since the event is timed where it arrives.
  for (const gap of gaps) expect(gap).toBeGreaterThan(200)
})

it('does not tell again what somebody knows who comes back', async () => {
  const { id, fileId } = await started()
  const before = await follow(id)
  const { id: mark = '' } = await before.find(tells('queued'))
  before.close()
  await using again = await follow(id, { 'last-event-id': mark })
  await again.find(({ event }) => event === 'connected')
  await set(id, fileId, done('https://gofile.example/1'))
  await again.find(isEnd)
  expect(news(again).map((event) => event.id)).not.toContain(mark)
  expect(
    news(again)
      .map((event) => contentOf(event).status)
      .at(-1),
  ).toBe('done')
})

it('misses nothing although the connection that listens is cut', async () => {
  const { id, fileId } = await started()
  await using events = await follow(id)
  await events.find(tells('queued'))
  const cut = await database().execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`,
  )
  expect(cut.length).toBe(1)
  await set(id, fileId, done('https://gofile.example/1'))
  await events.find(isEnd)
})

it('says NOT_FOUND of a mirror that is not there', async () => {
  const events = await follow('00000000-0000-4000-8000-000000000000')
  expect(contentOf(await events.find(({ event }) => event === 'serialized-error')).data.code).toBe('NOT_FOUND')
  await events.ended
})

it('has one connection that listens, however many follow, and forgets who has left', async () => {
  const mirrors = await Promise.all([started(), started()])
  const followers = await Promise.all([...mirrors, ...mirrors].map(({ id }) => follow(id)))
  await Promise.all(followers.map((events) => events.find(tells('queued'))))
  const listeners = await database().execute(
    sql`select pid from pg_stat_activity where datname = current_database() and query ilike 'listen%'`,
  )
  expect(listeners.length).toBe(1)
  const watched = processWide('mirror-watchers', () => new Map())
  expect(watched.size).toBe(2)
  for (const events of followers) events.close()
  await vi.waitFor(() => expect(watched.size).toBe(0), 5_000)
})

it('asks its followers to come back when the product stops', async () => {
  const { id } = await started()
  await using events = await follow(id)
  await events.find(tells('queued'))
  void lifecycle().stop()
  const last = await events.find(({ event }) => event === 'serialized-error')
  expect(contentOf(last).data.code).toBe('SERVICE_UNAVAILABLE')
  await events.ended
})
