// The running PostgreSQL of a data folder as its own pid file tells it, and how it is ended.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runCommand } from './postgres-binaries.ts'

const POLL_MS = 20

/** What a server says of itself; `command` is the command line of its process. */
export type Running = { pid: number; port: number; state: string; command: string }

/**
 * Reads `postmaster.pid` (PostgreSQL 18, src/include/utils/pidfile.h: line 1 the process, 4 the port, 8 the state).
 * A file whose process is gone, or is something else that got the same id, counts as none.
 */
export async function findRunning(cluster: string): Promise<Running | undefined> {
  const lines = await readFile(pidFile(cluster), 'utf8')
    .then((content) => content.split('\n'))
    .catch(() => [])
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || !(await isAlive(pid))) return undefined
  const command = await commandOf(pid)
  if (!command.includes(cluster)) return undefined
  return { pid, port: Number(lines[3]), state: (lines[7] ?? 'starting').trim(), command }
}

/** PostgreSQL itself refuses to start when the id in its pid file is somebody else's by now, as after a restart of a container. */
export const removePidFile = (cluster: string): Promise<void> => rm(pidFile(cluster), { force: true })

const pidFile = (cluster: string) => join(cluster, 'postmaster.pid')

/** Whether a process runs; one that is dead and not yet collected by its parent does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return !/^\d+ \(.*\) [ZX] /s.test(stat)
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform !== 'linux')
    return (await runCommand({ file: 'ps', args: ['-o', 'command=', '-p', String(pid)] })).output
  const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return raw.replaceAll('\0', ' ')
}

/** Fast, then immediate shutdown (PostgreSQL 18, "Shutting Down the Server"), then no more asking: [signal, ms to wait]. */
const endings = [
  ['SIGINT', 3_000],
  ['SIGQUIT', 700],
  ['SIGKILL', 500],
] as const

/** Ends a server within 4.2 s and waits until it is gone. An immediate end costs a recovery at the next start, no data. */
export async function endServer(pid: number): Promise<void> {
  for (const [signal, patienceMs] of endings) {
    if (!send(pid, signal)) return
    const deadline = performance.now() + patienceMs
    while (performance.now() < deadline) {
      if (!(await isAlive(pid))) return
      await sleep(POLL_MS)
    }
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
