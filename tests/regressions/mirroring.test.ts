// Faults of the system that this one replaces, in how it mirrored: each test has the name of what went wrong there.
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { type Mirroring, openMirroring } from '#tests/mirroring/open-mirroring.ts'
import { isOver, sampleBytes, type TestFile, untilMirror, upload } from '#tests/support/visitor.ts'

type Intercept = (request: IncomingMessage, response: ServerResponse) => boolean

let product: Mirroring
/** What storage answers in place of a file, as long as it is set. */
let intercept: Intercept | null = null

beforeAll(async () => {
  product = await openMirroring({ intercept: (request, response) => intercept?.(request, response) ?? false })
})
beforeEach(() => {
  intercept = null
  for (const simulator of [product.pixeldrain, product.gofile, product.bunkr]) simulator.reset()
})

const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('hex')

async function start(files: TestFile[], hosts: string[]) {
  const { visitor } = product
  const { id } = await upload(visitor, files)
  await visitor.call.mirror.start.mutate({ id, hosts })
  return { id, end: () => untilMirror(visitor, id, isOver) }
}

it('staging was deleted although every host had failed', async () => {
  const body = sampleBytes(300_000, 1)
  for (const host of [product.gofile, product.bunkr]) host.fail({ kind: 'status', status: 403, on: 'upload' })
  const { id, end } = await start([{ name: 'kept.bin', body }], ['gofile', 'bunkr'])
  expect((await end()).status).toBe('failed')
  expect((await product.staged()).filter((key) => key.startsWith(id))).toHaveLength(1)

  await product.visitor.call.mirror.retry.mutate({ id })
  expect(await untilMirror(product.visitor, id, ({ status }) => status === 'done')).toMatchObject({
    files: [{ sha256: sha256(body) }],
  })
})

const refusal = '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>'

it.each([403, 500, 503])('a storage error page (%i) was mirrored as the file', async (status) => {
  const body = sampleBytes(300_000, status)
  let struck = 0
  intercept = ({ method }, response) => {
    if (method !== 'GET' || struck >= 2) return false
    struck += 1
    response.writeHead(status, { 'content-type': 'application/xml' }).end(refusal)
    return true
  }
  const { end } = await start([{ name: 'page.bin', body }], ['pixeldrain', 'gofile'])
  expect((await end()).status).toBe('done')
  expect(struck).toBe(2)
  for (const { ledger } of [product.pixeldrain, product.gofile])
    expect(ledger.map((arrival) => arrival.sha256)).toEqual([sha256(body)])
})

it('an error page that came with status 200 was mirrored as the file', async () => {
  const body = sampleBytes(300_000, 200)
  intercept = ({ method }, response) => {
    if (method !== 'GET') return false
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
    return true
  }
  const { id, end } = await start([{ name: 'page.bin', body }], ['gofile'])
  expect((await end()).links).toMatchObject([
    { status: 'failed', url: null, error: expect.stringMatching(/^[A-Z].+\.$/) },
  ])
  expect(product.gofile.ledger).toEqual([])

  intercept = null
  await product.visitor.call.mirror.retry.mutate({ id })
  const view = await untilMirror(product.visitor, id, ({ status }) => status === 'done')
  expect(view.files[0]?.sha256).toBe(sha256(body))
  expect(product.gofile.ledger.map((arrival) => arrival.sha256)).toEqual([sha256(body)])
})

it('a truncated copy counted as success: a read that breaks off goes on from its byte', async () => {
  const body = sampleBytes(3_000_000, 4)
  let cuts = 0
  intercept = ({ method, headers }, response) => {
    if (method !== 'GET' || headers.range !== undefined || cuts > 0) return false
    cuts += 1
    response.writeHead(200, { 'content-length': body.length, etag: headers['if-match'] ?? '""' })
    response.write(body.subarray(0, 1_000_000), () => response.destroy())
    return true
  }
  const { end } = await start([{ name: 'cut.bin', body }], ['pixeldrain', 'gofile', 'bunkr'])
  expect((await end()).status).toBe('done')
  expect(cuts).toBe(1)
  for (const { ledger } of [product.pixeldrain, product.gofile, product.bunkr])
    expect(ledger.map((arrival) => arrival.sha256)).toEqual([sha256(body)])
})

it('a truncated copy counted as success: a host that kept less than was sent is not believed', async () => {
  product.gofile.fail({ kind: 'wrong-size', times: 50 })
  const { end } = await start([{ name: 'short.bin', body: sampleBytes(50_000, 5) }], ['gofile'])
  const view = await end()
  expect(view).toMatchObject({ status: 'failed', links: [{ url: null, status: 'failed' }], fileLinks: [] })
})

it('keys were made from file names: two files of one name became one', async () => {
  const files = [6, 7, 8].map((seed) => ({ name: 'same name.bin', body: sampleBytes(20_000 + seed, seed) }))
  product.gofile.fail({ kind: 'status', status: 403, on: 'upload', times: files.length })
  const { id, end } = await start(files, ['gofile'])
  await end()
  expect((await product.staged()).filter((key) => key.startsWith(id)).toSorted()).toEqual(
    (await product.visitor.call.mirror.get.query({ id })).files.map((file) => `${id}/${file.id}`).toSorted(),
  )
  await product.visitor.call.mirror.retry.mutate({ id })
  const view = await untilMirror(product.visitor, id, ({ status }) => status === 'done')
  const digests = files.map(({ body }) => sha256(body))
  expect(view.files.map((file) => file.sha256)).toEqual(digests)
  expect(product.gofile.ledger.map((arrival) => arrival.sha256).toSorted()).toEqual(digests.toSorted())
})

it('failed files were skipped in silence', async () => {
  const files = ['good.bin', 'bad.bin'].map((name, seed) => ({ name, body: sampleBytes(30_000, seed) }))
  product.gofile.fail({ kind: 'status', status: 403, times: 50, nameMatches: 'bad.bin' })
  const { id, end } = await start(files, ['gofile'])
  const view = await end()
  expect(view.status).toBe('partial')
  expect(view.links).toMatchObject([{ status: 'failed', error: 'GoFile says that the account is full.' }])
  const good = view.files.find(({ name }) => name === 'good.bin')?.id
  expect(view.fileLinks.map(({ fileId }) => fileId)).toEqual([good])
  const { items } = await product.visitor.call.history.list.query({})
  expect(items.find((item) => item.id === id)).toMatchObject({ status: 'partial', fileCount: 2 })
})
