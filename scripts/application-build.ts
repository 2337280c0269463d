// The build of the application: whether it is that of the sources that are here, and making it.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { writeBuildNote } from './build-info.ts'

const root = join(import.meta.dirname, '..')
const hashFile = join(root, '.next', 'easymirror-sources')

/** What a build is made of. */
const folders = ['app', 'components', 'server', 'db', 'public']
const files = ['next.config.js', 'postcss.config.mjs', 'package.json', 'package-lock.json', 'tsconfig.json']

async function sourcePaths(): Promise<string[]> {
  const lists = await Promise.all(
    folders
      .filter((folder) => existsSync(join(root, folder)))
      .map(async (folder) => {
        const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
        return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
      }),
  )
  const single = files.map((file) => join(root, file)).filter((file) => existsSync(file))
  return [...lists.flat(), ...single].sort()
}

/** A digest of names and contents: times change with each checkout, so they tell nothing. */
async function sourceHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const path of await sourcePaths()) {
    const content = await readFile(path)
    hash.update(`${path.slice(root.length)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** Whether `.next` holds a build of exactly these sources. */
async function isBuilt(): Promise<boolean> {
  if (!existsSync(join(root, '.next', 'BUILD_ID'))) return false
  const kept = await readFile(hashFile, 'utf8').catch(() => '')
  return kept === (await sourceHash())
}

/** Whether there is a build of exactly these sources; its note then tells the commit that they have now. */
export async function hasBuild(): Promise<boolean> {
  const built = await isBuilt()
  if (built) await writeBuildNote('same')
  return built
}

/**
 * Builds, and remembers of which sources.
 * @param output `quiet` shows what the build printed only when it failed
 * @returns whether it succeeded; a signal that ends this process ends the build too
 */
export async function buildApplication(output: 'quiet' | 'shown'): Promise<boolean> {
  // Taken before, so that a change during the build makes the next start build again.
  const hash = await sourceHash()
  const succeeded = await runNextBuild(output)
  if (succeeded) {
    await writeBuildNote('new')
    await writeFile(hashFile, hash)
  }
  return succeeded
}

/** Builds when there is no build of these sources, and says so before, since it takes a while. @returns whether there is one */
export async function ensureBuild(): Promise<boolean> {
  if (await hasBuild()) return true
  console.error('Building EasyMirror: this is done once, and again when its sources change.')
  return buildApplication('quiet')
}

function runNextBuild(output: 'quiet' | 'shown'): Promise<boolean> {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: output === 'shown' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  })
  const printed: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk))
  const passOn = (signal: NodeJS.Signals) => {
    child.kill(signal)
    process.exit(1)
  }
  process.on('SIGTERM', passOn).on('SIGINT', passOn)
  return new Promise((resolve) => {
    child.once('close', (code) => {
      process.off('SIGTERM', passOn).off('SIGINT', passOn)
      if (code !== 0) process.stderr.write(Buffer.concat(printed))
      resolve(code === 0)
    })
  })
}
