// The end on a signal: in time, with what was under way finished, and with no process left behind.
import { request } from 'node:http'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { startApp } from '#tests/support/app.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { rareTest, telling } from '#tests/support/rare.ts'
import { begin, isHealthy } from './begin.ts'
import { aliveOf, appears, databaseOf, familyOf, gone } from './processes.ts'

/** With nothing under way, which is waited for up to DRAIN_SECONDS, it is over well before that. */
const LIMIT_MS = 5_000
/** What the operator is told to allow for, with nothing under way. */
const HARD_LIMIT_MS = 20_000

test('each of the two signals ends it with its database, and the next start has its data folder', async () => {
  const dataDirectory = await temporaryFolder()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const product = await begin({ dataDirectory })
    const url = await product.ready()
    const family = await familyOf(product.pid)
    expect(family).toContain((await databaseOf(dataDirectory)).pid)
    const ended = await product.end(signal)
    expect(ended).toMatchObject({ code: 0, signal: null })
    expect(ended.ms).toBeLessThan(LIMIT_MS)
    expect(await aliveOf(family)).toEqual([])
    await expect(fetch(url)).rejects.toThrow()
  }
})

const moments: [what: string, path: string][] = [
  ['the database makes its files', 'postgres'],
  ['it makes its secrets', 'secrets.json'],
  ['the database comes up', join('postgres', 'postmaster.pid')],
]

test.each(telling(moments))('a signal while %s ends it as well', async (_what, path) => {
  const product = await begin()
  await appears(join(product.dataDirectory, path))
  const family = await familyOf(product.pid)
  const ended = await product.end('SIGTERM')
  expect(ended).toMatchObject({ code: 0, signal: null })
  expect(ended.ms).toBeLessThan(LIMIT_MS)
  expect(await aliveOf(family)).toEqual([])
  await expect(databaseOf(product.dataDirectory)).rejects.toThrow('No database runs')
})

rareTest('connections that say nothing do not hold up the end', async () => {
  const product = await begin()
  const url = await product.ready()
  const silent = request(`${url}/storage/easymirror/key`, { method: 'PUT', headers: { 'content-length': 1000 } })
  silent.on('error', () => undefined)
  silent.flushHeaders()
  await isHealthy(url)
  const ended = await product.end('SIGTERM')
  expect(ended.code).toBe(0)
  expect(ended.ms).toBeLessThan(LIMIT_MS)
})

rareTest('a signal that comes twice, from a terminal and through npm, is one', async () => {
  const product = await begin()
  await product.ready()
  const family = await familyOf(product.pid)
  process.kill(product.pid, 'SIGINT')
  expect(await product.end('SIGINT')).toMatchObject({ code: 0, signal: null })
  expect(await aliveOf(family)).toEqual([])
})

rareTest('a database that hangs is ended in time all the same', async () => {
  const product = await begin()
  await product.ready()
  const family = await familyOf(product.pid)
  process.kill((await databaseOf(product.dataDirectory)).pid, 'SIGSTOP')
  expect((await product.end('SIGTERM')).ms).toBeLessThan(HARD_LIMIT_MS)
  await gone(family)
})

test('an upload that is under way is finished', async () => {
  const keys = { accessKeyId: 'EMTESTSTARTUP0001', secretAccessKey: 'a-secret-of-this-test-alone' }
  const env = { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey }
  const product = await begin({ env })
  const url = await product.ready()
  await using client = storageClient(`${url}/storage`, keys)
  const body = new PassThrough()
  const object = { Bucket: 'easymirror', Key: 'under-way' }
  const sending = client.s3.send(new PutObjectCommand({ ...object, Body: body, ContentLength: 6 }))
  body.write('abc')
  await appears(join(product.dataDirectory, 'storage'))
  const ending = product.end('SIGTERM')
  while (await isHealthy(url));
  body.end('def')
  await sending
  expect((await ending).code).toBe(0)
  const again = await startApp({ env, database: 'embedded', dataDirectory: product.dataDirectory })
  await using later = storageClient(`${again.url}/storage`, keys)
  const { Body } = await later.s3.send(new GetObjectCommand(object))
  expect(await Body?.transformToString()).toBe('abcdef')
})

test('a database that ends by itself ends the product', async () => {
  const product = await begin()
  await product.ready()
  process.kill((await databaseOf(product.dataDirectory)).pid, 'SIGKILL')
  expect((await product.exited).code).toBe(1)
  expect(product.log()).toContain('the embedded PostgreSQL has ended')
})

type Keys = { accessKeyId: string; secretAccessKey: string }

function storageClient(endpoint: string, credentials: Keys) {
  const s3 = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
  return { s3, [Symbol.asyncDispose]: async () => s3.destroy() }
}
