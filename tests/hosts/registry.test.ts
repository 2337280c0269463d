// The catalogue by environment: which hosts are ready, why others are not, and where each is reached.
import { expect, test } from 'vitest'
import { parseEnvironment, publishEnvironment } from '#server/env.ts'
import { createCatalogue } from '#server/hosts/catalogue.ts'
import type { CatalogueEntry, Host } from '#server/hosts/host.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { catalogue, enabledHost, findEntry, ownStorage } from '#server/hosts/registry.ts'
import { hostIdSchema } from '#server/ids.ts'
import { startBunkr } from '#tests/simulators/bunkr.ts'
import { startCyberdrop } from '#tests/simulators/cyberdrop.ts'
import { startCyberfile } from '#tests/simulators/cyberfile.ts'
import { startFichier } from '#tests/simulators/fichier.ts'
import { startFilelu } from '#tests/simulators/filelu.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startIa } from '#tests/simulators/ia.ts'
import { startKrakenfiles } from '#tests/simulators/krakenfiles.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import { startSaint } from '#tests/simulators/saint.ts'
import { startVikingfile } from '#tests/simulators/vikingfile.ts'
import { groupFor, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })

function catalogueFor(source: Record<string, string>): readonly CatalogueEntry[] {
  const read = parseEnvironment({ NODE_ENV: 'test', ...source })
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return createCatalogue(read.environment, { http, storage: ownStorage })
}

const stateOf = (entries: readonly CatalogueEntry[], id: string) => {
  const entry = entries.find(({ host }) => host.id === id)
  return entry?.enabled ? 'ready' : entry?.reason
}

function readyHost(source: Record<string, string>, id: string): Host {
  const entry = catalogueFor(source).find(({ host }) => host.id === id)
  if (!entry?.enabled) throw new Error(`${id} is not ready.`)
  return entry.host
}

test('hosts stand in one order, whatever is set: those that everybody knows first, this server last', () => {
  const ids = catalogueFor({}).map(({ host }) => String(host.id))
  expect(ids.slice(0, 6)).toEqual(['pixeldrain', 'gofile', 'bunkr', 'cyberfile', 'saint', 'cyberdrop'])
  expect(ids.at(-1)).toBe('local')
  expect(catalogueFor({ PIXELDRAIN_API_KEY: 'k', BUNKR_API_KEY: 'k' }).map(({ host }) => host.id)).toEqual(ids)
})

test.for([
  ['pixeldrain', {}, 'Set PIXELDRAIN_API_KEY to the API key of a PixelDrain account.'],
  ['pixeldrain', { PIXELDRAIN_API_KEY: 'key' }, 'ready'],
  ['pixeldrain', { PIXELDRAIN_API_URL: 'http://127.0.0.1:1/api' }, expect.stringContaining('PIXELDRAIN_API_KEY')],
  ['bunkr', {}, 'Set BUNKR_API_KEY to the token of a Bunkr account.'],
  ['bunkr', { BUNKR_API_KEY: 'key' }, 'ready'],
  ['gofile', {}, 'ready'],
  ['gofile', { GOFILE_TOKEN: 'token' }, 'ready'],
  ['cyberfile', { CYBERFILE_USERNAME: 'u' }, expect.stringContaining('CYBERFILE_PASSWORD')],
  ['cyberfile', { CYBERFILE_USERNAME: 'u', CYBERFILE_PASSWORD: 'p' }, 'ready'],
  ['saint', { SAINT_API_KEY: 'key' }, expect.stringContaining('no documented upload API')],
  ['saint', { SAINT_API_URL: 'http://127.0.0.1:1/api' }, expect.stringContaining('no documented upload API')],
  ['saint', { SAINT_API_KEY: 'key', SAINT_API_URL: 'http://127.0.0.1:1/api' }, 'ready'],
  ['cyberdrop', {}, 'Set CYBERDROP_API_KEY to the token of a Cyberdrop account.'],
  ['cyberdrop', { CYBERDROP_API_KEY: 'key' }, 'ready'],
  ['fichier', {}, expect.stringContaining('EXTRA_HOSTS')],
  ['fichier', { EXTRA_HOSTS: 'fichier' }, 'ready'],
  ['fichier', { FICHIER_API_KEY: 'key' }, 'ready'],
  ['krakenfiles', { KRAKENFILES_API_KEY: 'key', EXTRA_HOSTS: 'all' }, expect.stringContaining('refused all uploads')],
  ['krakenfiles', { KRAKENFILES_ENABLED: 'false' }, expect.stringContaining('KRAKENFILES_ENABLED')],
  ['krakenfiles', { KRAKENFILES_ENABLED: 'true' }, 'ready'],
  ['vikingfile', {}, 'Add vikingfile to EXTRA_HOSTS to send files there.'],
  ['vikingfile', { EXTRA_HOSTS: 'vikingfile' }, 'ready'],
  ['vikingfile', { VIKINGFILE_USER_HASH: 'hash' }, 'ready'],
  ['filelu', {}, 'Set FILELU_API_KEY to the rclone key of a FileLu account.'],
  ['filelu', { FILELU_API_KEY: 'key' }, 'ready'],
  ['ia', { IA_ACCESS_KEY: 'a', IA_SECRET_KEY: 's' }, expect.stringContaining('IA_PUBLIC_FOREVER')],
  ['ia', { IA_PUBLIC_FOREVER: 'true', IA_ACCESS_KEY: 'a' }, expect.stringContaining('IA_SECRET_KEY')],
  ['ia', { IA_PUBLIC_FOREVER: 'true', IA_ACCESS_KEY: 'a', IA_SECRET_KEY: 's' }, 'ready'],
  ['catbox', {}, 'Add catbox to EXTRA_HOSTS to send files there.'],
  ['catbox', { EXTRA_HOSTS: 'catbox' }, 'ready'],
  ['litterbox', { EXTRA_HOSTS: 'all' }, 'ready'],
  ['buzzheavier', { BUZZHEAVIER_ACCOUNT_ID: 'id' }, 'ready'],
  ['local', {}, 'ready'],
  ['local', { LOCAL_RETENTION_DAYS: '0' }, expect.stringContaining('LOCAL_RETENTION_DAYS')],
] as const)('%s with %j', ([id, source, state]) => {
  expect(stateOf(catalogueFor(source), id)).toEqual(state)
})

