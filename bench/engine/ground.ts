// What each case of the engine stands on: a database, a storage in a process of its own, and the environment of both.
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeDatabase } from '#db/connection.ts'
import { publishEnvironment } from '#server/env.ts'
import { ensureBucket } from '#server/storage/bucket.ts'
import type { Identity } from '../counting-storage.ts'
import { benchEnvironment } from '../environment.ts'
import { startScratchDatabase } from '../scratch-database.ts'
import { startStorage, type StorageProcess } from './storage.ts'

export type Ground = {
  storage: StorageProcess
  /** For the processes of the engine; this process has it too. */
  env: Record<string, string>
}

/** Starts it; it goes with the stack. With an identity the storage speaks HTTPS. */
export async function openGround(stack: AsyncDisposableStack, identity?: Identity): Promise<Ground> {
  const storage = stack.use(await startStorage(identity))
  const scratch = stack.use(await startScratchDatabase())
  const env = { ...benchEnvironment, ...storage.env, DATABASE_URL: scratch.url }
  publishEnvironment(env)
  stack.defer(() => closeDatabase())
  await ensureBucket()
  return { storage, env }
}

/** A folder that goes with the stack. */
export async function openFolder(stack: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'easymirror-bench-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  return folder
}
