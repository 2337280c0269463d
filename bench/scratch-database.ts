// A PostgreSQL of its own for a benchmark, with this version's tables; what a crash would need is off, as it is thrown away.
import { randomBytes } from 'node:crypto'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase } from '#db/migrate.ts'
import { startPostgres } from '#server/embedded/postgres.ts'
import { Secret } from '#server/ids.ts'
import { prepareQueue } from '#server/jobs/queue.ts'

export type ScratchDatabase = AsyncDisposable & {
  url: string
  /** The same database as the server's superuser. */
  superuserUrl: string
}

const settings = { fsync: 'off', synchronous_commit: 'off', max_wal_size: '4GB' }

/** Starts it on an empty folder, which goes with it. */
export async function startScratchDatabase(): Promise<ScratchDatabase> {
  const directory = await mkdtemp(join(await realpath(tmpdir()), 'easymirror-bench-'))
  const password = new Secret(randomBytes(24).toString('hex'))
  const server = await startPostgres({ directory, password, settings, signal: new AbortController().signal })
  const superuserUrl = new URL(server.superuserUrl)
  superuserUrl.pathname = new URL(server.url).pathname
  await migrateDatabase(server.url, prepareQueue)
  return {
    url: server.url,
    superuserUrl: superuserUrl.href,
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
