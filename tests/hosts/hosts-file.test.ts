// HOSTS_FILE: what is in it becomes a host, and what is wrong with it is told with its place and without its values.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseHosts, readHostsFile } from '#server/hosts/hosts-file.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const http = createHostHttp({ idleMs: 1000, replyMs: 1000 })
const nas = { id: 'nas', kind: 'webdav', name: 'The NAS', url: 'https://nas.example/dav/' }
const variables = (name: string) => (name === 'NAS_PASSWORD' ? 'of the NAS' : undefined)
const parse = (...entries: unknown[]) => parseHosts(JSON.stringify(entries), variables)

test('an entry becomes a host with the facts that it names, or those of its kind', () => {
  const [plain, named] = parse(nas, {
    ...nas,
    id: 'nas-2',
    homepage: 'https://nas.example/',
    retention: 'for a year',
    maxFileSize: 1000,
    concurrency: 7,
  }).map((host) => host.open(http))
  expect(plain).toMatchObject({ id: 'nas', name: 'The NAS', homepage: 'https://nas.example', account: 'none' })
  expect(named).toMatchObject({ homepage: 'https://nas.example/', retention: 'for a year' })
  expect(named?.limits).toEqual({ maxFileSize: 1000, concurrency: 7 })
})

test('a password can stand in a variable', () => {
  const withPassword = { ...nas, username: 'me', password: { env: 'NAS_PASSWORD' } }
  expect(parse(withPassword).map(({ common }) => common.id)).toEqual(['nas'])
  expect(() => parse({ ...withPassword, password: { env: 'NOWHERE' } })).toThrow('entry 1: NOWHERE is not set')
})

test.for([
  ['{', 'expected JSON'],
  ['{}', 'expected a list of hosts'],
  [[{ id: 'nas' }], '"0.kind"'],
  [[{ ...nas, kind: 'floppy' }], 'entry 1: expected "kind" to be one of '],
  [[{ ...nas, id: 'No Id' }], 'entry 1: "id": is not a host id'],
  [[{ ...nas, id: 'gofile' }], 'entry 1: another host has its "id"'],
  [[nas, nas], 'entry 2: another host has its "id"'],
  [[nas, { ...nas, id: 'b', url: 'ftp://hidden.example' }], 'entry 2: "url": expected an http or https URL'],
  [[{ ...nas, name: '' }], 'entry 1: "name": '],
  [[{ ...nas, colour: 'green' }], 'entry 1: Unrecognized key: "colour"'],
  [[{ ...nas, maxFileSize: -1 }], 'entry 1: "maxFileSize": '],
] as const)('%j is refused', ([file, words]) => {
  const text = typeof file === 'string' ? file : JSON.stringify(file)
  expect(() => parseHosts(text, variables)).toThrow(words)
  expect(() => parseHosts(text, variables)).not.toThrow('hidden.example')
})

test('it is read from the disk', async () => {
  const path = join(await temporaryFolder(), 'hosts.json')
  expect(() => readHostsFile(path, variables)).toThrow('expected a file that can be read')
  await writeFile(path, JSON.stringify([nas]))
  expect(readHostsFile(path, variables)).toHaveLength(1)
})
