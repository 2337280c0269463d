// The simulated Cyberfile: a login first, then folders and forms, with errors that come as 200.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { call, exchange, type FormPart, form } from './client.ts'
import { type CyberfileOptions, startCyberfile } from './cyberfile.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(150_000)
const digest = (name: string) => createHash(name).update(bytes).digest('hex')
const login = { username: 'simulated-user', password: 'simulated-password' }

let cyberfile: Simulator<'cyberfile'>
beforeAll(async () => {
  cyberfile = await startCyberfile()
})
beforeEach(() => cyberfile.reset())
afterAll(() => cyberfile[Symbol.asyncDispose]())

async function api(path: string, fields: Record<string, string>, url = cyberfile.url) {
  const body = Buffer.from(new URLSearchParams(fields).toString())
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const reply = await exchange({ method: 'POST', url: `${url}/api/v2/${path}`, headers, body })
  return { status: reply.status, value: reply.text.startsWith('{') ? JSON.parse(reply.text) : reply.text }
}
const authorized = async (url = cyberfile.url): Promise<{ access_token: string; account_id: string }> =>
  (await api('authorize', login, url)).value.data

async function post(fields: Record<string, string>, files: FormPart[], url = cyberfile.url) {
  const { body, headers } = form([...Object.entries(fields).map(([name, value]) => ({ name, value })), ...files])
  const reply = await exchange({ method: 'POST', url: `${url}/api/v2/file/upload`, headers, body })
  return { status: reply.status, value: /^[[{]/.test(reply.text) ? JSON.parse(reply.text) : reply.text }
}
const file = (body: Buffer = bytes, fileName = 'a b.bin'): FormPart => ({ name: 'upload_file', fileName, bytes: body })
const failure = (response: unknown) => ({ status: 200, value: expect.objectContaining({ _status: 'error', response }) })

/** An upload at a Cyberfile of its own. */
async function uploadAt(options: CyberfileOptions, files: FormPart[] = [file()]) {
  await using other = await startCyberfile(options)
  const reply = await post(await authorized(other.url), files, other.url)
  return { ...reply, stored: other.ledger.length }
}

describe('a file', () => {
  it('goes into an unlisted folder, and page, listing and bytes can be read', async () => {
    const token = await authorized()
    const made = await api('folder/create', { ...token, folder_name: 'My files', is_public: '1' })
    expect(made.value).toMatchObject({ _status: 'success', data: { folderName: 'My files', isPublic: '1' } })
    const { id, url_folder: link } = made.value.data
    expect(link).toMatch(/\/folder\/[0-9a-f]{32}\/My_files$/)
    const { value } = await post({ ...token, folder_id: id }, [file()])
    expect(value).toMatchObject({ _status: 'success', response: 'File uploaded' })
    const [{ file_id: fileId, url }] = value.data
    expect(value.data).toMatchObject([{ error: null, size: String(bytes.length), hash: digest('md5') }])
    expect(cyberfile.ledger).toMatchObject([{ fileId, url, group: id, name: 'a b.bin', sha256: digest('sha256') }])
    expect(cyberfile.groups).toEqual([{ id, name: 'My files', files: [fileId] }])
    const listing = (await api('folder/listing', { ...token, parent_folder_id: id })).value.data
    expect(listing.files).toMatchObject([{ id: fileId, filename: 'a b.bin', fileSize: String(bytes.length) }])
    expect((await call('GET', link)).text).toContain('a b.bin')
    const href = /href="([^"]+)"/.exec((await call('GET', url)).text)?.[1] ?? ''
    const served = await fetch(new URL(href, url))
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('that is deleted lies in the trash: its info tells so, and its link is gone', async () => {
    const token = await authorized()
    const [{ file_id, url }] = (await post(token, [file()])).value.data
    expect((await api('file/info', { ...token, file_id })).value.data).toMatchObject({ status: 'active' })
    expect((await api('file/delete', { ...token, file_id })).value._status).toBe('success')
    expect((await api('file/info', { ...token, file_id })).value.data).toMatchObject({ status: 'trash' })
    expect((await call('GET', url)).status).toBe(404)
    expect(cyberfile.ledger).toMatchObject([{ stored: false }])
    expect(await api('file/info', { ...token, file_id: '1' })).toEqual(failure('Could not find file based on file_id.'))
  })

  it.each([
    ['empty', [file(Buffer.alloc(0))], 'Filesize received was zero.'],
    ['under another field', [{ name: 'file', fileName: 'a', bytes }], 'Did not receive uploaded file.'],
    ['without a name', [file(bytes, '')], 'Did not receive uploaded file.'],
  ])('that is %s is refused with 200', async (_, files, response) => {
    expect(await post(await authorized(), files)).toEqual(failure(response))
    expect(cyberfile.ledger).toEqual([])
  })

  it('for a folder that is not there is refused', async () => {
    expect(await post({ ...(await authorized()), folder_id: '7' }, [file()])).toEqual(
      failure('Could not find folder based on folder_id.'),
    )
  })

  it('over the limit of the package, or of a refused type, fails inside an answer of success', async () => {
    for (const options of [{ maxUploadSize: 1000 }, { refusedExtensions: ['.bin'] }]) {
      const { value, stored } = await uploadAt(options)
      expect(value).toMatchObject({
        _status: 'success',
        data: [{ error: expect.stringMatching(/permitted/), url: null }],
      })
      expect(stored).toBe(0)
    }
  })

  it('over PHP’s limit arrives with no size, and one too many for today not at all', async () => {
    expect((await uploadAt({ phpLimit: 1000 })).value.response).toBe('Filesize received was zero.')
    expect((await uploadAt({ uploadsPerDay: 0 })).value.response).toMatch(/^Max uploads reached/)
    expect((await uploadAt({ canUpload: false })).value._status).toBe('error')
  })

  it('is told in other forms and with no hash by other installations', async () => {
    expect((await uploadAt({ replyForm: 'list' })).value).toMatchObject([{ size: String(bytes.length) }])
    expect((await uploadAt({ replyForm: 'files', tellsMd5: false })).value).toMatchObject({ files: [{ hash: false }] })
  })
})

describe('the login', () => {
  it('is refused with 200, and after too many wrong ones whoever comes', async () => {
    const wrong = () => api('authorize', { ...login, password: 'wrong' })
    for (let number = 0; number < 5; number += 1)
      expect(await wrong()).toEqual(failure(expect.stringMatching(/^Could not authenticate user/)))
    expect((await api('authorize', login)).value._status).toBe('error')
  })

  it('takes forms of both kinds and queries, and no JSON', async () => {
    const url = `${cyberfile.url}/api/v2/authorize`
    const { body, headers } = form(Object.entries(login).map(([name, value]) => ({ name, value })))
    expect(JSON.parse((await exchange({ method: 'POST', url, headers, body })).text)._status).toBe('success')
    expect((await call('GET', `${url}?${new URLSearchParams(login)}`)).value._status).toBe('success')
    expect((await call('POST', url, { body: login })).value.response).toBe('Please provide the username param.')
  })

  it('asks for two keys where the installation is made so', async () => {
    const keys = { username: 'a'.repeat(64), password: 'b'.repeat(64) }
    await using keyed = await startCyberfile({ ...keys, wantsKeys: true })
    expect((await api('authorize', keys, keyed.url)).value.response).toBe('Please provide the key1 param.')
    const given = { key1: keys.username, key2: keys.password }
    expect((await api('authorize', given, keyed.url)).value.data.access_token).toMatch(/^[0-9a-f]{128}$/)
  })

  it.each([
    ['wrong', { access_token: 'wrong' }, /^Could not validate access_token and account_id/],
    ['of another account', { account_id: '1' }, /^Could not validate/],
    ['missing', { access_token: '' }, /^Please provide the access_token param/],
  ])('gives a token; one that is %s opens nothing', async (_, change, response) => {
    const token = { ...(await authorized()), ...change }
    expect(await api('folder/listing', token)).toEqual(failure(expect.stringMatching(response)))
    expect(await post(token, [file()])).toEqual(failure(expect.stringMatching(response)))
    expect(cyberfile.ledger).toEqual([])
  })

  it('gives tokens that run out, and that can be given back', async () => {
    await using brief = await startCyberfile({ tokenUses: 1, errorKey: 'status' })
    const token = await authorized(brief.url)
    expect((await api('account/package', token, brief.url)).value._status).toBe('success')
    expect((await api('account/package', token, brief.url)).value).toMatchObject({ status: 'error' })
    const other = await authorized()
    await api('disable_access_token', other)
    expect((await api('account/info', other)).value._status).toBe('error')
  })
})

describe('folders', () => {
  it('are private unless asked otherwise', async () => {
    const token = await authorized()
    const { data } = (await api('folder/create', { ...token, folder_name: 'Mine' })).value
    await post({ ...token, folder_id: data.id }, [file()])
    expect((await call('GET', data.url_folder)).text).not.toContain('a b.bin')
    expect((await api('folder/create', token)).value.response).toBe('Please provide the folder_name param.')
  })

  it('tell their link by their info where the first answer does not, and go with their files', async () => {
    await using shy = await startCyberfile({ omitsFolderUrl: true })
    const token = await authorized(shy.url)
    const { data } = (await api('folder/create', { ...token, folder_name: 'Mine', is_public: '1' }, shy.url)).value
    expect(data.url_folder).toBeUndefined()
    const folder = { ...token, folder_id: data.id }
    const { url_folder: link } = (await api('folder/info', folder, shy.url)).value.data
    await post(folder, [file()], shy.url)
    expect((await call('GET', link)).status).toBe(200)
    await api('folder/delete', folder, shy.url)
    expect([shy.groups, shy.ledger]).toMatchObject([[], [{ stored: false }]])
    expect((await call('GET', link)).status).toBe(404)
  })
})

describe('faults', () => {
  it('strike the reply of the upload: size, digest and link', async () => {
    const token = await authorized()
    for (const kind of ['wrong-size', 'wrong-digest', 'missing-id'] as const) cyberfile.fail({ kind })
    const replies = []
    for (let number = 0; number < 3; number += 1) replies.push((await post(token, [file()])).value.data[0])
    expect(replies[0].size).toBe(String(bytes.length + 1))
    expect(replies[1].hash).not.toBe(digest('md5'))
    expect(replies[2]).not.toHaveProperty('url')
  })

  it('answer with a status, with an error in 200, or not at all', async () => {
    const token = await authorized()
    cyberfile.fail({ kind: 'status', status: 503 })
    expect((await post(token, [file()])).status).toBe(503)
    cyberfile.fail({ kind: 'error-in-200' })
    expect(await post(token, [file()])).toEqual(failure(expect.stringMatching(/No response received from:/)))
    cyberfile.fail({ kind: 'no-reply', stored: true })
    expect((await post(token, [file()])).status).toBe(0)
    expect(cyberfile.ledger).toHaveLength(1)
    cyberfile.fail({ kind: 'status', on: 'account', status: 401 })
    expect((await api('authorize', login)).status).toBe(401)
  })
})
