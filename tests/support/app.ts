// The real product on a port of its own, for tests that speak to it over HTTP.
import { join } from 'node:path'
import { endServer, findRunning } from '#server/embedded/postgres-process.ts'
import { whenFileEnds } from './cleanup.ts'
import { createDatabase } from './database.ts'
import { freePort } from './free-port.ts'
import { type ExitInfo, type ProductProcess, spawnProduct } from './product.ts'
import { temporaryFolder } from './temporary-folder.ts'

export type AppOptions = {
  /** Beside what the app needs to run; wins over it. */
  env?: Record<string, string>
  /** An existing folder, to start again on what an earlier app left; else a new one. */
  dataDirectory?: string
  /** A database URL, or `embedded` for the app's own; else a clone of the template. */
  database?: string
}

export type App = AsyncDisposable & {
  /** Such as `http://127.0.0.1:41234`; no trailing slash. */
  url: string
  pid: number
  /** All that it logged so far. */
  log(): string
  /** SIGTERM, then its end. */
  stop(): Promise<ExitInfo>
  /** SIGKILL, then its end; an embedded database lives on, as it does for a user. */
  kill(): Promise<void>
  dataDirectory: string
  /** Undefined with the embedded database. */
  databaseUrl: string | undefined
  env: Record<string, string>
}

const START_ATTEMPTS = 3

/**
 * Starts the product from its build (`npm test` makes it; otherwise `npm run build` first) and waits until it answers.
 * It is ended with its database and folder when the test file is over.
 * @throws {Error} with the log when it does not start
 */
export async function startApp({ env = {}, dataDirectory, database }: AppOptions = {}): Promise<App> {
  const folder = dataDirectory ?? (await temporaryFolder())
  const databaseUrl = database === 'embedded' ? undefined : (database ?? (await createDatabase()))
  whenFileEnds(() => endDatabaseOf(folder))
  for (let attempt = 1; ; attempt++) {
    const all = {
      PORT: String(await freePort()),
      EASYMIRROR_DATA_DIR: folder,
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      ...env,
    }
    const product = spawnProduct({ env: all })
    try {
      const [, url = ''] = await product.printed(/ready at (\S+)/)
      return { ...handleOf(product), url, dataDirectory: folder, databaseUrl, env: all }
    } catch (error) {
      if (attempt === START_ATTEMPTS || !product.log().includes('is taken by another program')) throw error
    }
  }
}

function handleOf(product: ProductProcess) {
  const stop = () => product.end('SIGTERM')
  return {
    pid: product.pid,
    log: () => product.log(),
    stop,
    kill: async () => void (await product.end('SIGKILL')),
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}

/** Ends the embedded database of a data folder, where one that was killed left it running. */
export async function endDatabaseOf(directory: string): Promise<void> {
  const running = await findRunning(join(directory, 'postgres'))
  if (running) await endServer(running.pid)
}
