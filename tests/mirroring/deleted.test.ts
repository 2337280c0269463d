// A mirror is deleted while everything of it is under way: all of it stops, nothing is left, and nobody else notices.
import { setTimeout as sleep } from 'node:timers/promises'
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import postgres from 'postgres'
import { beforeAll, expect, it } from 'vitest'
import { refusalOf } from '#tests/support/refusal.ts'
import { isOver, sampleBytes, untilMirror, upload } from '#tests/support/visitor.ts'
import { type Mirroring, openMirroring } from './open-mirroring.ts'

const MB = 1_000_000
const hosts = ['pixeldrain', 'gofile', 'bunkr', 'local']

let product: Mirroring

beforeAll(async () => {
  product = await openMirroring({ bytesPerSecond: 3 * MB })
})

const arrived = () =>
  [product.pixeldrain, product.gofile, product.bunkr]
    .flatMap(({ requests }) => requests)
    .reduce((sum, { bytes }) => sum + bytes, 0)

/** Milliseconds from `from` until no byte has arrived at any host for half a second, that half second left out. */
async function untilQuiet(from: number): Promise<number> {
  let last = { bytes: arrived(), at: performance.now() }
  while (performance.now() - last.at < 500) {
    await sleep(50)
    if (arrived() !== last.bytes) last = { bytes: arrived(), at: performance.now() }
  }
  return last.at - from
}

async function openUploads(): Promise<string[]> {
  const { Uploads = [] } = await product.storage.client().send(new ListMultipartUploadsCommand({ Bucket: 'staging' }))
  return Uploads.map(({ Key = '' }) => Key)
}

/** Lines of the log that an operator would look into. */
const complaints = () =>
  product.app
    .log()
    .split('\n')
    .filter((line) => /"level":(40|50|60)/.test(line))

async function unfinishedJobs(): Promise<readonly unknown[]> {
  const sql = postgres(product.app.databaseUrl ?? '', { max: 1, onnotice: () => {} })
  try {
    return await sql`select name, data from pgboss.job where name in ('mirror-file', 'make-list') and state < 'completed'`
  } finally {
    await sql.end()
  }
}

it('stops within about a second, leaves nothing in storage and nothing in the log', async () => {
  const { visitor } = product
  const { id: other } = await upload(visitor, [{ name: 'other.txt', body: sampleBytes(1000, 1) }])
  const { id } = await upload(visitor, [{ name: 'large.bin', body: sampleBytes(40 * MB, 2) }])
  const { call } = visitor
  const parts = await call.mirror.create.mutate({ files: [{ name: 'parts.bin', size: 200 * MB }] })
  const partly = parts.files[0]?.id ?? ''
  const [part] = await call.mirror.signParts.mutate({ fileId: partly, partNumbers: [1] })
  await fetch(part?.url ?? '', { method: 'PUT', body: sampleBytes(16 * 1024 ** 2, 3) })
  for (const each of [id, parts.id]) await call.mirror.start.mutate({ id: each, hosts })
  await untilMirror(visitor, id, ({ links }) =>
    links.every(({ host, bytesSent }) => host === 'local' || bytesSent > MB),
  )
  expect([(await product.staged()).length, (await openUploads()).length]).toEqual([expect.any(Number), 1])

  const from = performance.now()
  await call.history.delete.mutate({ id })
  await call.history.delete.mutate({ id: parts.id })
  // Of 40 MB each to three hosts at 3 MB/s, that is.
  expect(await untilQuiet(from)).toBeLessThan(3_000)
  for (const simulator of [product.pixeldrain, product.gofile, product.bunkr]) expect(simulator.ledger).toEqual([])
  expect((await refusalOf(call.mirror.get.query({ id }))).code).toBe('NOT_FOUND')
  expect((await fetch(`${product.app.url}/mirror/${id}`)).status).toBe(404)
  expect((await refusalOf(call.history.delete.mutate({ id }))).code).toBe('NOT_FOUND')

  await expect.poll(openUploads, { timeout: 20_000 }).toEqual([])
  await expect
    .poll(() => product.staged(), { timeout: 90_000, interval: 500 })
    .toEqual([expect.stringMatching(`^${other}/`)])
  expect([await unfinishedJobs(), complaints()]).toEqual([[], []])
  expect(await call.mirror.get.query({ id: other })).toMatchObject({ id: other, status: 'queued' })
}, 150_000)

it('takes copies at hosts away when that is asked for, but for one that another mirror has too', async () => {
  const { visitor, pixeldrain, gofile, bunkr } = product
  for (const simulator of [pixeldrain, gofile, bunkr]) simulator.reset()
  const body = sampleBytes(1000, 7)
  const both = []
  for (const name of ['first.bin', 'second.bin']) {
    const { id } = await upload(visitor, [{ name, body }])
    await visitor.call.mirror.start.mutate({ id, hosts })
    await untilMirror(visitor, id, isOver)
    both.push(id)
  }
  const [first = '', second = ''] = both
  // A host that fails for a moment is asked again.
  gofile.fail({ kind: 'status', on: 'delete', status: 500 })
  const { copies } = await visitor.call.history.delete.mutate({ id: first, deleteFromHosts: true })
  expect(copies).toMatchObject({ deleted: 1, pending: 1, kept: [{ host: 'bunkr', count: 1 }] })
  const gone = ({ ledger }: typeof gofile) => ledger.filter(({ stored }) => !stored).map(({ name }) => name)
  await expect.poll(() => [gone(pixeldrain), gone(gofile)], { timeout: 30_000 }).toEqual([['first.bin'], ['first.bin']])
  // Its folder goes after it; the one of the other mirror stays.
  await expect.poll(() => gofile.groups.length, { timeout: 30_000 }).toBe(1)
  // Bunkr knows the bytes, so the two mirrors have one copy there.
  expect(gone(bunkr)).toEqual([])
  const view = await visitor.call.mirror.get.query({ id: second })
  expect(view.fileLinks.map(({ host }) => host).toSorted()).toEqual(hosts.toSorted())
  for (const { host, url } of view.fileLinks)
    if (host === 'local') expect((await fetch(url)).headers.get('content-length')).toBe('1000')
  await expect.poll(() => product.staged()).toHaveLength(2)
})
