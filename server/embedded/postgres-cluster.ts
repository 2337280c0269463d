// The files of the embedded database: made once, whole or not at all, and owned by whom PostgreSQL runs as.
import { randomBytes } from 'node:crypto'
import { chmod, chown, lchown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Secret } from '#server/ids.ts'
import { StartError } from '#server/startup/start-error.ts'
import { type Binaries, POSTGRES_MAJOR, runCommand } from './postgres-binaries.ts'
import { chooseIdentity, type Identity, launchAs } from './postgres-identity.ts'

/** The role that initdb makes; the application logs in as another, which is no superuser. */
export const SUPERUSER = 'postgres'

type Wanted = { directory: string; binaries: Binaries; password: Secret; signal: AbortSignal }
export type Cluster = { path: string; identity: Identity }

/**
 * Gives the cluster of a data folder ready to be started, after making it where it is missing (0.8 s).
 * @throws {StartError} when it cannot be made, or another version of PostgreSQL made it
 */
export async function prepareCluster({ directory, binaries, password, signal }: Wanted): Promise<Cluster> {
  const path = join(directory, 'postgres')
  await removeUnfinished(directory)
  const made = await stat(path).catch(() => undefined)
  const identity = await chooseIdentity({ postgres: binaries.postgres, folder: directory, owner: made?.uid })
  if (made === undefined) await makeCluster({ path, directory, binaries, password, signal, identity })
  else await takeOver({ path, uid: made.uid, identity })
  await checkVersion(path)
  return { path, identity }
}

/** What an initdb that was killed left behind. */
async function removeUnfinished(directory: string): Promise<void> {
  const unfinished = (await readdir(directory)).filter((name) => name.startsWith('postgres.new-'))
  // Who was killed may have left a child behind that is still at it for a moment.
  const patience = { maxRetries: 20, retryDelay: 100 }
  for (const name of unfinished) await rm(join(directory, name), { recursive: true, force: true, ...patience })
}

async function makeCluster(options: Wanted & { path: string; identity: Identity }): Promise<void> {
  const { path, directory, binaries, password, signal, identity } = options
  const work = join(directory, `postgres.new-${randomBytes(6).toString('hex')}`)
  const passwordFile = join(work, 'password')
  await mkdir(work, { mode: 0o700 })
  await writeFile(passwordFile, `${password.reveal()}\n`, { mode: 0o600 })
  await giveTo(identity, [work, passwordFile])
  const args = [
    `--pgdata=${join(work, 'cluster')}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    // Case rules for all of Unicode and an order by code point, which no upgrade of a system library can change.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]
  const { code, output } = await runCommand({ ...launchAs(identity, binaries.initdb, args), signal })
  signal.throwIfAborted()
  if (code !== 0) {
    await rm(work, { recursive: true, force: true })
    throw new StartError(`The embedded PostgreSQL could not make its files: ${lastLine(output)}`)
  }
  await rename(join(work, 'cluster'), path)
  await rm(work, { recursive: true, force: true })
  await syncFolder(directory)
}

const lastLine = (output: string) => output.trim().split('\n').at(-1) ?? ''

async function giveTo(identity: Identity, paths: string[]): Promise<void> {
  if (identity.kind === 'self') return
  for (const path of paths) await chown(path, identity.uid, identity.gid)
}

/** A data folder that root has copied belongs to root and has open modes, and PostgreSQL accepts neither. */
async function takeOver({ path, uid, identity }: { path: string; uid: number; identity: Identity }): Promise<void> {
  if (identity.kind !== 'self' && uid === 0) {
    await lchown(path, identity.uid, identity.gid)
    for (const entry of await readdir(path, { recursive: true }))
      await lchown(join(path, entry), identity.uid, identity.gid)
  }
  await chmod(path, 0o700)
}

async function checkVersion(path: string): Promise<void> {
  const version = await readFile(join(path, 'PG_VERSION'), 'utf8').catch(() => '')
  if (version.trim() === POSTGRES_MAJOR) return
  throw new StartError(
    version === ''
      ? `${path} is there but holds no database: move it away, or put the database back.`
      : `The database in ${path} was made by PostgreSQL ${version.trim()} and this is ${POSTGRES_MAJOR}: dump it with the old version, then load it into a new folder.`,
  )
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
