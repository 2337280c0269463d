// Runs once per test run: one PostgreSQL for all test files, with a migrated template that each clones.
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, realpath, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '#db/migrate.ts'
import { startPostgres } from '#server/embedded/postgres.ts'
import { endServer, findRunning, isAlive } from '#server/embedded/postgres-process.ts'
import { Secret } from '#server/ids.ts'
import { prepareQueue } from '#server/jobs/queue.ts'
import { FAILED_PREFIX, TEMPLATE } from './database-names.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    superuserUrl: string
  }
}

const PREFIX = 'easymirror-tests-'
const evidence = join(tmpdir(), 'easymirror-failed-tests')

/** What makes it fast is what a crash would need, and this one is thrown away. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned()
  const directory = await mkdtemp(join(await realpath(tmpdir()), `${PREFIX}${process.pid}-`))
  const password = new Secret(randomBytes(24).toString('hex'))
  const server = await startPostgres({ directory, password, settings, signal: new AbortController().signal })
  const endAtOnce = () => void process.kill(server.pid, 'SIGQUIT')
  process.on('exit', endAtOnce)
  const sql = postgres(server.superuserUrl, { max: 1, onnotice: () => {} })
  await makeTemplate(sql, server.superuserUrl)
  project.provide('superuserUrl', server.superuserUrl)
  return async () => {
    const kept = await sql`select datname from pg_database where starts_with(datname, ${FAILED_PREFIX})`
    await sql.end({ timeout: 1 })
    process.off('exit', endAtOnce)
    await server.stop()
    if (kept.length > 0)
      await keepEvidence(
        directory,
        kept.map(({ datname }) => String(datname)),
      )
    else await rm(directory, { recursive: true, force: true })
  }
}

/** Owned by the application's role, as in the product, so that a right that is missing there is missing here. */
async function makeTemplate(sql: postgres.Sql, superuserUrl: string): Promise<void> {
  await sql.unsafe(`create database ${TEMPLATE} owner easymirror`)
  const url = new URL(superuserUrl)
  url.username = 'easymirror'
  url.pathname = `/${TEMPLATE}`
  await migrateDatabase(url.href, prepareQueue)
}

/** The databases of test files that failed, of the last such run only. */
async function keepEvidence(directory: string, databases: string[]): Promise<void> {
  await rm(evidence, { recursive: true, force: true })
  await rename(directory, evidence)
  process.stderr.write(`Kept for you in ${join(evidence, 'postgres')}: ${databases.join(', ')}\n`)
}

/** What a run that was killed left behind: its process is gone, its server is not. */
async function removeAbandoned(): Promise<void> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX))
  for (const name of folders) {
    if (await isAlive(Number(name.slice(PREFIX.length).split('-')[0]))) continue
    const directory = join(await realpath(tmpdir()), name)
    const running = await findRunning(join(directory, 'postgres'))
    if (running) await endServer(running.pid)
    await rm(directory, { recursive: true, force: true })
  }
}
