// The simulated FileLu takes files as a form or in parts, and finds them again by folder and by code.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { call, exchange, type FormPart, form } from './client.ts'
import type { Fault } from './fault.ts'
import { startFilelu } from './filelu.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(150_000)
const digest = (name: string) => createHash(name).update(bytes).digest('hex')

let filelu: Simulator<'filelu'>
beforeAll(async () => {
  filelu = await startFilelu({ maxFileSize: 1_000_000, filesPerSession: 1 })
})
beforeEach(() => filelu.reset())
afterEach(() => vi.useRealTimers())
afterAll(() => filelu[Symbol.asyncDispose]())

const api = async (path: string, query: Record<string, string> = {}, at = filelu.url) =>
  (await call('GET', `${at}/rclone${path}?${new URLSearchParams({ key: 'RC_simulated', ...query })}`)).value
const file = (fileName = 'a.bin', content = bytes): FormPart => ({ name: 'file_0', fileName, bytes: content })

async function upload(given: Record<string, string> = {}, part = file()) {
  const { sess_id, result } = await api('/upload/server')
  const fields = Object.entries({ sess_id, utype: 'prem', fld_path: '/', ...given })
  const { body, headers } = form([...fields.map(([name, value]) => ({ name, value })), part])
  const reply = await exchange({ method: 'POST', url: result, headers, body })
  return { status: reply.status, value: reply.text.startsWith('[') ? JSON.parse(reply.text)[0] : undefined }
}

type Begun = { upload_id: string; sess_id: string; server: string; folder_id: string; object_path: string }
const begin = async (query: Record<string, string>, at = filelu.url): Promise<Begun> =>
  (await api('/multipart/init', query, at)).result
const headersOf = ({ upload_id, sess_id, object_path }: Begun) => ({
  'x-rc-upload-id': upload_id,
  'x-sess-id': sess_id,
  'x-object-path': object_path,
})
const put = (begun: Begun, number: number, body: Buffer, given: Record<string, string> = {}) =>
  exchange({
    method: 'PUT',
    url: `${begun.server}?partNumber=${number}&uploadId=${begun.upload_id}`,
    headers: { ...headersOf(begun), 'x-rc-part-no': String(number), ...given },
    body,
  })
const finish = (begun: Begun, given: Record<string, string> = {}) =>
  exchange({ method: 'POST', url: begun.server, headers: { ...headersOf(begun), ...given } })

async function putAll(begun: Begun) {
  await put(begun, 2, bytes.subarray(100_000))
  await put(begun, 1, bytes.subarray(0, 100_000))
  return begun
}

it('a form is a file with a code, a hash, and a page that leads to the bytes', async () => {
  const { value } = await upload({}, file('naïve ファイル.txt'))
  expect(value.file_status).toBe('OK')
  const { file_code } = value
  const url = `${filelu.url}/${file_code}`
  const name = 'naïve ファイル.txt'
  expect(filelu.ledger).toMatchObject([{ fileId: file_code, name, sha256: digest('sha256'), group: null, url }])
  const info = { filecode: file_code, name, size: '150000', hash: digest('md5'), status: 200 }
  expect((await api('/file/info2', { file_code })).result).toEqual([info])
  const page = await call('GET', url)
  const [, href] = /href="([^"]+)"/.exec(page.text) ?? []
  expect(Buffer.from(await (await fetch(filelu.url + href)).arrayBuffer()).equals(bytes)).toBe(true)
})

it('parts, in any order and again, are a file once they are ended', async () => {
  const { folder_id } = (await api('/folder/create', { folder_path: '/Mirrors/Mine' })).result
  const begun = await begin({ filename: 'a.bin', folder_path: '/Mirrors/Mine' })
  expect(begun.folder_id).toBe(folder_id)
  await put(begun, 1, randomBytes(10))
  await putAll(begun)
  expect(filelu.ledger).toEqual([])
  const reply = await finish(begun)
  expect([reply.status, reply.text]).toEqual([202, ''])
  expect(filelu.ledger).toMatchObject([{ name: 'a.bin', sha256: digest('sha256'), group: folder_id }])
  const [{ file_code, ...listed }] = (await api('/folder/list', { folder_path: 'Mirrors/Mine' })).result.files
  expect(listed).toEqual({ name: 'a.bin', size: 150_000, fld_id: folder_id })
  expect(filelu.groups).toContainEqual({ id: folder_id, name: 'Mine', files: [file_code] })
  expect((await finish(begun)).status).toBe(403)
})

it('what came in parts may be seen only later', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await using slow = await startFilelu({ asynchronousMs: 60_000 })
  const begun = await begin({ filename: 'a.bin', folder_path: '/' }, slow.url)
  await put(begun, 1, bytes)
  expect((await finish(begun)).status).toBe(202)
  const list = async () => (await api('/folder/list', { folder_path: '/' }, slow.url)).result.files
  expect(await list()).toEqual([])
  const [arrival] = slow.ledger
  const info = async () => (await api('/file/info2', { file_code: arrival?.fileId ?? '' }, slow.url)).result
  expect(await info()).toMatchObject([{ status: 404 }])
  vi.advanceTimersByTime(60_000)
  expect(await list()).toMatchObject([{ name: 'a.bin' }])
  expect(await info()).toMatchObject([{ status: 200 }])
})

