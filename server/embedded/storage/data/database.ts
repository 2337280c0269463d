// The index: one SQLite file that says which objects exist and which files hold their bytes; a change to it publishes an object.
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { schema } from './schema.ts'

export type Database = {
  /** A prepared statement; the same text gives the same one, so finish reading its rows before running it again. */
  prepare(text: string): StatementSync
  /**
   * Makes a change whole or not at all, and resolves when a loss of power can no longer undo it. `change` must not await.
   * @throws what `change` throws, with nothing changed
   */
  write<T>(change: () => T): Promise<T>
  close(): Promise<void>
}

function openFile(path: string): DatabaseSync {
  const sql = new DatabaseSync(path, { timeout: 2000 })
  // The lock is held for life, so that two processes can never share a folder; the kernel drops it when we are killed.
  sql.exec('pragma locking_mode = exclusive')
  sql.exec('pragma journal_mode = wal')
  // With `normal` a commit is only appended to the log; `flush` below syncs it off the event loop, many commits at once.
  sql.exec('pragma synchronous = normal')
  sql.exec('pragma foreign_keys = on')
  sql.exec('pragma cache_size = -32768')
  return sql
}

function flusher(log: FileHandle): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const start = (): Promise<void> => {
    running = log.datasync().finally(() => {
      running = undefined
    })
    return running
  }
  return () => {
    if (!running) return start()
    // The one that runs may have begun before our commit was appended.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return start()
      })
    return next
  }
}

/**
 * Opens the index in a folder.
 * @throws {Error} when another process has it open
 */
export async function openDatabase(directory: string): Promise<Database> {
  const path = join(directory, 'index.sqlite')
  let sql: DatabaseSync | undefined
  try {
    sql = openFile(path)
    sql.exec(`begin immediate; ${schema}; commit`)
  } catch (cause) {
    sql?.close()
    throw new Error('The storage folder is in use by another process, or its index cannot be read.', { cause })
  }
  const opened = sql
  const log = await open(`${path}-wal`, 'r+')
  const flush = flusher(log)
  await flush()
  const statements = new Map<string, StatementSync>()
  return {
    prepare(text) {
      const statement = statements.get(text) ?? opened.prepare(text)
      statements.set(text, statement)
      return statement
    },
    async write(change) {
      opened.exec('begin immediate')
      let result: ReturnType<typeof change>
      try {
        result = change()
      } catch (error) {
        opened.exec('rollback')
        throw error
      }
      opened.exec('commit')
      await flush()
      return result
    },
    async close() {
      await log.close()
      opened.close()
    },
  }
}
