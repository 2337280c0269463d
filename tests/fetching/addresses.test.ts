// Addresses before anything is fetched: what is read of a file, and which addresses are never connected to.
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { files } from '#db/schema/schema.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { listJobs } from '#tests/support/rows.ts'
import { type Source, startSource } from './source.ts'

const NOT_PUBLIC = 'This address is not on the public internet, so nothing is fetched from it.'

let api: Api
let guest: Guest
/** At an address that the operator allows. */
let source: Source
/** At one that nobody may be sent to. */
let forbidden: { port: number; connections: number }

beforeAll(async () => {
  api = await openApi({ FETCH_ALLOW: '127.0.0.2', MAX_FILE_SIZE: '1000000' })
  guest = await api.guest()
  source = await startSource('127.0.0.2')
  forbidden = await startForbidden()
})

async function startForbidden() {
  const seen = { port: 0, connections: 0 }
  const server = createServer((socket) => {
    seen.connections += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  whenFileEnds(() => new Promise((resolve) => server.close(resolve)))
  const address = server.address()
  if (address !== null && typeof address === 'object') seen.port = address.port
  return seen
}

const create = (...urls: string[]) => guest.call.mirror.create.mutate({ files: urls.map((url) => ({ url })) })
const body = Buffer.from('some bytes')

describe('a file at an address', () => {
  it('has the name, size and type that its server tells, and waits to be fetched', async () => {
    const url = source.put('/a/b/plain%20name.txt?token=secret', { body, headers: { 'content-type': 'text/plain' } })
    const { id, files: created } = await create(url)
    const [file] = created
    expect(file).toEqual({ id: file?.id, name: 'plain name.txt', size: 10, upload: { fetching: true } })
    const view = await api.nobody.call.mirror.get.query({ id })
    const fetching = { state: 'waiting', bytes: 0, error: null }
    expect(view).toMatchObject({ status: 'uploading', name: 'plain name.txt', files: [{ fetching }] })
    expect(view.fetching).toEqual([{ fileId: file?.id, size: 10, ...fetching }])
    expect(await listJobs('fetch-file')).toContainEqual({ fileId: file?.id, owner: guest.id })
  })

  it.each([
    ['attachment; filename="given name.bin"', 'given name.bin'],
    [`attachment; filename="x.bin"; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.bin`, 'naïve €.bin'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="C:\\\\folder\\\\a.bin"', 'a.bin'],
    ['attachment; filename=".."', 'path.bin'],
    ['inline', 'path.bin'],
  ])('is called as %s says', async (header, name) => {
    const url = source.put('/named/path.bin', { body, headers: { 'content-disposition': header } })
    expect((await create(url)).files[0]?.name).toBe(name)
  })

  it('is called as whoever adds it wants', async () => {
    const url = source.put('/x', { body })
    const { id } = await guest.call.mirror.create.mutate({ files: [{ url, name: 'mine.bin', path: 'folder' }] })
    expect((await guest.call.mirror.get.query({ id })).files).toMatchObject([{ name: 'mine.bin', path: 'folder' }])
  })

  it('is asked for by its first byte where headers alone are refused', async () => {
    const url = source.put('/no-head.bin', { body, headStatus: 405 })
    expect((await create(url)).files).toMatchObject([{ name: 'no-head.bin', size: 10 }])
    expect(source.asked.slice(-2)).toMatchObject([
      { method: 'HEAD', range: null },
      { method: 'GET', range: 'bytes=0-0' },
    ])
  })

  it('gets the name and password in its address, and another server that it leads to gets neither', async () => {
    const other = await startSource('127.0.0.2')
    const end = other.put('/end.bin', { body })
    const url = source.put('/begin', {
      body,
      answer: (_request, response) => response.writeHead(302, { location: end }).end(),
    })
    const { files: created } = await create(url.replace('http://', 'http://some%20body:pa%3Ass@'))
    expect(created).toMatchObject([{ name: 'begin', size: 10 }])
    expect(source.asked.at(-1)?.headers.authorization).toBe(
      `Basic ${Buffer.from('some body:pa:ss').toString('base64')}`,
    )
    expect(other.asked.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  it('is uploaded by nobody else', async () => {
    const fileId = (await create(source.put('/mine.bin', { body }))).files[0]?.id ?? ''
    const calls = [
      () => guest.call.mirror.signUpload.mutate({ fileId }),
      () => guest.call.mirror.signParts.mutate({ fileId, partNumbers: [1] }),
      () => guest.call.mirror.listParts.query({ fileId }),
      () => guest.call.mirror.completeUpload.mutate({ fileId, parts: [] }),
    ]
    for (const call of calls)
      expect(await refusalOf(call())).toMatchObject({
        code: 'CONFLICT',
        message: 'This server fetches the file by itself.',
      })
    expect(await guest.call.mirror.abortUpload.mutate({ fileId })).toEqual({ id: fileId })
  })

  it('has an address that stands nowhere in the database', async () => {
    await create(source.put('/sealed.bin?key=the-key-of-this-address', { body }))
    const rows = JSON.stringify([await database().select().from(files), await listJobs('fetch-file')])
    expect(rows).not.toContain('the-key-of-this-address')
    expect(rows).not.toContain(`127.0.0.2:${source.port}`)
  })
})

it.each([
  'http://127.0.0.1:PORT/',
  'http://2130706433:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://0x7f.1:PORT/',
  'http://127.1:PORT/',
  'http://localhost:PORT/',
  'http://[::1]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::7f00:1]:PORT/',
  'http://[64:ff9b::7f00:1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
  'http://0.0.0.0:PORT/',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://168.63.129.16/',
  'http://224.0.0.1/',
  'http://[fd00:ec2::254]/',
  'http://[fe80::1]/',
])('%s is never connected to, given or led to', async (given) => {
  const target = given.replace('PORT', String(forbidden.port))
  const leading = source.put('/leads-on', {
    body,
    answer: (_request, response) => response.writeHead(302, { location: target }).end(),
  })
  for (const url of [target, leading])
    expect(await refusalOf(create(url))).toMatchObject({ code: 'BAD_REQUEST', message: NOT_PUBLIC })
  expect(forbidden.connections).toBe(0)
})

describe('refuses with BAD_REQUEST', () => {
  const status = (code: number, headers: Record<string, string> = {}) => ({
    body,
    answer: (_request: unknown, response: ServerResponse) => void response.writeHead(code, headers).end(),
  })
  const chunked = {
    body,
    answer: (_request: unknown, response: ServerResponse) => void response.writeHead(200).end('of any length'),
  }
  it.each([
    ['no address', 'a word', 'This is not an address.'],
    ['ftp', 'ftp://127.0.0.2/x', 'Only addresses that begin with http:// or https:// can be fetched.'],
    [
      'a file of this machine',
      'file:///etc/passwd',
      'Only addresses that begin with http:// or https:// can be fetched.',
    ],
    ['a name that nobody has', 'http://nobody.invalid/x', 'There is no server of this name.'],
    ['a port where nobody listens', 'http://127.0.0.2:1/x', 'The server could not be reached.'],
    ['a file that is not there', status(404), 'The server has no file at this address (404).'],
    ['a fault of the server', status(500), 'The server answered with an error (500).'],
    ['an empty file', { body: Buffer.alloc(0) }, 'The file at this address is empty.'],
    [
      'a large file',
      { body: Buffer.alloc(1_000_001) },
      'The file has 1000001 bytes, and a file may have 1000000 bytes at most.',
    ],
    ['an unknown size', chunked, 'The server does not say how large the file is, so it cannot be fetched.'],
    [
      'a packed file',
      { body, headers: { 'content-encoding': 'gzip' } },
      'The server compresses this file on the way, so its size is not known.',
    ],
    ['a circle', status(302, { location: '/refused' }), 'The address leads on to other addresses more than 5 times.'],
    [
      'a way to another scheme',
      status(302, { location: 'file:///etc/passwd' }),
      'Only addresses that begin with http:// or https:// can be fetched.',
    ],
  ])('%s', async (_what, given, sentence) => {
    const good = source.put('/good.bin', { body })
    const bad = typeof given === 'string' ? given : source.put('/refused', given)
    const refusal = await refusalOf(create(good, bad))
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', message: sentence })
    expect(refusal.fields).toEqual({ files: [sentence], 'files.1': [sentence] })
  })

  it('a long address, and a name that cannot be one', async () => {
    expect(await refusalOf(create(`http://127.0.0.2/${'x'.repeat(4096)}`))).toMatchObject({
      message: 'An address has at most 4096 characters.',
    })
    const named = guest.call.mirror.create.mutate({ files: [{ url: source.put('/x', { body }), name: 'a/b' }] })
    expect(Object.keys((await refusalOf(named)).fields ?? {})).toEqual(['files'])
  })
})

it('asks no more than eight addresses of one person at once', async () => {
  let [now, most] = [0, 0]
  const urls = Array.from({ length: 20 }, (_, index) =>
    source.put(`/many/${index}`, {
      body,
      answer: (_request, response) => {
        now += 1
        most = Math.max(most, now)
        setTimeout(() => {
          now -= 1
          response.writeHead(200, { 'content-length': 10 }).end()
        }, 20)
      },
    }),
  )
  await Promise.all([create(...urls), create(...urls)])
  expect(most).toBe(8)
})
