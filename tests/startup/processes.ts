// Processes of this machine, so that a test sees what a product has started and whether it is gone.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findRunning, isAlive } from '#server/embedded/postgres-process.ts'

/** Files and processes tell nobody when they come and go, so they are looked at this often, in milliseconds. */
export const LOOK_MS = 2

const run = promisify(execFile)

/** A process and all that it has started, and they in turn. */
export async function familyOf(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid='])
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const family = new Set([pid])
  for (let size = 0; size < family.size; ) {
    size = family.size
    for (const [child = 0, parent = 0] of pairs) if (family.has(parent)) family.add(child)
  }
  return [...family]
}

/** Those that still run. */
export async function aliveOf(pids: readonly number[]): Promise<number[]> {
  const alive = await Promise.all(pids.map(isAlive))
  return pids.filter((_, index) => alive[index])
}

/** Waits until none of them runs. */
export async function gone(pids: readonly number[]): Promise<void> {
  while ((await aliveOf(pids)).length > 0) await sleep(LOOK_MS)
}

/** Waits until a file or folder is there. */
export async function appears(path: string): Promise<void> {
  while (!existsSync(path)) await sleep(LOOK_MS)
}

/** The embedded database of a data folder. @throws {Error} when none runs */
export async function databaseOf(dataDirectory: string): Promise<{ pid: number; port: number }> {
  const running = await findRunning(join(dataDirectory, 'postgres'))
  if (!running) throw new Error(`No database runs in ${dataDirectory}`)
  return running
}
