// Everything that a product does, at the most talkative level: none of the secrets in use stands in its log.
import postgres from 'postgres'
import { beforeAll, expect, it } from 'vitest'
import { openMirroring, type Mirroring } from '#tests/mirroring/open-mirroring.ts'
import { keys } from '#tests/storage/running-storage.ts'
import { signIn, tryPassword } from '#tests/support/sign-in.ts'
import { isOver, sampleBytes, untilMirror, upload, visit, type Visitor } from '#tests/support/visitor.ts'
import { linesOf } from './begin.ts'

const environment = {
  LOG_LEVEL: 'trace',
  AUTH_SECRET: 'the-auth-secret-of-this-test',
  CRON_SECRET: 'the-cron-secret-of-this-test',
  PIXELDRAIN_API_KEY: 'the-pixeldrain-key-of-this-test',
}
const PASSWORD = 'the-password-of-somebody'
const EMAIL = 'somebody@private.example'
const FILE_NAME = 'the name of a private file.bin'
const MiB = 1024 ** 2

let product: Mirroring
/** Whatever opens something, with the name that a failure shows. */
const secrets = new Map<string, string>(
  Object.entries({ ...environment, PASSWORD, EMAIL, FILE_NAME, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey }).filter(
    ([name]) => name !== 'LOG_LEVEL',
  ),
)

function keepUrl(name: string, address: string): void {
  for (const part of ['X-Amz-Signature', 'X-Amz-Credential', 'uploadId']) {
    const value = new URL(address).searchParams.get(part)
    if (value !== null) secrets.set(`${name} ${part}`, value)
  }
}

function keepCookies({ cookie }: Visitor): void {
  for (const pair of cookie.split('; ')) secrets.set(`cookie ${pair}`, pair.slice(pair.indexOf('=') + 1))
}

beforeAll(async () => {
  product = await openMirroring({ env: environment })
  const { app, visitor, bunkr, pixeldrain, gofile } = product
  for (const [name, value] of Object.entries({ ...pixeldrain.env, ...gofile.env, ...bunkr.env }))
    if (!name.endsWith('_URL') && name !== 'PIXELDRAIN_API_KEY') secrets.set(name, value)
  secrets.set('database password', new URL(app.databaseUrl ?? '').password)
  keepCookies(visitor)
  await useAll()
  await becomeSomebody()
  await provokeErrors()
  await app.stop()
})

/** Uploads whole and in parts, to hosts that take it, refuse it and talk nonsense. PixelDrain has another key, so it says 401. */
async function useAll(): Promise<void> {
  const { visitor, bunkr, gofile } = product
  bunkr.fail({ kind: 'status', status: 403, times: 50 })
  gofile.fail({ kind: 'cut-reply' })
  const files = [
    { name: FILE_NAME, body: sampleBytes(1000, 1) },
    { name: `large ${FILE_NAME}`, body: sampleBytes(65 * MiB, 2) },
  ]
  const mirror = await upload(visitor, files)
  secrets.set('mirror id', mirror.id)
  for (const { upload: target } of mirror.files) {
    if ('url' in target) keepUrl('single', target.url)
    else if ('multipart' in target) secrets.set('upload id', target.multipart.uploadId)
  }
  await visitor.call.mirror.start.mutate({ id: mirror.id, hosts: ['pixeldrain', 'gofile', 'bunkr', 'local'] })
  const view = await untilMirror(visitor, mirror.id, isOver)
  expect(view.links.map(({ host, status }) => `${host} ${status}`).toSorted()).toEqual([
    'bunkr failed',
    'gofile done',
    'local done',
    'pixeldrain failed',
  ])
}

/** An account, with a sign-in that is right and one that is wrong. */
async function becomeSomebody(): Promise<void> {
  const { url } = product.app
  const { call } = await visit(url)
  await call.account.register.mutate({ username: 'somebody', password: PASSWORD, email: EMAIL })
  keepCookies(await signIn({ url }, { username: 'somebody', password: PASSWORD }))
  await tryPassword({ url }, { username: 'somebody', password: `${PASSWORD}, mistyped` })
}

/** Calls that make no sense, wrong bearers and passwords, and a database that fails under calls and pages. */
async function provokeErrors(): Promise<void> {
  const { app, visitor } = product
  const { files } = await visitor.call.mirror.create.mutate({ files: [{ name: FILE_NAME, size: 70 * MiB }] })
  const fileId = files[0]?.id ?? ''
  for (const { url } of await visitor.call.mirror.signParts.mutate({ fileId, partNumbers: [1, 2] }))
    keepUrl('part', url)
  await visitor.call.mirror.completeUpload.mutate({ fileId, parts: [] }).catch(() => undefined)
  const headers = { cookie: visitor.cookie, authorization: `Bearer ${PASSWORD}` }
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${app.url}${path}`, { headers, redirect: 'manual', ...init })
  const body = new URLSearchParams({ username: 'somebody', password: PASSWORD })
  const sql = postgres(app.databaseUrl ?? '', { max: 1, onnotice: () => {} })
  for (const mirrors of ['mirrors', 'mirrors_elsewhere']) {
    await ask('/api/auth/callback/password', { method: 'POST', body })
    await ask('/api/auth/callback/guest', { method: 'POST', body })
    for (const path of ['/api/metrics', '/api/mirror/run', '/api/auth/session', '/', '/history']) await ask(path)
    await ask(`/mirror/${secrets.get('mirror id')}?password=${PASSWORD}`)
    await visitor.call.history.list.query({ search: FILE_NAME }).catch(() => undefined)
    if (mirrors === 'mirrors') await sql`alter table mirrors rename to mirrors_elsewhere`
  }
  await sql.end()
}

it('is a log of all that: each line is JSON, requests have their number, and each transfer its end', () => {
  const lines = linesOf(product.app.log()).map((line): Record<string, unknown> => JSON.parse(line))
  const requests = lines.filter(({ msg }) => msg === 'a request is answered')
  expect(requests.length).toBeGreaterThan(20)
  for (const request of requests) expect(request['requestId']).toEqual(expect.any(String))
  const ends = lines.filter(({ msg }) => msg === 'a transfer is done' || msg === 'a transfer has failed')
  expect(ends).toHaveLength(8)
  for (const end of ends)
    expect(end).toMatchObject({
      mirrorId: `${secrets.get('mirror id')?.slice(0, 8)}…`,
      host: expect.any(String),
      fileId: expect.any(String),
      bytes: expect.any(Number),
      ms: expect.any(Number),
      outcome: end['msg'] === 'a transfer is done' ? 'done' : 'failed',
    })
  expect(lines.filter(({ msg }) => msg === 'a call failed')).not.toEqual([])
})

it('has none of the secrets, whole or as they stand in a URL', () => {
  const log = product.app.log()
  expect(secrets.size).toBeGreaterThan(14)
  const found = [...secrets].flatMap(([name, value]) => {
    const at = [value, encodeURIComponent(value)].map((text) => log.indexOf(text)).find((index) => index >= 0)
    return at === undefined ? [] : [`${name}: ${log.slice(Math.max(0, at - 300), at)}`]
  })
  expect(found).toEqual([])
  expect(log).not.toMatch(/X-Amz-(Signature|Credential)=|\$argon2/i)
})
