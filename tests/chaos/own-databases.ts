// A PostgreSQL for runs outside of the test suite, with a migrated template that each database is a clone of.
import { randomBytes } from 'node:crypto'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { migrateDatabase } from '#db/migrate.ts'
import { startPostgres } from '#server/embedded/postgres.ts'
import { Secret } from '#server/ids.ts'
import { prepareQueue } from '#server/jobs/queue.ts'

export type OwnDatabases = AsyncDisposable & {
  /** Makes a database with the tables and gives its URL. */
  create(): Promise<string>
}

const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

/** Starts it on an empty folder, which goes with it. */
export async function startOwnDatabases(): Promise<OwnDatabases> {
  const directory = await mkdtemp(join(await realpath(tmpdir()), 'easymirror-chaos-'))
  const password = new Secret(randomBytes(24).toString('hex'))
  const server = await startPostgres({ directory, password, settings, signal: new AbortController().signal })
  await migrateDatabase(server.url, prepareQueue)
  const template = new URL(server.url).pathname.slice(1)
  const sql = postgres(server.superuserUrl, { max: 1, onnotice: () => {} })
  return {
    async create() {
      const name = `chaos_${randomBytes(6).toString('hex')}`
      await sql.unsafe(`create database ${name} template ${template} owner easymirror`)
      const url = new URL(server.url)
      url.pathname = `/${name}`
      return url.href
    },
    async [Symbol.asyncDispose]() {
      await sql.end({ timeout: 1 })
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
