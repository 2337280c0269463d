// The workflows and compose.yaml hold together: the operators' stages, what is run at each, and services that find each other.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseEnvironment } from '#server/env.ts'
import { at, keysOf, readExample, readJson, readText, readYaml, stepOf, textAt, textsOf, valuesOf } from './files.ts'

const root = join(import.meta.dirname, '..', '..')
const stages = ['staging', 'v*.*.*', 'main']
const [tests, image, compose] = await Promise.all(
  ['.github/workflows/test.yml', '.github/workflows/image.yml', 'compose.yaml'].map(readYaml),
)

test('tests run for a pull request to each stage, for what was merged there, and before an image', () => {
  expect(at(tests, 'on', 'pull_request', 'branches')).toEqual(stages)
  expect(at(tests, 'on', 'push', 'branches')).toEqual(stages)
  expect(keysOf(at(tests, 'on'))).toContain('workflow_call')
  expect(at(image, 'on')).toEqual({ push: { tags: ['v*.*.*'] } })
  const used = textAt(image, 'jobs', 'test', 'uses')
  expect(existsSync(join(root, used))).toBe(true)
  expect([at(image, 'jobs', 'build', 'needs'), at(image, 'jobs', 'publish', 'needs')]).toEqual(['test', 'build'])
})

test('what they run exists, and is what README tells', async () => {
  const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(await readJson('package.json'))
  const commands = textsOf(valuesOf(tests, 'run'))
  expect(commands).toEqual(['npm ci', 'npm test'])
  expect(Object.keys(scripts)).toContain('test')
  expect(await readText('README.md')).toContain(commands.join(' && '))
  const target = textAt(stepOf(image, 'build', 'build'), 'with', 'target')
  expect(await readText('Dockerfile')).toContain(` AS ${target}\n`)
})

test('they may do no more than they must, and hold no secret', async () => {
  expect([at(tests, 'permissions'), at(image, 'permissions')]).toEqual([{ contents: 'read' }, { contents: 'read' }])
  const written = valuesOf(image, 'permissions').flatMap((rights) => Object.entries(Object(rights)))
  expect(written.filter(([, right]) => right === 'write').map(([name]) => name)).toEqual(['packages', 'packages'])
  for (const path of ['test.yml', 'image.yml'])
    expect(await readText(`.github/workflows/${path}`)).not.toContain('secrets.')
  for (const value of valuesOf(image, 'password')) expect(value).toBe('${{ github.token }}')
})

test('the services of compose.yaml find each other, and stop in time', () => {
  expect(
    keysOf(at(compose, 'services')).map((name) => [name, at(compose, 'services', name, 'profiles') ?? null]),
  ).toEqual([
    ['app', null],
    ['postgres', ['full']],
    ['s3', ['full']],
  ])
  const waits = at(compose, 'services', 'app', 'depends_on')
  for (const name of keysOf(waits)) {
    expect(at(waits, name)).toEqual({ condition: 'service_healthy', required: 'false' })
    expect(at(compose, 'services', name, 'healthcheck', 'test', 0)).toBe('CMD')
  }
  const mounts = textsOf(valuesOf(at(compose, 'services'), 'volumes').flat()).map((mount) => mount.split(':')[0])
  expect(new Set(mounts)).toEqual(new Set(keysOf(at(compose, 'volumes'))))
  const parsed = parseEnvironment({ NODE_ENV: 'test' })
  const drain = 'environment' in parsed ? parsed.environment.DRAIN_SECONDS : Number.NaN
  expect(Number.parseInt(textAt(compose, 'services', 'app', 'stop_grace_period'))).toBeGreaterThanOrEqual(drain + 20)
  expect(at(compose, 'services', 'app', 'read_only')).toBe('true')
})

test('what .env.example says of the profile is a valid environment that leads to its services', async () => {
  const { product, compose: alone } = await readExample()
  const filled = [...alone].map(([name, value]) => [name, value.replace('${POSTGRES_PASSWORD}', 'p')])
  const read = parseEnvironment({
    NODE_ENV: 'test',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    ...Object.fromEntries(filled),
  })
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  const { DATABASE_URL = '', S3_ENDPOINT = '', S3_PUBLIC_ENDPOINT = '' } = read.environment
  const [database, storage, open] = [DATABASE_URL, S3_ENDPOINT, S3_PUBLIC_ENDPOINT].map((text) => new URL(text))
  const services = keysOf(at(compose, 'services'))
  expect(services).toEqual(expect.arrayContaining([database?.hostname, storage?.hostname]))
  expect(at(compose, 'services', 'postgres', 'environment')).toMatchObject({
    POSTGRES_USER: database?.username,
    POSTGRES_DB: database?.pathname.slice(1),
  })
  expect(at(compose, 'services', 's3', 'command')).toContain(`-s3.port=${storage?.port}`)
  expect(alone.get('S3_PORT')).toBe(open?.port)
  const wanted = [...(await readText('compose.yaml')).matchAll(/\$\{(\w+)/g)].map(([, name]) => name)
  for (const name of wanted) expect([...product.keys(), ...alone.keys()]).toContain(name)
})
