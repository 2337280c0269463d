// Files on their way from an address to hosts: whole, in the face of every way in which a source can fail.
import postgres from 'postgres'
import { beforeAll, expect, it } from 'vitest'
import { type App, startApp } from '#tests/support/app.ts'
import {
  isOver,
  type MirrorView,
  sampleBytes,
  untilMirror,
  upload,
  visit,
  type Visitor,
} from '#tests/support/visitor.ts'
import { sha256, type Source, type SourceFile, startSource } from './source.ts'

const MiB = 1024 ** 2
const KEY = 'the-key-in-an-address'

let app: App
let visitor: Visitor
let source: Source
/** Of a file whose server has a fault each time: begun first, since it takes longest. */
let faulty: string

beforeAll(async () => {
  source = await startSource()
  app = await startApp({ env: { FETCH_ALLOW: '127.0.0.0/8', HOST_IDLE_SECONDS: '1', LOG_LEVEL: 'trace' } })
  visitor = await visit(app.url)
  const fault: SourceFile['answer'] = ({ method }, response) =>
    response.writeHead(method === 'HEAD' ? 200 : 503, { 'content-length': 10 }).end()
  faulty = await fetchToLocal(source.put('/faulty.bin', { body: Buffer.alloc(10), answer: fault }))
})

/** Makes a mirror of what lies at these addresses, and sends it to this server's own storage. */
async function fetchToLocal(...urls: string[]): Promise<string> {
  const { id } = await visitor.call.mirror.create.mutate({ files: urls.map((url) => ({ url: `${url}?key=${KEY}` })) })
  await visitor.call.mirror.start.mutate({ id, hosts: ['local'] })
  return id
}

const digests = ({ files }: MirrorView) => files.map(({ sha256: digest }) => digest)
const gets = (path: string) => source.asked.filter((one) => one.method === 'GET' && one.path.startsWith(path))
const sentBytes = (path: string) => gets(path).reduce((sum, { sent }) => sum + sent, 0)

async function expectArrived(id: string, body: Buffer): Promise<void> {
  const view = await untilMirror(visitor, id, isOver)
  expect([view.status, digests(view), view.fetching]).toEqual(['done', [sha256(body)], []])
}

it('brings files to hosts, whole, and tells how far they are', async () => {
  const bodies = [sampleBytes(3, 1), sampleBytes(17 * MiB, 2)]
  const urls = bodies.map((body, index) => source.put(`/whole-${index}.bin`, { body, pauseMs: 25 }))
  const id = await fetchToLocal(...urls)
  const running = await untilMirror(visitor, id, ({ fetching }) => fetching.some(({ bytes }) => bytes > 1))
  expect(running.fetching.at(-1)).toMatchObject({ state: 'running', size: 17 * MiB, error: null })
  expect(running.files.at(-1)?.fetching).toMatchObject({ state: 'running' })
  const view = await untilMirror(visitor, id, isOver)
  expect([view.status, digests(view)]).toEqual(['done', bodies.map(sha256)])
  expect([view.fetching, view.files.map(({ fetching }) => fetching)]).toEqual([[], [null, null]])
  expect(urls.map((_, index) => sentBytes(`/whole-${index}`))).toEqual(bodies.map(({ length }) => length))
})

it('goes on where a connection broke off, and fetches no part twice', async () => {
  const body = sampleBytes(20 * MiB, 3)
  await expectArrived(await fetchToLocal(source.put('/cut.bin', { body, cuts: [17 * MiB] })), body)
  expect(gets('/cut').map(({ range, headers }) => [range, headers['if-range']])).toEqual([
    [null, undefined],
    [`bytes=${16 * MiB}-`, '"one"'],
  ])
  expect(sentBytes('/cut')).toBe(21 * MiB)
})

it('goes on where a server fell silent', async () => {
  const body = sampleBytes(17 * MiB, 4)
  await expectArrived(await fetchToLocal(source.put('/silent.bin', { body, silences: [16.5 * MiB] })), body)
  expect(gets('/silent').map(({ range }) => range)).toEqual([null, `bytes=${16 * MiB}-`])
})

it.each([
  ['has changed since', '"two"'],
  ['cannot be told from another state of it', null],
])('begins anew when the file %s', async (_what, etag) => {
  const [before, after] = [sampleBytes(18 * MiB, 5), sampleBytes(18 * MiB, 6)]
  const file: SourceFile = { body: before, etag: etag && '"one"', cuts: [17 * MiB] }
  const id = await fetchToLocal(source.put(`/changed-${etag}.bin`, file))
  await untilMirror(visitor, id, () => file.cuts?.length === 0)
  Object.assign(file, { body: after, etag })
  await expectArrived(id, after)
})

