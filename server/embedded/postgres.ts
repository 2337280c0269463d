// The embedded PostgreSQL: one server per data folder, started, or adopted where an instance that was killed left it running.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, renameSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Secret } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { StartError } from '#server/startup/start-error.ts'
import { findBinaries, POSTGRES_ENVIRONMENT } from './postgres-binaries.ts'
import { type Cluster, prepareCluster } from './postgres-cluster.ts'
import { prepareDatabase } from './postgres-database.ts'
import { launchAs } from './postgres-identity.ts'
import { endServer, findRunning, isAlive, type Running, removePidFile } from './postgres-process.ts'

export type EmbeddedPostgres = {
  /** The application's own database, as its own role. Holds the password. */
  url: string
  /** As the superuser, for what tests and tools do beside the application. Holds the password. */
  superuserUrl: string
  pid: number
  /** Resolves when the server has ended, whoever ended it; never for an adopted one. */
  exited: Promise<void>
  /** Fast shutdown; within 5 s, and never throws. */
  stop(): Promise<void>
}

type Options = {
  directory: string
  password: Secret
  signal: AbortSignal
  /** More of `postgresql.conf`, such as what makes a database for tests fast. */
  settings?: Record<string, string>
}

const POLL_MS = 20
/** How long a server may take to be ready: after a crash it first replays its log. */
const READY_MS = 300_000
const START_ATTEMPTS = 5
const LOG_LIMIT_BYTES = 1024 * 1024

/**
 * Starts the server of a data folder, or adopts the one that runs there, and makes its database. The caller holds the
 * folder's lock. The server listens on 127.0.0.1 alone, on a port that is free, and keeps running when this process is killed.
 * @param options.directory absolute; the files are in `postgres/` below it, the server's own log in `postgres.log`
 * @throws {StartError} when it cannot run; nothing is left running then, nor when `signal` aborts
 */
export async function startPostgres({
  directory,
  password,
  signal,
  settings = {},
}: Options): Promise<EmbeddedPostgres> {
  const binaries = findBinaries()
  const cluster = await prepareCluster({ directory, binaries, password, signal })
  const adopted = await adopt(cluster, binaries.postgres, signal)
  const server = adopted ?? (await start({ cluster, postgres: binaries.postgres, directory, signal, settings }))
  try {
    const urls = await prepareDatabase({ port: server.port, password })
    log.debug({ pid: server.pid, adopted: adopted !== undefined }, 'the embedded PostgreSQL is ready')
    return { ...urls, pid: server.pid, exited: server.exited, stop: () => endServer(server.pid) }
  } catch (error) {
    await endServer(server.pid)
    throw error
  }
}

type Server = { pid: number; port: number; exited: Promise<void> }

/** A server of other binaries than ours is ended instead: an update has taken away the files that it would still load. */
async function adopt(cluster: Cluster, postgres: string, signal: AbortSignal): Promise<Server | undefined> {
  const isReady = (running: Running) => running.state === 'ready'
  const running = await settled(cluster.path, isReady, signal)
  if (running?.command.startsWith(postgres)) return { ...running, exited: new Promise(() => {}) }
  if (running) await endServer(running.pid)
  await removePidFile(cluster.path)
  return undefined
}

/** Waits while the server in the pid file is on its way up or down. */
async function settled(path: string, isReady: (running: Running) => boolean, signal: AbortSignal) {
  const deadline = performance.now() + READY_MS
  for (;;) {
    const running = await findRunning(path)
    if (!running || isReady(running)) return running
    if (performance.now() > deadline) throw new StartError(`The database in ${path} does not become ready.`)
    await sleep(POLL_MS, undefined, { signal })
  }
}

type StartOptions = {
  cluster: Cluster
  postgres: string
  directory: string
  signal: AbortSignal
  settings: Record<string, string>
}

/** Tries again on another port, and while what a killed server left in shared memory goes away. */
async function start(options: StartOptions): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const server = await startOnce(options)
    if (server) return server
    options.signal.throwIfAborted()
    if (attempt === START_ATTEMPTS)
      throw new StartError(
        `The embedded PostgreSQL did not start: ${join(options.directory, 'postgres.log')} says why.`,
      )
    await sleep(attempt * 200, undefined, { signal: options.signal })
  }
}

async function startOnce({
  cluster,
  postgres,
  directory,
  signal,
  settings,
}: StartOptions): Promise<Server | undefined> {
  const port = await freePort()
  const child = launch({ cluster, postgres, directory, settings: { port: String(port), ...settings } })
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const { pid } = child
  if (pid === undefined) return undefined
  try {
    const deadline = performance.now() + READY_MS
    while (await isAlive(pid)) {
      const running = await findRunning(cluster.path)
      if (running?.pid === pid && running.state === 'ready') return { pid, port, exited }
      if (performance.now() > deadline) break
      await sleep(POLL_MS, undefined, { signal })
    }
  } catch (error) {
    await endServer(pid)
    throw error
  }
  await endServer(pid)
  return undefined
}

/** In a session of its own, so that Ctrl-C in a terminal reaches it only through us, after the application has ended. */
function launch({ cluster, postgres, directory, settings }: Omit<StartOptions, 'signal'>): ChildProcess {
  const all = { ...SETTINGS, ...settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { file, args, ...user } = launchAs(cluster.identity, postgres, ['-D', cluster.path, ...flags])
  const output = openLog(join(directory, 'postgres.log'))
  try {
    const child = spawn(file, args, {
      ...user,
      detached: true,
      cwd: '/',
      env: POSTGRES_ENVIRONMENT,
      stdio: ['ignore', output, output],
    })
    child.unref()
    return child
  } finally {
    closeSync(output)
  }
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The application logs what its statements failed with; this log is for the server's own life, and so stays small.
  log_min_messages: 'log',
  log_checkpoints: 'off',
}

/** One older log is kept beside. */
function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`)
  return openSync(path, 'a', 0o600)
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
