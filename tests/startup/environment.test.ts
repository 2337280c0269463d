// What an operator reads when the environment is not right: one line per variable, and no start.
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { begin, linesOf } from './begin.ts'

const faults: [variable: string, value: string, expected: string][] = [
  ['PORT', '70000', 'expected a whole number from 1 to 65535'],
  ['DATABASE_URL', 'mysql://root:hunter22@db/x', 'expected a postgres:// URL'],
  ['S3_ENDPOINT', 'storage.example', 'expected an http or https URL'],
  ['AUTH_SECRET', 'short', 'expected at least 8 characters'],
  ['AUTH_SECRET_PREVIOUS', 'long enough,short', 'expected secrets of at least 8 characters with commas between them'],
  ['APP_URL', 'mirror.example', 'expected an http or https URL'],
  ['GOFILE_API_URL', 'ftp://gofile.io', 'expected an http or https URL'],
  ['MAX_FILE_SIZE', '100GB', 'expected a whole number from 1 to 5497558138880'],
  ['MIRROR_WORKER', 'yes', 'expected on or off'],
  ['LOG_LEVEL', 'loud', 'expected a pino level, such as info'],
]

test('each fault has its line, none repeats the value, and nothing is begun', async () => {
  const product = await begin({ env: Object.fromEntries(faults.map(([variable, value]) => [variable, value])) })
  expect(await product.exited).toEqual({ code: 1, signal: null })
  expect(linesOf(product.log()).toSorted()).toEqual(
    faults.map(([variable, , expected]) => `${variable}: ${expected}`).toSorted(),
  )
  expect(product.stdout()).toBe('')
  expect(await readdir(product.dataDirectory)).toEqual([])
})

test('one half of a pair of keys asks for the other', async () => {
  const product = await begin({ env: { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE' } })
  expect((await product.exited).code).toBe(1)
  expect(product.log()).toBe('AWS_SECRET_ACCESS_KEY: expected to be set together with its twin\n')
})

test('a database that cannot be reached is told by the name of its variable, without its password', async () => {
  const product = await begin({ env: { DATABASE_URL: 'postgres://someone:hunter22@127.0.0.1:1/x' } })
  expect((await product.exited).code).toBe(1)
  expect(linesOf(product.log())).toEqual([expect.stringMatching(/^DATABASE_URL: .*ECONNREFUSED/)])
  expect(product.log()).not.toContain('hunter22')
})

test('a data folder that cannot be made is told by the name of its variable', async () => {
  const file = join(await temporaryFolder(), 'file')
  await writeFile(file, '')
  const product = await begin({ env: { EASYMIRROR_DATA_DIR: join(file, 'data') } })
  expect((await product.exited).code).toBe(1)
  expect(linesOf(product.log())).toEqual([expect.stringMatching(/set EASYMIRROR_DATA_DIR to one that can\.$/)])
})

test('a file of hosts that is wrong is told with the place that is at fault', async () => {
  const file = join(await temporaryFolder(), 'hosts.json')
  await writeFile(file, JSON.stringify([{ id: 'nas', kind: 'webdav', name: 'NAS', url: 'nowhere' }]))
  const product = await begin({ env: { HOSTS_FILE: file } })
  expect((await product.exited).code).toBe(1)
  expect(linesOf(product.log())).toEqual(['HOSTS_FILE: entry 1: "url": expected an http or https URL'])
  expect(await readdir(product.dataDirectory)).toEqual([])
})
