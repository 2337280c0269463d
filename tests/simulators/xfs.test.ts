// The simulated XFileSharing site takes forms with a session, and tells its failures inside HTTP 200.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { call, exchange, type FormPart, form } from './client.ts'
import type { Fault } from './fault.ts'
import type { Simulator } from './simulator.ts'
import { startXfs } from './xfs.ts'

const bytes = randomBytes(150_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')

let site: Simulator<'xfs'>
beforeAll(async () => {
  site = await startXfs({ maxFileSize: 1_000_000, filesPerSession: 2, listPageSize: 2 })
})
beforeEach(() => site.reset())
afterAll(() => site[Symbol.asyncDispose]())

const api = async (path: string, query: Record<string, string> = {}, at = site.url) =>
  (await call('GET', `${at}/api${path}?${new URLSearchParams({ key: 'simulated-key', ...query })}`)).value
const fieldsOf = (given: Record<string, string>): FormPart[] =>
  Object.entries(given).map(([name, value]) => ({ name, value }))
const file = (fileName = 'a.bin', content = bytes): FormPart => ({ name: 'file_0', fileName, bytes: content })

async function send(parts: FormPart[], at = site.url) {
  const { body, headers } = form(parts)
  return exchange({ method: 'POST', url: `${at}/cgi-bin/upload.cgi`, headers, body })
}

/** Asks for a session and uploads with it. */
async function upload(given: Record<string, string> = {}, part = file(), at = site.url) {
  const { sess_id } = await api('/upload/server', {}, at)
  const reply = await send([...fieldsOf({ sess_id, utype: 'prem', file_public: '1', ...given }), part], at)
  return JSON.parse(reply.text)[0]
}

it('an upload gives a code, whose page leads to the bytes', async () => {
  const server = await api('/upload/server')
  expect(server).toMatchObject({ status: 200, msg: 'OK', result: `${site.url}/cgi-bin/upload.cgi` })
  const { file_code, file_status } = await upload({}, file('naïve ファイル.txt'))
  expect(file_status).toBe('OK')
  const url = `${site.url}/${file_code}`
  const arrival = { fileId: file_code, name: 'naïve ファイル.txt', size: bytes.length, sha256, group: null, url }
  expect(site.ledger).toMatchObject([arrival])
  const page = await call('GET', url)
  const [, href] = /href="([^"]+)"/.exec(page.text) ?? []
  expect(Buffer.from(await (await fetch(site.url + href)).arrayBuffer()).equals(bytes)).toBe(true)
})

it('a page of nothing is 200, and so is one of a file that is not public', async () => {
  const { file_code } = await upload({ file_public: '0' })
  for (const code of ['nope', file_code]) {
    const page = await call('GET', `${site.url}/${code}`)
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('File Not Found')])
  }
})

describe('the key', () => {
  it('is wrong or missing inside 200', async () => {
    expect(await api('/account/info', { key: 'other' })).toMatchObject({ status: 403 })
    expect((await call('GET', `${site.url}/api/account/info`)).value).toMatchObject({ status: 400 })
    expect(await api('/account/info')).toMatchObject({ status: 200, result: { storage_used: '0' } })
  })
})

describe('an upload fails, inside 200,', () => {
  it.each<[string, Record<string, string>, FormPart, string, string]>([
    ['with an unknown session', { sess_id: 'nope' }, file(), 'Session is not valid', 'undef'],
    ['as a guest', { utype: 'anon' }, file(), 'Anonymous uploads are not allowed', ''],
    ['of 0 bytes', {}, file('a', Buffer.alloc(0)), 'Zero filesize', ''],
    ['with no name', {}, file(''), 'Bad file name', ''],
    ['of too many bytes', {}, file('a', Buffer.alloc(1_000_001)), 'File is too big', ''],
    ['into an unknown folder', { to_folder: '77' }, file(), 'Folder not found', ''],
  ])('%s', async (_, given, part, file_status, file_code) => {
    expect(await upload(given, part)).toEqual({ file_status, file_code })
    expect(site.ledger).toEqual([])
  })

  it('when the session is used up', async () => {
    const { sess_id } = await api('/upload/server')
    await upload({ sess_id })
    await upload({ sess_id })
    expect(await upload({ sess_id })).toMatchObject({ file_code: 'undef' })
  })

  it('with fields after the file', async () => {
    const { sess_id } = await api('/upload/server')
    const reply = await send([file(), ...fieldsOf({ sess_id, utype: 'prem' })])
    expect(JSON.parse(reply.text)).toMatchObject([{ file_code: 'undef' }])
  })
})

it('a file of another field name is answered with a page', async () => {
  await using other = await startXfs({ fileField: 'file' })
  const { sess_id } = await api('/upload/server', {}, other.url)
  const reply = await send([...fieldsOf({ sess_id, utype: 'reg' }), file()], other.url)
  expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  const part: FormPart = { name: 'file', fileName: 'a', bytes }
  expect(await upload({ utype: 'reg' }, part, other.url)).toMatchObject({ file_status: 'OK' })
})

