// The number of a request: in its answer, in its lines of the log, and in the sentence about what went wrong.
import postgres from 'postgres'
import { beforeAll, expect, it } from 'vitest'
import { type App, startApp } from '#tests/support/app.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { visit } from '#tests/support/visitor.ts'
import { linesOf } from './begin.ts'

let app: App

beforeAll(async () => {
  app = await startApp({ env: { LOG_LEVEL: 'debug' } })
})

const fresh = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const logged = (): Record<string, unknown>[] => linesOf(app.log()).map((line) => JSON.parse(line))

/** Waits for a line of the log: it comes a moment after the answer that it is about. */
async function line(fits: (one: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
  for (;;) {
    const found = logged().find(fits)
    if (found) return found
    await fetch(`${app.url}/api/health-check`)
  }
}

const ask = async (path: string, headers: Record<string, string> = {}) =>
  (await fetch(`${app.url}${path}`, { headers })).headers.get('x-request-id') ?? ''

it('is the proxy’s where that is a sane one, else a new one each time', async () => {
  expect(await ask('/api/health-check', { 'x-request-id': 'Root=1-67891233-abcdef' })).toMatch(fresh)
  expect(await ask('/api/health-check', { 'x-request-id': '1-67891233-abcdef' })).toBe('1-67891233-abcdef')
  const made = [await ask('/'), await ask('/nowhere'), await ask('/storage/nowhere')]
  for (const id of made) expect(id).toMatch(fresh)
  expect(new Set(made).size).toBe(made.length)
  for (const bad of ['short', 'x'.repeat(65), 'a b c d e f', '"quoted-value"'])
    expect(await ask('/api/health-check', { 'x-request-id': bad })).toMatch(fresh)
})

it('stands in the line of the request, which has no query and no whole id of a mirror', async () => {
  const mirror = '01234567-89ab-4cde-8f01-23456789abcd'
  const id = await ask(`/mirror/${mirror}?secret=1`)
  const { ms, ...found } = await line(({ requestId, msg }) => requestId === id && msg === 'a request is answered')
  expect(found).toMatchObject({ level: 'debug', method: 'GET', path: '/mirror/01234567…', status: 404 })
  expect(ms).toEqual(expect.any(Number))
  expect(app.log()).not.toContain(mirror)
  expect(app.log()).not.toContain('secret=1')
})

it('is the one under which a fault was noted', async () => {
  const visitor = await visit(app.url)
  const sql = postgres(app.databaseUrl ?? '', { max: 1, onnotice: () => {} })
  await sql`alter table mirrors rename to mirrors_elsewhere`
  const refusal = await refusalOf(visitor.call.history.list.query({ search: 'something private' }))
  await sql.end()
  const [, id] = /noted as (\S+)\.$/.exec(refusal.message) ?? []
  expect(id).toMatch(fresh)
  const fault = await line(({ msg }) => msg === 'a call failed')
  expect(fault).toMatchObject({ level: 'error', requestId: id, path: 'history.list' })
  expect(JSON.stringify(fault)).toContain('Failed query: ')
  expect(app.log()).not.toContain('something private')
  expect(await line(({ msg, requestId }) => msg === 'a request is answered' && requestId === id)).toMatchObject({
    path: '/api/trpc/history.list',
    status: 500,
  })
})
