// What a build says of itself: what it is told, what git and package.json know, and the same over HTTP.
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { describeBuild } from '#scripts/build-info.ts'
import { startApp } from '#tests/support/app.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const root = join(import.meta.dirname, '..', '..')
const run = promisify(execFile)
const person = ['-c', 'user.name=A', '-c', 'user.email=a@example.com']

/** A folder with a package.json of version 1.2.3. */
async function project(): Promise<string> {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'package.json'), '{"version":"1.2.3"}')
  return folder
}

async function git(folder: string, ...args: string[]): Promise<string> {
  return (await run('git', [...person, ...args], { cwd: folder })).stdout.trim()
}

async function commit(folder: string): Promise<string> {
  await git(folder, 'init', '--quiet')
  await git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'a commit')
  return git(folder, 'rev-parse', 'HEAD')
}

test('without a repository it is told what it cannot know', async () => {
  const folder = await project()
  expect(await describeBuild(folder, {})).toEqual({
    app_version: '1.2.3',
    build_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    commit_hash: null,
    git_tag: null,
  })
  const given = {
    EASYMIRROR_BUILD_VERSION: '4.5.6',
    EASYMIRROR_BUILD_COMMIT: 'c0ffee',
    EASYMIRROR_BUILD_TAG: 'v4.5.6',
    EASYMIRROR_BUILD_TIME: '2026-11-25T00:00:00Z',
  }
  expect(await describeBuild(folder, given)).toEqual({
    app_version: '4.5.6',
    build_time: '2026-11-25T00:00:00Z',
    commit_hash: 'c0ffee',
    git_tag: 'v4.5.6',
  })
})

test('with one, git says which commit it is, and which tag when it has one', async () => {
  const folder = await project()
  const hash = await commit(folder)
  expect(await describeBuild(folder, {})).toMatchObject({ commit_hash: hash, git_tag: null })
  await git(folder, 'tag', 'v1.2.3')
  expect(await describeBuild(folder, { EASYMIRROR_BUILD_TAG: '' })).toMatchObject({ git_tag: 'v1.2.3' })
})

test('the repository around a copy of the project says nothing of it', async () => {
  const outer = await project()
  await commit(outer)
  const folder = join(outer, 'copy')
  await mkdir(folder)
  await writeFile(join(folder, 'package.json'), '{"version":"1.2.3"}')
  expect(await describeBuild(folder, {})).toMatchObject({ commit_hash: null, git_tag: null })
})

test('a running instance tells it, and nobody keeps the answer', async () => {
  const app = await startApp()
  const answer = await fetch(`${app.url}/api/build-info`)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.json()).toEqual({
    ...JSON.parse(await readFile(join(root, '.next', 'easymirror-build.json'), 'utf8')),
    node_version: process.version,
  })
})