describe('a part is refused', () => {
  it.each<[string, Record<string, string>, number]>([
    ['of an unknown upload', { 'x-rc-upload-id': 'nope' }, 403],
    ['with another session', { 'x-sess-id': 'nope' }, 403],
    ['with another object', { 'x-object-path': 'nope' }, 403],
    ['with another number in its head', { 'x-rc-part-no': '2' }, 400],
    ['with a number that is none', { 'x-rc-part-no': '0' }, 400],
  ])('%s', async (_, given, status) => {
    const begun = await begin({ filename: 'a', folder_path: '/' })
    expect((await put(begun, 1, bytes, given)).status).toBe(status)
    expect((await finish(begun)).status).toBe(400)
  })

  it('that is empty, too large, or has no length', async () => {
    const begun = await begin({ filename: 'a', folder_path: '/' })
    expect((await put(begun, 1, Buffer.alloc(0))).status).toBe(400)
    const large = await put(begun, 1, Buffer.alloc(20_000_000))
    expect(large.status).toBe(413)
    expect(large.sent).toBeLessThan(20_000_000)
    const chunked = { method: 'PUT', url: begun.server, headers: headersOf(begun), body: bytes, length: null }
    expect((await exchange(chunked)).status).toBe(411)
  })
})

it('parts are not ended with a gap, with too many bytes, or by another session', async () => {
  const begun = await begin({ filename: 'a', folder_path: '/' })
  await put(begun, 2, bytes)
  expect((await finish(begun)).status).toBe(400)
  await put(begun, 1, Buffer.alloc(900_000))
  expect((await finish(begun, { 'x-sess-id': 'nope' })).status).toBe(403)
  expect((await finish(begun)).status).toBe(413)
  expect(filelu.ledger).toEqual([])
})

it('parts are not begun with no name, or in a folder that is not there', async () => {
  expect(await api('/multipart/init', { folder_path: '/' })).toMatchObject({ status: 400 })
  expect(await api('/multipart/init', { filename: 'a', folder_path: '/nope' })).toMatchObject({ status: 404 })
})

describe('a form fails, inside 200,', () => {
  it.each<[string, Record<string, string>, FormPart, string]>([
    ['with an unknown session', { sess_id: 'nope' }, file(), 'Session is not valid'],
    ['as a guest', { utype: 'anon' }, file(), 'Anonymous uploads are not allowed'],
    ['of 0 bytes', {}, file('a', Buffer.alloc(0)), 'Zero filesize'],
    ['into an unknown folder', { fld_path: '/nope' }, file(), 'Folder not found'],
  ])('%s', async (_, given, part, file_status) => {
    expect(await upload(given, part)).toMatchObject({ status: 200, value: { file_status } })
    expect(filelu.ledger).toEqual([])
  })

  it('when the session is used up, and with another field name', async () => {
    const { sess_id } = await api('/upload/server')
    await upload({ sess_id })
    expect((await upload({ sess_id })).value).toMatchObject({ file_code: 'undef' })
    expect(await upload({}, { name: 'file', fileName: 'a', bytes })).toEqual({ status: 200, value: undefined })
  })
})

it('the key is wrong or missing inside 200', async () => {
  expect(await api('/account/info', { key: 'other' })).toMatchObject({ status: 403 })
  expect((await call('GET', `${filelu.url}/rclone/account/info`)).value).toMatchObject({ status: 400 })
  expect(await api('/account/info')).toMatchObject({ status: 200, result: { storage_used: '0' } })
})

describe('folders', () => {
  it('are made with those above them, once', async () => {
    const make = async (folder_path: string) => (await api('/folder/create', { folder_path })).result.folder_id
    const id = await make('/Mirrors/Mine')
    expect(await make('Mirrors/Mine/')).toBe(id)
    const { files, folders } = (await api('/folder/list', { folder_path: '/Mirrors' })).result
    expect([files, folders]).toMatchObject([[], [{ name: 'Mine', fld_id: id }]])
    expect(await api('/folder/list', { folder_path: '/nope' })).toMatchObject({ status: 404 })
    expect(await api('/folder/create', { folder_path: '/' })).toMatchObject({ status: 400 })
  })
})

it('files are deleted by their path; what is not there has a page that says so', async () => {
  await api('/folder/create', { folder_path: '/Mine' })
  const { file_code } = (await upload({ fld_path: '/Mine' })).value
  const remove = (file_path: string) => api('/file/remove', { file_path })
  expect(await remove('/a.bin')).toMatchObject({ status: 404 })
  expect(await remove('/Mine/a.bin')).toMatchObject({ status: 200 })
  expect(filelu.ledger[0]?.stored).toBe(false)
  expect((await api('/file/info2', { file_code })).result).toEqual([{ filecode: file_code, status: 404 }])
  const page = await call('GET', `${filelu.url}/${file_code}`)
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('File Not Found')])
})

it('faults strike forms, parts, and the info where it tells size and hash', async () => {
  const faults: Fault[] = [
    { kind: 'status', status: 503 },
    { kind: 'missing-id' },
    { kind: 'error-in-200' },
    { kind: 'close', atByte: 1000, on: 'chunk' },
    { kind: 'no-reply', stored: true, on: 'finish' },
    { kind: 'wrong-size' },
    { kind: 'wrong-digest' },
  ]
  for (const fault of faults) filelu.fail(fault)
  expect(await api('/upload/server')).toMatchObject({ status: 503 })
  expect((await upload()).status).toBe(503)
  expect((await upload()).value).toEqual({ file_status: 'OK' })
  const begun = await begin({ filename: 'b.bin', folder_path: '/' })
  expect((await put(begun, 1, bytes)).status).toBe(0)
  expect((await finish(await putAll(begun))).status).toBe(0)
  const file_code = filelu.ledger[1]?.fileId ?? ''
  expect((await api('/file/info2', { file_code })).result).toMatchObject([{ size: '150001' }])
  expect((await api('/file/info2', { file_code })).result[0].hash).not.toBe(digest('md5'))
  expect([filelu.ledger.length, filelu.faultsLeft()]).toEqual([2, 0])
})
