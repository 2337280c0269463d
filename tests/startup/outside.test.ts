// A database and a storage that are not ours: what is named is used, and nothing of our own is brought up in its place.
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import { startApp } from '#tests/support/app.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { createDatabase } from '#tests/support/database.ts'
import { rareTest } from '#tests/support/rare.ts'
import { begin, isHealthy, linesOf } from './begin.ts'
import { databaseOf } from './processes.ts'

const main = join(import.meta.dirname, '..', '..', 'server', 'embedded', 'storage', 'main.ts')
const keys = { AWS_ACCESS_KEY_ID: 'EMTESTOUTSIDE0001', AWS_SECRET_ACCESS_KEY: 'a-secret-of-this-test-alone' }

test('with DATABASE_URL no database is started', async () => {
  const app = await startApp()
  expect(await isHealthy(app.url)).toBe(true)
  expect(await readdir(app.dataDirectory)).not.toContain('postgres')
  await expect(databaseOf(app.dataDirectory)).rejects.toThrow('No database runs')
})

rareTest('with S3_BUCKET no storage is started, and what is staged is in the other one', async () => {
  const storage = await runStorage()
  const app = await startApp({
    env: { ...keys, S3_ENDPOINT: storage, S3_BUCKET: 'elsewhere', S3_FORCE_PATH_STYLE: 'true' },
  })
  expect(await isHealthy(app.url)).toBe(true)
  expect(await readdir(app.dataDirectory)).not.toContain('storage')
  expect((await fetch(`${app.url}/storage/elsewhere`)).status).toBe(404)
  expect((await app.stop()).code).toBe(0)
})

test('with both and with secrets, no data folder is touched', async () => {
  const storage = await runStorage()
  const secrets = { AUTH_SECRET: 'a-secret-of-this-test', CRON_SECRET: 'another-one-of-it' }
  const s3 = { S3_ENDPOINT: storage, S3_BUCKET: 'elsewhere', S3_FORCE_PATH_STYLE: 'true' }
  const app = await startApp({ env: { ...keys, ...secrets, ...s3 } })
  expect(await isHealthy(app.url)).toBe(true)
  expect(await readdir(app.dataDirectory)).toEqual([])
})

test('a storage that cannot be reached is told by the name of its variable', async () => {
  const s3 = { S3_ENDPOINT: 'http://127.0.0.1:1', S3_BUCKET: 'elsewhere', S3_FORCE_PATH_STYLE: 'true' }
  const product = await begin({ env: { ...keys, ...s3, DATABASE_URL: await createDatabase() } })
  expect((await product.exited).code).toBe(1)
  expect(linesOf(product.log())).toEqual([expect.stringMatching(/^S3_BUCKET: /)])
})

test('instances that start at once on an empty database make its tables once', async () => {
  const database = await emptyDatabase()
  const apps = await Promise.all([1, 2, 3].map(() => startApp({ database })))
  for (const app of apps) expect(await isHealthy(app.url)).toBe(true)
  const sql = postgres(database, { max: 1 })
  const [made] =
    await sql`select count(*)::int as runs, count(distinct hash)::int as migrations from drizzle.__drizzle_migrations`
  await sql.end()
  expect(made?.['runs']).toBeGreaterThan(0)
  expect(made?.['runs']).toBe(made?.['migrations'])
})

/** `npm run storage` as an outside S3. @returns its URL */
async function runStorage(): Promise<string> {
  const storage = await begin({ env: keys, program: [process.execPath, main] })
  return storage.ready()
}

/** Without the tables that the others are cloned with. */
async function emptyDatabase(): Promise<string> {
  const name = `empty_${randomBytes(8).toString('hex')}`
  const admin = postgres(inject('superuserUrl'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} owner easymirror`)
  whenFileEnds(async () => {
    await admin.unsafe(`drop database ${name} with (force)`)
    await admin.end()
  })
  const url = new URL(inject('superuserUrl'))
  url.username = 'easymirror'
  url.pathname = `/${name}`
  return url.href
}
