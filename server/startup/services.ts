// The database and the secrets of an instance: those that the environment names, else our own in the data folder.
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { migrateDatabase } from '#db/migrate.ts'
import { lockDataFolder, makeDataFolder } from '#server/embedded/data-folder.ts'
import { startPostgres } from '#server/embedded/postgres.ts'
import { loadSecrets, type Secrets } from '#server/embedded/secrets.ts'
import type { Environment } from '#server/env.ts'
import { Secret } from '#server/ids.ts'
import { prepareQueue } from '#server/jobs/queue.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { log } from '#server/log.ts'
import { StartError } from './start-error.ts'
import type { Teardown } from './teardown.ts'

export type DataFolder = { directory: string; secrets: Secrets }

/**
 * The data folder, where this instance needs one: locked when it holds the database or the storage, shared when it holds
 * secrets only, untouched when the environment gives everything.
 * @throws {StartError} when it is in use, or cannot be
 */
export async function openDataFolder(environment: Environment, teardown: Teardown): Promise<DataFolder | undefined> {
  const { DATABASE_URL, S3_BUCKET, AUTH_SECRET, CRON_SECRET, EASYMIRROR_DATA_DIR } = environment
  const allOutside = DATABASE_URL !== undefined && S3_BUCKET !== undefined
  if (allOutside && AUTH_SECRET && CRON_SECRET) return undefined
  const path = resolve(EASYMIRROR_DATA_DIR)
  await makeDataFolder(path)
  const directory = await realpath(path)
  if (!allOutside) {
    const unlock = lockDataFolder(directory)
    teardown.add({ name: 'lock', close: unlock, patienceMs: 100 })
  }
  return { directory, secrets: await loadSecrets(directory) }
}

type DatabaseOptions = {
  environment: Environment
  folder: DataFolder | undefined
  teardown: Teardown
  onLost: () => void
}

/**
 * The URL of a database that is there and has this version's tables.
 * @param options.onLost called when the embedded server ends without being asked
 * @throws {StartError} when there is none
 */
export async function openDatabase({ environment, folder, teardown, onLost }: DatabaseOptions): Promise<Secret> {
  const outside = environment.DATABASE_URL
  if (outside !== undefined) {
    await migrateDatabase(outside, prepareQueue).catch((cause: unknown) => {
      throw new StartError(`DATABASE_URL: the database cannot be used: ${plainReason(cause)}`, cause)
    })
    return new Secret(outside)
  }
  if (!folder) throw new Error('a database of our own has a data folder')
  const signal = lifecycle().stopping
  const starting = startPostgres({ ...folder, password: folder.secrets.databasePassword, signal })
  let pid: number | undefined
  teardown.add({
    name: 'postgres',
    close: async () => (await starting.catch(() => undefined))?.stop(),
    patienceMs: 5_000,
    kill: (how) => {
      if (pid !== undefined) killQuietly(pid, how)
    },
  })
  const server = await starting
  pid = server.pid
  void server.exited.then(() => {
    if (signal.aborted) return
    log.fatal('the embedded PostgreSQL has ended')
    onLost()
  })
  await migrateDatabase(server.url, prepareQueue)
  return new Secret(server.url)
}

/** The driver's messages name what they could not reach and never the password, but may run over lines. */
const plainReason = (error: unknown) =>
  error instanceof Error ? (error.message || error.name).replace(/\s+/g, ' ') : 'no reason was given'

function killQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It is gone already, which is what was asked for.
  }
}
