// SIGKILL at any time: whatever is left behind, the next start just works and has the data.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { type App, startApp } from '#tests/support/app.ts'
import { rareTest, telling } from '#tests/support/rare.ts'
import { begin, isHealthy } from './begin.ts'
import { aliveOf, appears, databaseOf, gone, LOOK_MS } from './processes.ts'

const startOn = (dataDirectory: string): Promise<App> => startApp({ database: 'embedded', dataDirectory })

/** When in its first start the product is killed. */
const moments: [what: string, comes: (folder: string) => Promise<unknown>][] = [
  ['the database makes its files', (folder) => filesBegun(folder)],
  ['the database comes up', (folder) => appears(join(folder, 'postgres', 'postmaster.pid'))],
]

test.each(telling(moments))('killed when %s', async (_what, comes) => {
  const product = await begin()
  await comes(product.dataDirectory)
  await product.end('SIGKILL')
  const app = await startOn(product.dataDirectory)
  expect(await isHealthy(app.url)).toBe(true)
  expect((await app.stop()).code).toBe(0)
  expect((await readdir(product.dataDirectory)).filter((name) => name.startsWith('postgres.new-'))).toEqual([])
})

rareTest('a database that lives on is adopted, with the data', async () => {
  const app = await startApp({ database: 'embedded' })
  const { pid } = await databaseOf(app.dataDirectory)
  await query(app, `insert into users (id) values ('00000000-0000-4000-8000-000000000001')`)
  await app.kill()
  expect(await aliveOf([pid])).toEqual([pid])
  const again = await startOn(app.dataDirectory)
  expect((await databaseOf(app.dataDirectory)).pid).toBe(pid)
  expect(await query(again, 'select id from users')).toHaveLength(1)
  expect((await again.stop()).code).toBe(0)
  expect(await aliveOf([pid])).toEqual([])
})

test('a database that was killed with it is started again, with the data, though its pid file names somebody else by now', async () => {
  const app = await startApp({ database: 'embedded' })
  const { pid } = await databaseOf(app.dataDirectory)
  await query(app, `insert into users (id) values ('00000000-0000-4000-8000-000000000001')`)
  await app.kill()
  const path = join(app.dataDirectory, 'postgres', 'postmaster.pid')
  const left = await readFile(path, 'utf8')
  process.kill(pid, 'SIGKILL')
  await gone([pid])
  await writeFile(path, left.replace(/^\d+/, String(process.pid)))
  const again = await startOn(app.dataDirectory)
  expect(await isHealthy(again.url)).toBe(true)
  expect((await databaseOf(app.dataDirectory)).pid).not.toBe(pid)
  expect(await query(again, 'select id from users')).toHaveLength(1)
})

async function appearsLike(folder: string, name: RegExp): Promise<string> {
  for (;;) {
    const found = (await readdir(folder)).find((entry) => name.test(entry))
    if (found !== undefined) return found
    await sleep(LOOK_MS)
  }
}

const filesBegun = async (folder: string) =>
  appears(join(folder, await appearsLike(folder, /^postgres\.new-/), 'cluster', 'PG_VERSION'))

/** As the application, with the password that it has in its data folder. */
async function query(app: App, statement: string): Promise<unknown[]> {
  const { databasePassword }: Record<string, string> = JSON.parse(
    await readFile(join(app.dataDirectory, 'secrets.json'), 'utf8'),
  )
  const { port } = await databaseOf(app.dataDirectory)
  const sql = postgres(`postgres://easymirror:${databasePassword}@127.0.0.1:${port}/easymirror`, { max: 1 })
  try {
    return await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}