test('an experiment is told as one', () => {
  const entry = catalogueFor({ SAINT_API_KEY: 'key', SAINT_API_URL: 'http://127.0.0.1:1/api' }).find(
    ({ host }) => host.id === 'saint',
  )
  expect(entry).toMatchObject({ enabled: true, note: expect.stringMatching(/^Experimental: /) })
})

test('a copy on this server is kept for as long as it is told to be', () => {
  const retention = (days: string) => readyHost({ LOCAL_RETENTION_DAYS: days }, 'local').retention
  expect([retention('30'), retention('1')]).toEqual(['30 days', '1 day'])
})

test('with an API address alone, uploads and links go there too', async () => {
  await using pixeldrain = await startPixeldrain()
  await using gofile = await startGofile()
  await using bunkr = await startBunkr()
  await using cyberfile = await startCyberfile()
  await using saint = await startSaint()
  await using cyberdrop = await startCyberdrop()
  await using fichier = await startFichier()
  await using krakenfiles = await startKrakenfiles()
  await using vikingfile = await startVikingfile()
  await using filelu = await startFilelu()
  await using ia = await startIa()
  const first = [pixeldrain, gofile, bunkr, cyberfile, saint, cyberdrop]
  for (const simulator of [...first, fichier, krakenfiles, vikingfile, filelu, ia]) {
    const environment = { ...simulator.env, KRAKENFILES_ENABLED: 'true', IA_PUBLIC_FOREVER: 'true' }
    const stand = { host: readyHost(environment, simulator.id), memory: new TestMemory() }
    const { url } = await send(stand, testSource({ size: 10, name: 'film.mp4', type: 'video/mp4' }))
    expect(new URL(url).origin).toBe(simulator.url)
    expect(simulator.ledger).toHaveLength(1)
  }
})

test('with an upload address of its own, a host gets files there and everything else at its API', async () => {
  const both = [
    [startPixeldrain, 'PIXELDRAIN_UPLOAD_URL', '/api', 'pixeldrain'],
    [startGofile, 'GOFILE_UPLOAD_URL', '', 'gofile'],
    [startBunkr, 'BUNKR_UPLOAD_URL', '/api', 'bunkr'],
    [startCyberfile, 'CYBERFILE_UPLOAD_URL', '/api/v2', 'cyberfile'],
    [startCyberdrop, 'CYBERDROP_UPLOAD_URL', '/api', 'cyberdrop'],
  ] as const
  for (const [start, variable, base, id] of both) {
    await using api = await start()
    await using uploads = await start()
    const host = readyHost({ ...api.env, [variable]: uploads.url + base }, id)
    const stand = { host, memory: new TestMemory() }
    const group = await groupFor(stand)
    uploads.fail({ kind: 'status', status: 413 })
    await expect(send(stand, testSource({ size: 10 }), { group })).rejects.toMatchObject({ kind: 'rejected' })
    expect(uploads.requests.map(({ status }) => status)).toEqual([413])
    expect(api.ledger).toEqual([])
  }
})

test('the registry holds one catalogue for the process, made from its environment', () => {
  publishEnvironment({
    DATABASE_URL: 'postgres://127.0.0.1/unused',
    S3_BUCKET: 'unused',
    AUTH_SECRET: 'unused here',
    CRON_SECRET: 'unused here',
    PIXELDRAIN_API_KEY: 'key',
    BUNKR_API_KEY: '',
  })
  const [pixeldrain, bunkr, nobody] = ['pixeldrain', 'bunkr', 'nobody'].map((id) => hostIdSchema.parse(id))
  if (!pixeldrain || !bunkr || !nobody) throw new Error('An id is missing.')
  expect(catalogue()).toBe(catalogue())
  expect(enabledHost(pixeldrain)).toBe(findEntry(pixeldrain)?.host)
  expect(findEntry(bunkr)?.enabled).toBe(false)
  expect(enabledHost(bunkr)).toBeUndefined()
  expect(findEntry(nobody)).toBeUndefined()
})
