// The database that an operator works on: one from outside, that of the instance that runs, or the embedded one, started for it.
import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { closeDatabase } from '#db/connection.ts'
import { makeDataFolder } from '#server/embedded/data-folder.ts'
import { prepareDatabase } from '#server/embedded/postgres-database.ts'
import { findRunning } from '#server/embedded/postgres-process.ts'
import { loadSecrets } from '#server/embedded/secrets.ts'
import { type Environment, publishEnvironment } from '#server/env.ts'
import { openDatabase, openDataFolder } from '#server/startup/services.ts'
import { StartError } from '#server/startup/start-error.ts'
import type { Teardown } from '#server/startup/teardown.ts'

/**
 * Connects this process to the database. An instance that runs on it goes on.
 * @param teardown gets what was opened
 * @throws {StartError} when there is no database
 */
export async function openOperator(environment: Environment, teardown: Teardown): Promise<void> {
  const url = environment.DATABASE_URL ?? (await embeddedDatabase(environment, teardown))
  publishEnvironment({
    ...(await missingSecrets(environment)),
    // Nothing here touches the storage, but an environment without one is not whole.
    S3_BUCKET: environment.S3_BUCKET ?? 'easymirror',
    DATABASE_URL: url,
    // What is queued here is done by the instances that run.
    MIRROR_WORKER: 'off',
  })
  teardown.add({ name: 'database connections', close: () => closeDatabase(1), patienceMs: 1_500 })
}

async function embeddedDatabase(environment: Environment, teardown: Teardown): Promise<string> {
  const folder = resolve(environment.EASYMIRROR_DATA_DIR)
  if (!existsSync(join(folder, 'postgres')))
    throw new StartError(`There is no database in ${folder}: set EASYMIRROR_DATA_DIR or DATABASE_URL to where it is.`)
  const directory = await realpath(folder)
  const running = await findRunning(join(directory, 'postgres'))
  if (running?.state === 'ready') {
    const { databasePassword } = await loadSecrets(directory)
    return (await prepareDatabase({ port: running.port, password: databasePassword })).url
  }
  const opened = await openDataFolder(environment, teardown)
  return (await openDatabase({ environment, folder: opened, teardown, onLost: () => {} })).reveal()
}

/** Those that were not given lie in the data folder, as those of an instance do. */
async function missingSecrets({ AUTH_SECRET, CRON_SECRET, EASYMIRROR_DATA_DIR }: Environment) {
  if (AUTH_SECRET && CRON_SECRET) return {}
  const directory = resolve(EASYMIRROR_DATA_DIR)
  await makeDataFolder(directory)
  const { authSecret, cronSecret } = await loadSecrets(directory)
  return {
    ...(!AUTH_SECRET && { AUTH_SECRET: authSecret.reveal() }),
    ...(!CRON_SECRET && { CRON_SECRET: cronSecret.reveal() }),
  }
}
