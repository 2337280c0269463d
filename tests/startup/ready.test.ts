// A start that succeeds: what it prints, when, and where it answers.
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { startApp } from '#tests/support/app.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { rareTest } from '#tests/support/rare.ts'
import { begin, isHealthy, linesOf } from './begin.ts'
import { aliveOf, databaseOf } from './processes.ts'

test('who asks too early is told to come again; then it prints one line with its URL, and answers there', async () => {
  const product = await begin()
  const early = await firstAnswer(`http://127.0.0.1:${product.port}/`)
  expect({ status: early.status, retry: early.headers.get('retry-after') }).toEqual({ status: 503, retry: '1' })
  expect(product.stdout()).toBe('')
  const url = await product.ready()
  expect(url).toBe(`http://127.0.0.1:${product.port}`)
  expect(await isHealthy(url)).toBe(true)
  expect(await (await fetch(url)).text()).toContain('EasyMirror')
  expect((await product.end('SIGTERM')).code).toBe(0)
  expect(linesOf(product.stdout())).toEqual([`EasyMirror is ready at ${url}`])
})

test('a port that is taken is told at once, and nothing stays behind', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  whenFileEnds(() => other.close())
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const product = await begin({ env: { PORT: String(port) } })
  expect((await product.exited).code).toBe(1)
  expect(product.log()).toBe(
    `PORT: ${port} on 127.0.0.1 is taken by another program: set PORT or HOST to one that is free.\n`,
  )
  await expect(databaseOf(product.dataDirectory)).rejects.toThrow('No database runs')
})

test('a second start on one data folder says so and leaves the first alone', async () => {
  await using app = await startApp({ database: 'embedded' })
  const second = await begin({ dataDirectory: app.dataDirectory })
  expect((await second.exited).code).toBe(1)
  expect(second.log()).toBe(
    `The data folder ${app.dataDirectory} is in use by another EasyMirror: stop that one, or set EASYMIRROR_DATA_DIR.\n`,
  )
  expect(await isHealthy(app.url)).toBe(true)
})

rareTest('of three first starts at once on one data folder, one comes up', async () => {
  const first = await begin()
  const others = [
    await begin({ dataDirectory: first.dataDirectory }),
    await begin({ dataDirectory: first.dataDirectory }),
  ]
  const all = [first, ...others]
  const ends = all.map(async (product) => ({ product, url: await product.ready().catch(() => undefined) }))
  const up = (await Promise.all(ends)).filter(({ url }) => url !== undefined)
  expect(up).toHaveLength(1)
  expect(await isHealthy(up[0]?.url ?? '')).toBe(true)
  const down = all.filter((product) => product !== up[0]?.product)
  for (const product of down) expect(product.log()).toContain('is in use by another EasyMirror')
  expect(await aliveOf(down.map(({ pid }) => pid))).toEqual([])
})

/** The first one that there is; until the port is taken there is none. */
async function firstAnswer(url: string): Promise<Response> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer) return answer
  }
}
