// The folder that goes into the image, alone: as another user, with nowhere to write but the data, doing all that it is for.
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { begin, isHealthy, linesOf, type Beginning } from '#tests/startup/begin.ts'
import { aliveOf, familyOf } from '#tests/startup/processes.ts'
import { isOver, sampleBytes, untilMirror, upload, visit } from '#tests/support/visitor.ts'
import nextConfig from '../../next.config.js'
import { type Cage, openCage } from './cage.ts'
import { imageOf } from './dockerfile.ts'

const run = promisify(execFile)
const CRON_SECRET = 'the bearer of this test'
const MB = 1_000_000

let cage: Cage
let product: Beginning
let url: string

beforeAll(async () => {
  cage = await openCage()
  const { command } = await imageOf()
  const [node = '', ...args] = command
  expect(node).toBe('node')
  product = await begin({
    dataDirectory: cage.data,
    cwd: cage.folder,
    env: { CRON_SECRET, LOG_LEVEL: 'info', TMPDIR: cage.data, HOME: '/nonexistent', NODE_COMPILE_CACHE: '' },
    program: [...cage.before, process.execPath, ...args],
  })
  url = await product.ready()
}, 240_000)

test('it runs as somebody else, who can write nothing of it', async () => {
  const status = await readFile(`/proc/${product.pid}/status`, 'utf8')
  expect(Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])).not.toBe(0)
  const mounts = await readFile(`/proc/${product.pid}/mounts`, 'utf8')
  if (cage.kind === 'read-only root') expect(mounts).toMatch(/^\S+ \/ \S+ ro[, ]/m)
  const touch = [...cage.before, 'touch', join(cage.folder, 'a-file')]
  await expect(run('env', touch)).rejects.toThrow(/Read-only|Permission denied/)
})

test('it takes a file, mirrors it and shows its page, styles and scripts', async () => {
  const visitor = await visit(url)
  const body = sampleBytes(3 * MB, 1)
  const { id } = await upload(visitor, [{ name: 'holiday.mov', body }])
  await visitor.call.mirror.start.mutate({ id, hosts: ['local'] })
  const view = await untilMirror(visitor, id, isOver)
  expect(view.status).toBe('done')
  const copy = await fetch(new URL(view.fileLinks[0]?.url ?? '', url))
  expect(Buffer.from(await copy.arrayBuffer()).equals(body)).toBe(true)
  const page = await (await fetch(`${url}/mirror/${id}`)).text()
  expect(page).toContain('holiday.mov')
  const assets = new Set(page.match(/\/_next\/static\/[^"'\\ ]+\.(?:css|js)/g))
  expect(assets.size).toBeGreaterThan(2)
  for (const asset of assets) expect([asset, (await fetch(`${url}${asset}`)).status]).toEqual([asset, 200])
})

test('it makes an account of a guest, with a limit on tries', async () => {
  const { call } = await visit(url)
  const names = { username: 'somebody', password: 'the password of somebody' }
  expect(await call.account.register.mutate(names)).toMatchObject({ username: 'somebody', isGuest: false })
})

test('each page answers', async () => {
  for (const path of ['/', '/history', '/account', '/signin', '/hosts', '/faq', '/icon.svg', '/robots.txt'])
    expect([path, (await fetch(`${url}${path}`)).status]).toEqual([path, 200])
})

test('it tells how it is, what it is and what it did', async () => {
  const { health } = await imageOf()
  const [node = '', ...args] = health
  expect(node).toBe('node')
  expect(await isHealthy(url)).toBe(true)
  await run(process.execPath, args, { env: { PORT: String(product.port), NODE_ENV: 'test' } })
  await expect(run(process.execPath, args, { env: { PORT: '1', NODE_ENV: 'test' } })).rejects.toThrow('Command failed')
  const built = JSON.parse(await readFile(join(cage.folder, '.next', 'easymirror-build.json'), 'utf8'))
  expect(await (await fetch(`${url}/api/build-info`)).json()).toMatchObject(built)
  const metrics = await fetch(`${url}/api/metrics`, { headers: { authorization: `Bearer ${CRON_SECRET}` } })
  expect(await metrics.text()).toContain('easymirror_transfers_total{host="local",outcome="done"} 1\n')
})

test('packages that are loaded by the build can be loaded, with their compiled parts', async () => {
  const there = await readdir(join(cage.folder, 'node_modules'), { recursive: true })
  const names = (nextConfig.serverExternalPackages ?? []).filter((name) => there.includes(name))
  expect(names).toContain('undici')
  const script = 'for (const name of process.argv.slice(1)) await import(name)'
  await run(process.execPath, ['--input-type=module', '-e', script, ...names], { cwd: cage.folder })
})

test('it is a tenth of what npm installs, and holds no source of pages, test or tool', async () => {
  const { stdout } = await run('du', ['-sk', cage.folder])
  expect(Number(stdout.split('\t')[0])).toBeLessThan(150_000)
  expect(await readdir(cage.folder)).toEqual(
    expect.not.arrayContaining(['app', 'components', 'tests', 'scripts', 'docs', 'next.config.js', 'server.js']),
  )
})

test('SIGTERM ends it and its database, and it had nothing to complain of', async () => {
  const family = await familyOf(product.pid)
  expect(family.length).toBeGreaterThan(1)
  expect(await product.end('SIGTERM')).toMatchObject({ code: 0, signal: null })
  expect(await aliveOf(family)).toEqual([])
  const lines = linesOf(product.log()).map((line): Record<string, unknown> => JSON.parse(line))
  expect(lines.filter(({ level }) => level !== 'info')).toEqual([])
})