it('a body that is far too large is refused before it was sent; a chunked one too', async () => {
  const { body, headers } = form([file('a', Buffer.alloc(20_000_000))])
  const large = await exchange({ method: 'POST', url: `${site.url}/cgi-bin/upload.cgi`, headers, body })
  expect(large.status).toBe(413)
  expect(large.sent).toBeLessThan(20_000_000)
  const small = { ...form([file()]), method: 'POST', url: `${site.url}/cgi-bin/upload.cgi`, length: null }
  expect((await exchange(small)).status).toBe(411)
})

describe('folders', () => {
  it('take files on the way and afterwards', async () => {
    const { fld_id } = (await api('/folder/create', { parent_id: '0', name: 'Mine' })).result
    const { file_code: one } = await upload({ to_folder: fld_id })
    const { file_code: two } = await upload({}, file('b.bin'))
    expect(await api('/file/set_folder', { file_code: two, fld_id })).toMatchObject({ status: 200 })
    expect(site.groups).toEqual([{ id: fld_id, name: 'Mine', files: [one, two] }])
    expect(site.ledger.map(({ group }) => group)).toEqual([fld_id, fld_id])
    expect((await api('/folder/list', { fld_id: '0' })).result).toMatchObject({
      folders: [{ fld_id, name: 'Mine' }],
      files: [],
    })
    expect((await api('/folder/list', { fld_id })).result.files).toHaveLength(2)
  })

  it('need a name and a parent that is there', async () => {
    const status = async (query: Record<string, string>) => (await api('/folder/create', query)).status
    expect(await status({ parent_id: '0' })).toBe(400)
    expect(await status({ name: 'x' })).toBe(400)
    expect(await status({ name: 'x', parent_id: '77' })).toBe(404)
    expect(await api('/file/set_folder', { file_code: 'nope', fld_id: '0' })).toMatchObject({ status: 404 })
  })
})

describe('files', () => {
  it('are told one by one, each with its own status', async () => {
    const { file_code } = await upload()
    const { result } = await api('/file/info', { file_code: `nope,${file_code}` })
    expect(result).toMatchObject([
      { filecode: 'nope', status: 404 },
      { filecode: file_code, status: 200, name: 'a.bin', size: '150000' },
    ])
    expect(await api('/file/info')).toMatchObject({ status: 400 })
  })

  it('are listed by folder and page, newest first', async () => {
    for (const name of ['a', 'b', 'c']) await upload({}, file(name))
    const names = async (page: string) =>
      (await api('/file/list', { fld_id: '0', page })).result.files.map(({ name }: { name: string }) => name)
    expect([await names('1'), await names('2')]).toEqual([['c', 'b'], ['a']])
    expect(await api('/file/list', { fld_id: '77' })).toMatchObject({ status: 404 })
  })

  it('are deleted on some forks only', async () => {
    expect((await call('GET', `${site.url}/api/file/delete?key=simulated-key`)).status).toBe(404)
    await using fork = await startXfs({ canDelete: true })
    const { file_code } = await upload({}, file(), fork.url)
    expect(await api('/file/delete', { file_code }, fork.url)).toMatchObject({ status: 200 })
    expect((await api('/file/info', { file_code }, fork.url)).result).toMatchObject([{ status: 404 }])
    expect(fork.ledger[0]?.stored).toBe(false)
  })
})

it('links may have another base, which uploads then tell, and codes another name', async () => {
  await using other = await startXfs({ linkPath: '/files', tellsDomain: true, codeKey: 'file_code' })
  const { file_code, domain } = await upload({}, file(), other.url)
  expect(domain).toBe(`${other.url}/files`)
  expect((await call('GET', `${domain}/${file_code}`)).text).toContain('a.bin')
  expect((await call('GET', `${other.url}/${file_code}`)).status).toBe(404)
  expect((await api('/file/info', { file_code }, other.url)).result).toMatchObject([{ file_code }])
})

it('faults strike uploads, and the info where it tells the size', async () => {
  const faults: Fault[] = [
    { kind: 'status', status: 503 },
    { kind: 'error-in-200' },
    { kind: 'missing-id' },
    { kind: 'wrong-size' },
    { kind: 'close', atByte: 50_000 },
  ]
  for (const fault of faults) site.fail(fault)
  expect((await send([file()])).status).toBe(503)
  expect(await upload()).toEqual({ file_code: 'undef', file_status: 'OK' })
  expect(await upload()).toEqual({ file_status: 'OK' })
  expect((await send([file()])).status).toBe(0)
  const { file_code } = await upload()
  expect((await api('/file/info', { file_code })).result).toMatchObject([{ size: '150001' }])
  expect(site.ledger).toHaveLength(2)
  expect(site.faultsLeft()).toBe(0)
})
