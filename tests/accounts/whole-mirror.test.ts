// Whole mirrors with an account of their owner's own, in the real product: what goes where, what ends how, and what the log knows.
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { type Mirroring, openMirroring } from '#tests/mirroring/open-mirroring.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import type { Simulator } from '#tests/simulators/simulator.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { isOver, sampleBytes, untilMirror, upload, visit, type Visitor } from '#tests/support/visitor.ts'

const OPERATOR = 'the-key-of-the-operator'
const KEY = 'the-key-of-a-person'
const WRONG_KEY = 'the-key-of-nobody-at-all'
const SIZE = 200_000

let product: Mirroring
/** PixelDrain, with the operator's account and one of a person. */
let drain: Simulator
const keys = new Set<string>()
let sql: postgres.Sql
let visitor: Visitor

beforeAll(async () => {
  drain = await startPixeldrain({ apiKey: OPERATOR, otherKeys: keys })
  whenFileEnds(() => drain[Symbol.asyncDispose]())
  product = await openMirroring({ env: { ...drain.env, BUNKR_API_KEY: '', LOG_LEVEL: 'trace' } })
  sql = postgres(product.app.databaseUrl ?? '', { max: 1 })
  whenFileEnds(() => sql.end())
})

beforeEach(async () => {
  keys.add(KEY)
  drain.reset()
  await sql`delete from host_health`
  visitor = await visit(product.app.url)
})

const set = (host: string, credentials: Record<string, string>) =>
  visitor.call.account.hostAccounts.set.mutate({ host, credentials })

const filesSchema = z.object({ files: z.array(z.object({ name: z.string() })) })
const listsSchema = z.object({ lists: z.array(z.object({ file_count: z.number() })) })

async function ask<T>(key: string, path: string, schema: z.ZodType<T>): Promise<T> {
  const authorization = `Basic ${Buffer.from(`:${key}`).toString('base64')}`
  const answer = await fetch(`${drain.url}/api${path}`, { headers: { authorization } })
  return schema.parse(await answer.json())
}
const namesOf = async (key: string) =>
  (await ask(key, '/user/files', filesSchema)).files.map(({ name }) => name).toSorted()

const filesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `${index}.bin`, body: sampleBytes(SIZE, index) }))

