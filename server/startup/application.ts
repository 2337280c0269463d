// The Next application inside this process.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { z } from 'zod'
import { publishEnvironment } from '#server/env.ts'
import { loadBuildInfo } from '#server/pages/build-info.ts'
import { sendConsoleToLog } from './console.ts'
import type { Handler } from './front.ts'
import { StartError } from './start-error.ts'

const root = join(import.meta.dirname, '..', '..')

type Options = { dev: boolean; hostname: string; port: number; server: Server }
export type Application = { handle: Handler; close(): Promise<void> }

/**
 * Loads the application, ready for requests; with `dev` it is built as it is asked for.
 * @throws {StartError} when there is no build
 */
export async function openApplication({ dev, hostname, port, server }: Options): Promise<Application> {
  if (!dev && !existsSync(join(root, '.next', 'BUILD_ID')))
    throw new StartError('There is no build of the application: run "npm start", which makes one, or "npm run build".')
  await loadBuildInfo(root, dev)
  // React and Next choose their variant by it when they are loaded, so it is set before.
  publishEnvironment({ NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' })
  if (!dev) publishEnvironment({ __NEXT_PRIVATE_STANDALONE_CONFIG: await builtConfiguration() })
  // Standard output has the line with the URL and nothing else: what libraries print goes where the log goes.
  if (!dev) sendConsoleToLog()
  const { default: next } = await import('next')
  const application = next({ dev, dir: root, hostname, port, httpServer: server, quiet: true })
  await application.prepare()
  return { handle: application.getRequestHandler(), close: () => application.close() }
}

const requiredFiles = z.object({ config: z.record(z.string(), z.unknown()) })

/** The configuration as the build resolved it, read as Next's own standalone server does: a copy of the build has no `next.config.js`. */
async function builtConfiguration(): Promise<string> {
  const text = await readFile(join(root, '.next', 'required-server-files.json'), 'utf8')
  return JSON.stringify(requiredFiles.parse(JSON.parse(text)).config)
}
