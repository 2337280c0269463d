// The folder that holds the embedded servers' files and the made secrets, and the lock that keeps a second instance out of it.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '#server/startup/start-error.ts'

const SQLITE_BUSY = 5

/**
 * Makes the data folder where it is missing; the modes of folders that exist are left as they are.
 * @throws {StartError} when it cannot be made
 */
export async function makeDataFolder(directory: string): Promise<void> {
  // As root, PostgreSQL runs as another user, who has to pass through this folder to its own.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700
  try {
    await mkdir(directory, { recursive: true, mode })
  } catch (cause) {
    throw new StartError(`The data folder ${directory} cannot be made: set EASYMIRROR_DATA_DIR to one that can.`, cause)
  }
}

/**
 * Takes the data folder for this process. The kernel lets go of the lock when the process dies, whatever ended it, and
 * holds it across containers that share a volume, which a file with a process id in it does not.
 * @returns what gives the folder back
 * @throws {StartError} when another process has it, or the folder cannot be written
 */
export function lockDataFolder(directory: string): () => void {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(join(directory, 'lock.db'))
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (cause) {
    database?.close()
    if (isBusy(cause))
      throw new StartError(
        `The data folder ${directory} is in use by another EasyMirror: stop that one, or set EASYMIRROR_DATA_DIR.`,
        cause,
      )
    throw new StartError(
      `The data folder ${directory} cannot be written: set EASYMIRROR_DATA_DIR to one that can.`,
      cause,
    )
  }
  const held = database
  return () => {
    if (held.isOpen) held.close()
  }
}

const isBusy = (error: unknown) => error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