it('takes a whole mirror to its owner’s accounts: files, lists and albums, and their deletion', async () => {
  await set('pixeldrain', { apiKey: KEY })
  await set('bunkr', { token: product.bunkr.env['BUNKR_API_KEY'] ?? '' })
  const { id } = await upload(visitor, filesOf(3))
  await visitor.call.mirror.start.mutate({ id, hosts: ['pixeldrain', 'bunkr'] })
  const { status, links } = await untilMirror(visitor, id, isOver)
  expect(status).toBe('done')
  expect(await namesOf(KEY)).toEqual(['0.bin', '1.bin', '2.bin'])
  expect(await namesOf(OPERATOR)).toEqual([])
  expect((await ask(KEY, '/user/lists', listsSchema)).lists).toEqual([{ file_count: 3 }])
  expect(links.find(({ host }) => host === 'pixeldrain')?.url).toMatch(/\/l\//)
  expect(product.bunkr.groups.map(({ files }) => files.length)).toEqual([3])

  const other = await visit(product.app.url)
  const theirs = await upload(other, filesOf(1))
  expect(await refusalOf(other.call.mirror.start.mutate({ id: theirs.id, hosts: ['bunkr'] }))).toMatchObject({
    code: 'BAD_REQUEST',
  })
  await other.call.mirror.start.mutate({ id: theirs.id, hosts: ['pixeldrain'] })
  await untilMirror(other, theirs.id, isOver)
  expect(await namesOf(OPERATOR)).toEqual(['0.bin'])

  await visitor.call.history.delete.mutate({ id, deleteFromHosts: true })
  await expect.poll(() => namesOf(KEY), { timeout: 30_000 }).toEqual([])
  expect(await namesOf(OPERATOR)).toEqual(['0.bin'])
})

it('ends a mirror whose account the host refuses by now, and pauses nobody; new credentials take effect at the next try', async () => {
  await set('pixeldrain', { apiKey: KEY })
  keys.delete(KEY)
  const { id } = await upload(visitor, filesOf(8))
  await visitor.call.mirror.start.mutate({ id, hosts: ['pixeldrain'] })
  const { links } = await untilMirror(visitor, id, isOver)
  expect(links).toMatchObject([{ status: 'failed', error: 'PixelDrain does not accept the API key.' }])
  expect(await sql`select host from host_health`).toEqual([])
  expect(await refusalOf(set('pixeldrain', { apiKey: WRONG_KEY }))).toMatchObject({ code: 'BAD_REQUEST' })
  keys.add(`${KEY}, the next one`)
  await set('pixeldrain', { apiKey: `${KEY}, the next one` })
  await visitor.call.mirror.retry.mutate({ id })
  expect(await untilMirror(visitor, id, isOver)).toMatchObject({ status: 'done' })
  expect(await namesOf(`${KEY}, the next one`)).toHaveLength(8)
})

it('waits alone where the host slows its account down', async () => {
  await set('pixeldrain', { apiKey: KEY })
  drain.fail({ kind: 'status', status: 429, retryAfter: 5, on: 'upload' })
  const { id } = await upload(visitor, filesOf(1))
  await visitor.call.mirror.start.mutate({ id, hosts: ['pixeldrain'] })
  const { links } = await untilMirror(visitor, id, ({ links: [link] }) => link?.error !== undefined)
  expect(links).toMatchObject([{ status: 'queued', error: 'PixelDrain is being asked too often.' }])
  expect(await sql`select host from host_health where paused_until is not null`).toEqual([])
  const other = await visit(product.app.url)
  const theirs = await upload(other, filesOf(1))
  await other.call.mirror.start.mutate({ id: theirs.id, hosts: ['pixeldrain'] })
  expect(await untilMirror(other, theirs.id, isOver)).toMatchObject({ status: 'done' })
  expect(await namesOf(KEY)).toEqual([])
  expect(await untilMirror(visitor, id, isOver)).toMatchObject({ status: 'done' })
})

it('lets what is under way end when the account is removed, and says of the rest that there is none any more', async () => {
  await set('pixeldrain', { apiKey: KEY })
  drain.fail({ kind: 'slow-body', bytesPerSecond: 50_000, times: 2 })
  const { id } = await upload(visitor, filesOf(5))
  await visitor.call.mirror.start.mutate({ id, hosts: ['pixeldrain'] })
  await expect.poll(() => drain.faultsLeft(), { timeout: 20_000 }).toBe(0)
  await visitor.call.account.hostAccounts.remove.mutate({ host: 'pixeldrain' })
  const { status, links, fileLinks } = await untilMirror(visitor, id, isOver)
  expect(status).toBe('partial')
  expect(links).toMatchObject([{ status: 'failed', error: 'PixelDrain has no account of yours any more.' }])
  expect(fileLinks).toHaveLength(2)
  expect(await namesOf(OPERATOR)).toEqual([])
})

it('ends quietly when its owner goes with all accounts while files are on their way', async () => {
  await set('pixeldrain', { apiKey: KEY })
  const { id } = await upload(visitor, filesOf(1))
  // All of it has been sent by then, and nobody has heard the answer.
  drain.fail({ kind: 'slow-reply', ms: 4_000, on: 'upload' })
  await visitor.call.mirror.start.mutate({ id, hosts: ['pixeldrain'] })
  await expect.poll(() => drain.faultsLeft(), { timeout: 20_000 }).toBe(0)
  await visitor.call.account.delete.mutate({ confirm: 'guest' })
  await sleep(6_000)
  const rows =
    await sql`select state from pgboss.job where name in ('remove-copy', 'mirror-file') and state in ('created', 'retry', 'active')`
  expect(rows).toEqual([])
  expect(await sql`select id from host_accounts`).toHaveLength(4)
})

it('has none of the credentials in its log or its database, and no fault', async () => {
  await product.app.stop()
  const log = product.app.log()
  const token = product.bunkr.env['BUNKR_API_KEY'] ?? ''
  for (const secret of [KEY, WRONG_KEY, OPERATOR, token]) {
    expect(secret.length).toBeGreaterThan(8)
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(`:${secret}`).toString('base64').slice(0, 20)])
      expect(log.includes(form)).toBe(false)
    const rows = await sql`select t::text as row from host_accounts t union all select t::text from host_memory t`
    expect(rows.filter(({ row }) => String(row).includes(secret))).toEqual([])
  }
  expect(log).not.toMatch(/"level":"(error|fatal)"/)
})