it.each([
  ['fewer', 100, 90, false, 'The file at this address has 90 bytes now, and had 100 when it was added.'],
  ['fewer, of no length,', 100, 90, true, 'The server sends fewer bytes than it had said.'],
  ['more, of no length,', 100, 110, true, 'The server sends more bytes than it had said.'],
])(
  'gives up a file of which %s bytes come, and goes on with the rest',
  async (what, said, given, unmeasured, error) => {
    const lie: SourceFile = { body: sampleBytes(given, 7), said, unmeasured, etag: null }
    const url = source.put(`/lie-${given}-${unmeasured}.bin`, lie)
    const good = source.put('/good.bin', { body: Buffer.from('good') })
    const { id, files } = await visitor.call.mirror.create.mutate({ files: [{ url }, { url: good }] })
    await visitor.call.mirror.start.mutate({ id, hosts: ['local'] })
    const view = await untilMirror(visitor, id, isOver)
    expect(view.fetching, what).toMatchObject([{ fileId: files[0]?.id, state: 'failed', error }])
    expect(view.files.map(({ fetching }) => fetching?.state)).toEqual(['failed', undefined])
    expect(view.fileLinks.map(({ fileId }) => fileId)).toEqual([files[1]?.id])
  },
)

it('stops as soon as a file is given up, or its mirror is deleted', async () => {
  const left: Promise<void>[] = []
  const endless: SourceFile['answer'] = ({ method }, response) => {
    response.writeHead(200, { 'content-length': 20 * MiB })
    if (method === 'HEAD') return void response.end()
    response.write(Buffer.alloc(1000))
    const more = setInterval(() => response.write('.'), 200)
    left.push(new Promise((resolve) => response.once('close', () => resolve(clearInterval(more)))))
  }
  const url = source.put('/endless.bin', { body: Buffer.alloc(0), answer: endless })
  const [cancelled, deleted] = [await fetchToLocal(url), await fetchToLocal(url)]
  for (const id of [cancelled, deleted]) await untilMirror(visitor, id, ({ fetching }) => (fetching[0]?.bytes ?? 0) > 0)
  const { files } = await visitor.call.mirror.get.query({ id: cancelled })
  await visitor.call.mirror.abortUpload.mutate({ fileId: files[0]?.id ?? '' })
  await visitor.call.history.delete.mutate({ id: deleted })
  await Promise.all(left)
  expect(left).toHaveLength(2)
  expect(await visitor.call.mirror.get.query({ id: cancelled })).toMatchObject({ files: [], fetching: [] })
})

it('leaves uploads of the same mirror to those who make them', async () => {
  const url = source.put('/beside.bin', { body: Buffer.from('fetched') })
  const { id, files } = await visitor.call.mirror.create.mutate({ files: [{ name: 'up.txt', size: 2 }, { url }] })
  const [up] = files
  if (!up || !('url' in up.upload)) throw new Error('one of them is uploaded')
  await untilMirror(visitor, id, ({ fetching }) => fetching.length === 0)
  expect((await visitor.call.mirror.get.query({ id })).status).toBe('uploading')
  await fetch(up.upload.url, { method: 'PUT', body: 'up' })
  await visitor.call.mirror.completeUpload.mutate({ fileId: up.id })
  expect((await visitor.call.mirror.get.query({ id })).status).toBe('queued')
  await upload(visitor, [{ name: 'other.txt', body: Buffer.from('other') }])
})

it('gives up after five tries in vain', async () => {
  const view = await untilMirror(visitor, faulty, ({ fetching }) => fetching.every(({ state }) => state === 'failed'))
  expect(view.fetching).toMatchObject([{ state: 'failed', error: 'The server answered with an error (503).' }])
  expect(gets('/faulty')).toHaveLength(5)
})

it('keeps addresses out of its log, its answers and its database', async () => {
  const sql = postgres(app.databaseUrl ?? '', { max: 1 })
  const rows = await sql`select f::text as row from files f union all select j::text from pgboss.job j`
  await sql.end()
  for (const text of [
    app.log(),
    JSON.stringify(rows),
    JSON.stringify(await visitor.call.mirror.get.query({ id: faulty })),
  ]) {
    expect(text).not.toContain(KEY)
    expect(text).not.toContain(String(source.port))
  }
})
