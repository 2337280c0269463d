// What a build is made of, written down beside it: the version, the commit, the tag, and when.
import { execFile } from 'node:child_process'
import { readFile, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')
const path = join(root, '.next', 'easymirror-build.json')
const run = promisify(execFile)

export type BuildNote = {
  app_version: string
  /** ISO 8601, in UTC. */
  build_time: string
  commit_hash: string | null
  git_tag: string | null
}

/** What git answers, or null where it is missing or has nothing to say. */
async function git(folder: string, ...args: string[]): Promise<string | null> {
  const answer = await run('git', args, { cwd: folder }).catch(() => null)
  return answer?.stdout.trim() || null
}

/** A repository around an unpacked copy of the project has commits of its own, which tell nothing of it. */
const isRepository = async (folder: string) =>
  (await git(folder, 'rev-parse', '--show-toplevel')) === (await realpath(folder))

const versionOf = async (folder: string): Promise<string> =>
  z.object({ version: z.string() }).parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).version

/**
 * What is known of the sources in `folder`, from git and package.json.
 * @param given wins over both: `EASYMIRROR_BUILD_VERSION`, `_COMMIT`, `_TAG` and `_TIME` are for builders without a
 * repository, such as the Dockerfile
 */
export async function describeBuild(folder: string, given: Record<string, string | undefined>): Promise<BuildNote> {
  const has = await isRepository(folder)
  const told = (name: string) => given[`EASYMIRROR_BUILD_${name}`]?.trim() || null
  return {
    app_version: told('VERSION') ?? (await versionOf(folder)),
    build_time: told('TIME') ?? new Date().toISOString(),
    commit_hash: told('COMMIT') ?? (has ? await git(folder, 'rev-parse', 'HEAD') : null),
    git_tag: told('TAG') ?? (has ? await git(folder, 'describe', '--tags', '--exact-match', 'HEAD') : null),
  }
}

/** The note of the build that is there, as it stands; empty where there is none. */
const readNote = () => readFile(path, 'utf8').catch(() => '')

const timeIn = (note: string): string | undefined =>
  z.object({ build_time: z.string().optional() }).parse(JSON.parse(note || '{}')).build_time

/**
 * Writes down what `GET /api/build-info` tells.
 * @param build `same` is an earlier build of the same sources: it keeps its time, and may have a commit or a tag by now that
 * it had not then
 */
export async function writeBuildNote(build: 'new' | 'same'): Promise<void> {
  const before = await readNote()
  const note = await describeBuild(root, process.env)
  const time = build === 'same' ? timeIn(before) : undefined
  const after = `${JSON.stringify({ ...note, ...(time !== undefined && { build_time: time }) }, undefined, 2)}\n`
  // A build may lie where it can be run and not be written to.
  if (after !== before) await writeFile(path, after)
}
