// The simulated GoFile takes uploads of guests into folders and answers as the real one does.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { call, exchange, type FormPart, form } from './client.ts'
import { startGofile } from './gofile.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(150_000)
const digest = (name: string) => createHash(name).update(bytes).digest('hex')

let gofile: Simulator
beforeAll(async () => {
  gofile = await startGofile({
    guestLimit: 3,
    account: { token: 'premium-token', tier: 'premium' },
    maxFileSize: 1_000_000,
  })
})
beforeEach(() => gofile.reset())
afterAll(() => gofile[Symbol.asyncDispose]())

const api = (method: string, path: string, token: string | null, body?: unknown) =>
  call(method, `${gofile.url}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {}, body })
const guest = async (): Promise<{ id: string; token: string; rootFolder: string }> =>
  (await api('POST', '/accounts', null, {})).value.data
const folderOf = async ({ token, rootFolder }: { token: string; rootFolder: string }, isPublic = true) =>
  (
    await api('POST', '/contents/createFolder', token, {
      parentFolderId: rootFolder,
      folderName: 'Mine',
      public: isPublic,
    })
  ).value.data

async function upload(parts: FormPart[], token: string | null, path = '/uploadfile') {
  const { body, headers } = form(parts)
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  const reply = await exchange({
    method: 'POST',
    url: gofile.url + path,
    headers: { ...headers, ...authorization },
    body,
  })
  return { status: reply.status, value: JSON.parse(reply.text) }
}
const file = (fileName = 'a.bin'): FormPart => ({ name: 'file', fileName, bytes })

it('a guest makes a folder and uploads two files into it; both replies name the same page, MD5 and size', async () => {
  const account = await guest()
  const folder = await folderOf(account)
  const fields = [
    { name: 'folderId', value: folder.id },
    { name: 'modTime', value: '1700000000' },
  ]
  const replies = [
    await upload([...fields, file('naïve ファイル.txt')], account.token),
    await upload([{ name: 'token', value: account.token }, ...fields, file('b.bin')], null, '/contents/uploadfile'),
  ]
  const downloadPage = `${gofile.url}/d/${folder.code}`
  for (const { status, value } of replies) {
    expect([status, value.status]).toEqual([200, 'ok'])
    expect(value.data).toMatchObject({ type: 'file', size: bytes.length, md5: digest('md5'), downloadPage })
    expect(value.data).toMatchObject({ parentFolder: folder.id, parentFolderCode: folder.code, modTime: 1_700_000_000 })
  }
  const ids = replies.map(({ value }) => value.data.id)
  expect(gofile.ledger.map(({ fileId }) => fileId)).toEqual(ids)
  expect(gofile.ledger[0]).toMatchObject({
    name: 'naïve ファイル.txt',
    sha256: digest('sha256'),
    group: folder.id,
    url: downloadPage,
  })
  expect(gofile.groups).toEqual([{ id: folder.id, name: 'Mine', files: ids }])
  const page = await call('GET', downloadPage)
  expect(page.text).toContain('naïve ファイル.txt')
  const [href] = /\/download[^"]+/.exec(page.text) ?? ['']
  expect(Buffer.from(await (await fetch(gofile.url + href)).arrayBuffer()).equals(bytes)).toBe(true)
})

it('the page of a folder answers 200 for anything, and shows files of public folders only', async () => {
  const account = await guest()
  const hidden = await folderOf(account, false)
  await upload([{ name: 'folderId', value: hidden.id }, file()], account.token)
  const pages = [await call('GET', `${gofile.url}/d/nothing`), await call('GET', `${gofile.url}/d/${hidden.code}`)]
  expect(pages.map(({ status }) => status)).toEqual([200, 200])
  expect(pages[1]?.text).not.toContain('a.bin')
})

it('an upload without token and folder makes both and tells the guest token, which the next one can use', async () => {
  const first = await upload([file()], null)
  const { guestToken, parentFolder } = first.value.data
  const second = await upload([{ name: 'folderId', value: parentFolder }, file('b.bin')], guestToken)
  expect(second.value.data.guestToken).toBeUndefined()
  expect(gofile.groups).toMatchObject([{ id: parentFolder, files: [first.value.data.id, second.value.data.id] }])
})

it('a folder that is named after the file is not seen', async () => {
  const account = await guest()
  const folder = await folderOf(account)
  const { value } = await upload([file(), { name: 'folderId', value: folder.id }], account.token)
  expect(value.data.parentFolder).not.toBe(folder.id)
})

describe('accounts', () => {
  it('are 502 for an address that has made too many guests, by uploads too', async () => {
    await upload([file()], null)
    await guest()
    await guest()
    expect((await api('POST', '/accounts', null, {})).status).toBe(502)
    expect((await upload([file()], null)).value.status).toBe('error-rateLimit')
  })

  it('tell their own id and root folder, and nobody else’s', async () => {
    const account = await guest()
    expect((await api('GET', '/accounts/getid', account.token)).value.data).toEqual({ id: account.id })
    expect((await api('GET', `/accounts/${account.id}`, account.token)).value.data).toMatchObject({
      rootFolder: account.rootFolder,
      tier: 'guest',
    })
    const other = await api('GET', `/accounts/${account.id}`, 'premium-token')
    expect([other.status, other.value.status]).toEqual([403, 'error-accountId'])
    expect((await api('GET', '/accounts/getid', 'nonsense')).status).toBe(401)
  })
})

describe('refusals of an upload', () => {
  it.each<[string, (own: string, other: string) => FormPart[], boolean, number, string]>([
    ['a wrong token', () => [{ name: 'token', value: 'nonsense' }, file()], false, 401, 'error-token'],
    ['an unknown folder', () => [{ name: 'folderId', value: 'nope' }, file()], true, 404, 'error-notFound'],
    ['another’s folder', (_, other) => [{ name: 'folderId', value: other }, file()], true, 401, 'error-notOwner'],
    [
      'another field name',
      (own) => [
        { name: 'folderId', value: own },
        { name: 'files[]', fileName: 'a', bytes },
      ],
      true,
      400,
      'error-field-file',
    ],
    ['two files', (own) => [{ name: 'folderId', value: own }, file(), file()], true, 400, 'error-field-file'],
    [
      'a name of 256 characters',
      (own) => [{ name: 'folderId', value: own }, file('n'.repeat(256))],
      true,
      400,
      'error-field-filename',
    ],
    [
      'a file that is too large',
      (own) => [
        { name: 'folderId', value: own },
        { name: 'file', fileName: 'a', bytes: Buffer.alloc(1_000_001) },
      ],
      true,
      400,
      'error-field-size',
    ],
  ])('%s', async (_, parts, signed, status, error) => {
    const [account, other] = [await guest(), await guest()]
    const own = await folderOf(account)
    const reply = await upload(parts(own.id, (await folderOf(other)).id), signed ? account.token : null)
    expect([reply.status, reply.value.status]).toEqual([status, error])
    expect(gofile.ledger).toEqual([])
  })

  it('a body that is not a form, or ends too early', async () => {
    const { token } = await guest()
    const authorization = `Bearer ${token}`
    const url = `${gofile.url}/uploadfile`
    const plain = await exchange({
      method: 'POST',
      url,
      headers: { authorization, 'content-type': 'text/plain' },
      body: bytes,
    })
    expect(plain.status).toBe(400)
    const { body, headers } = form([file()])
    const cut = await exchange({
      method: 'POST',
      url,
      headers: { authorization, ...headers },
      body: body.subarray(0, -40),
    })
    expect(cut.status).toBe(400)
    const chunked = await exchange({ method: 'POST', url, headers: { authorization, ...headers }, body, length: null })
    expect(chunked.status).toBe(411)
    expect(gofile.ledger).toEqual([])
  })
})

describe('contents', () => {
  it('are told to premium accounts only, page by page', async () => {
    const account = await guest()
    const folder = await folderOf(account)
    for (const name of ['a', 'b']) await upload([{ name: 'folderId', value: folder.id }, file(name)], account.token)
    const path = `/contents/${folder.id}?page=1&pageSize=1`
    expect((await api('GET', path, account.token)).value.status).toBe('error-notPremium')
    const { data } = (await api('GET', path, 'premium-token')).value
    expect([data.childrenCount, Object.keys(data.children).length]).toEqual([2, 1])
    expect((await api('GET', '/contents/nope', 'premium-token')).value.status).toBe('error-notFound')
  })

  it('are deleted by the token that made them', async () => {
    const account = await guest()
    const { value } = await upload([file()], account.token)
    const { id } = value.data
    const remove = async (token: string) =>
      (await api('DELETE', '/contents', token, { contentsId: `${id},nope` })).value.data
    expect((await remove('premium-token'))[id].status).toBe('error-notOwner')
    expect(await remove(account.token)).toMatchObject({ [id]: { status: 'ok' }, nope: { status: 'error-notFound' } })
    expect(gofile.ledger[0]?.stored).toBe(false)
  })

  it('need a parent that is there and one’s own', async () => {
    const account = await guest()
    const make = async (parentFolderId?: string) =>
      (await api('POST', '/contents/createfolder', account.token, { parentFolderId, folderName: 'x' })).value.status
    expect([await make('nope'), await make((await guest()).rootFolder), await make()]).toEqual([
      'error-notFound',
      'error-notOwner',
      'error-field-parentFolderId',
    ])
  })
})

it('faults of the reply change its size, digest or link', async () => {
  gofile.fail({ kind: 'wrong-size' })
  gofile.fail({ kind: 'wrong-digest' })
  gofile.fail({ kind: 'missing-id' })
  gofile.fail({ kind: 'error-in-200' })
  const { token } = await guest()
  const replies = [1, 2, 3, 4].map(() => upload([file()], token))
  const told = []
  for (const reply of replies) told.push((await reply).value)
  const sorted = told.filter(({ status }) => status === 'ok').map(({ data }) => data)
  expect(sorted.filter(({ size }) => size === bytes.length + 1)).toHaveLength(1)
  expect(sorted.filter(({ md5 }) => md5 !== digest('md5'))).toHaveLength(1)
  expect(sorted.filter(({ id, downloadPage }) => id === undefined && downloadPage === undefined)).toHaveLength(1)
  expect(told.filter(({ status }) => status === 'error-rateLimit')).toHaveLength(1)
  expect(gofile.ledger).toHaveLength(3)
})
