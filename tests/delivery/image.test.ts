// The Dockerfile holds together: its stages, its arguments, its user, and the versions that it shares with the rest.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeBuild } from '#scripts/build-info.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { readDockerfile } from './dockerfile.ts'
import { at, keysOf, readJson, readText, readYaml, stepOf, textAt } from './files.ts'

const manifest = z.object({ scripts: z.record(z.string(), z.string()), dependencies: z.record(z.string(), z.string()) })

const instructions = await readDockerfile()
const all = (name: string) => instructions.filter((instruction) => instruction.name === name)

/** `A=b` pairs of all instructions of this name in a stage. */
const settings = (name: string, stage: string): Record<string, string> =>
  Object.fromEntries(
    all(name)
      .filter((instruction) => instruction.stage === stage)
      .flatMap(({ rest }) => [...rest.matchAll(/(\w+)=(\S*)/g)].map(([, key = '', value = '']) => [key, value])),
  )

test('what it takes is there: stages, files, scripts', async () => {
  const stages = all('FROM').map(({ stage }) => stage)
  expect(stages).toEqual(['packages', 'build', 'image'])
  for (const { rest } of all('COPY')) {
    const from = /--from=(\S+)/.exec(rest)?.[1]
    if (from !== undefined) expect(stages).toContain(from)
  }
  const { scripts } = manifest.parse(await readJson('package.json'))
  const run = all('RUN').flatMap(({ rest }) => [...rest.matchAll(/npm run (\S+)/g)].map(([, name]) => name))
  expect(run).toEqual(['build:standalone'])
  for (const name of run) expect(Object.keys(scripts)).toContain(name)
})

test('what the build needs is not kept from it, and what is secret or large is', async () => {
  const ignored = (await readText('.dockerignore')).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const needed = ['app', 'components', 'db', 'public', 'scripts', 'server', 'LICENSE', 'package.json', 'next.config.js']
  expect(
    ignored.filter((pattern) => needed.includes(pattern) || /^[*!]/.test(pattern.replace('*.tsbuildinfo', ''))),
  ).toEqual([])
  expect(ignored).toEqual(
    expect.arrayContaining(['.git', '.env', '.env.*', '.data*', '.next', 'node_modules', 'tests']),
  )
})

test('all that the workflow tells it is baked into the build', async () => {
  const args = Object.keys(settings('ARG', 'build'))
  const told = textAt(stepOf(await readYaml('.github/workflows/image.yml'), 'build', 'build'), 'with', 'build-args')
  expect(
    told
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]),
  ).toEqual(args)
  const given = Object.fromEntries(
    Object.entries(settings('ENV', 'build')).map(([name, value]) => {
      expect(args).toContain(value.slice(1))
      return [name, `the ${value.slice(1)}`]
    }),
  )
  const { app_version, commit_hash, git_tag, build_time } = await describeBuild(await temporaryFolder(), given)
  expect([app_version, commit_hash, git_tag, build_time]).toEqual(args.map((name) => `the ${name}`))
  const compose = at(await readYaml('compose.yaml'), 'services', 'app', 'build', 'args')
  for (const name of keysOf(compose)) expect(args).toContain(name)
})

test('it runs as nobody in particular, on one port, with its data in one volume', () => {
  const last = (name: string) => instructions.findLast((instruction) => instruction.name === name)
  expect(last('USER')).toMatchObject({ rest: 'easymirror', stage: 'image' })
  const at = (name: string) => instructions.findLastIndex((instruction) => instruction.name === name)
  expect(at('USER')).toBeLessThan(at('CMD'))
  const environment = settings('ENV', 'image')
  expect(environment).toEqual({ NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '3000', EASYMIRROR_DATA_DIR: '/data' })
  expect([last('EXPOSE')?.rest, last('VOLUME')?.rest]).toEqual([
    environment['PORT'],
    environment['EASYMIRROR_DATA_DIR'],
  ])
  expect(last('STOPSIGNAL')?.rest).toBe('SIGTERM')
})

test('Node is of one major version everywhere', async () => {
  const { dependencies } = manifest.parse(await readJson('package.json'))
  const major = dependencies['node']?.split('.')[0]
  const bases = all('FROM').map(({ rest }) => /^node:(\d+)-slim /.exec(rest)?.[1] ?? rest.split(' ')[0])
  expect(bases).toEqual([major, 'packages', major])
  expect(textAt(await readYaml('.github/workflows/test.yml'), 'jobs', 'test', 'steps', 1, 'with', 'node-version')).toBe(
    major,
  )
  expect(process.version).toMatch(new RegExp(`^v${major}\\.`))
})
