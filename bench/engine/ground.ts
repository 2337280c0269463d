// What each case of the engine stands on: a database, a storage in a process of its own, and the environment of both.
import { existsSync } from 'node:fs'
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

/** Linux keeps it in memory. */
const SHARED_MEMORY = '/dev/shm'

/** A folder that goes with the stack; in memory where that is wanted and the machine has one. */
export async function openFolder(stack: AsyncDisposableStack, place: 'disk' | 'memory' = 'disk'): Promise<string> {
  const parent = place === 'memory' && existsSync(SHARED_MEMORY) ? SHARED_MEMORY : await realpath(tmpdir())
  const folder = await mkdtemp(join(parent, 'easymirror-bench-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  return folder
}
