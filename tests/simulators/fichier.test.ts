// The simulated 1fichier: a node and an id, a form read by position, and the links of it afterwards.
import { createHash, randomBytes } from 'node:crypto'
import { whirlpool } from 'hash-wasm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { call, exchange, type FormPart, form } from './client.ts'
import { type FichierOptions, startFichier } from './fichier.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(150_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const key = { authorization: 'Bearer simulated-key' }

let fichier: Simulator<'fichier'>
beforeAll(async () => {
  fichier = await startFichier({ apiKey: 'simulated-key', maxFileSize: 1_000_000 })
})
beforeEach(() => fichier.reset())
afterAll(() => fichier[Symbol.asyncDispose]())

const api = (path: string, body: unknown, headers: Record<string, string> = key) =>
  call('POST', `${fichier.url}/v1/${path}`, { headers, body })
const nodeOf = async (url = fichier.url): Promise<{ url: string; id: string }> =>
  (await call('POST', `${url}/v1/upload/get_upload_server.cgi`, { body: {} })).value
const file = (fileName = 'a.bin', body: Buffer = bytes): FormPart => ({ name: 'file[]', fileName, bytes: body })

type Posting = { headers?: Record<string, string>; url?: string; id?: string; whole?: (body: Buffer) => Buffer }
async function post(parts: FormPart[], { headers = key, url = fichier.url, id, whole = (body) => body }: Posting = {}) {
  const xid = id ?? (await nodeOf(url)).id
  const { body, headers: type } = form(parts)
  const target = `${url}/upload.cgi?id=${xid}`
  const reply = await exchange({ method: 'POST', url: target, headers: { ...type, ...headers }, body: whole(body) })
  return { ...reply, id: xid, said: /<div class="bloc2"[^>]*>([^<]*\w[^<]*)</.exec(reply.text)?.[1] }
}
const linksOf = async (id: string, url = fichier.url) =>
  (await call('GET', `${url}/end.pl?xid=${id}`, { headers: { JSON: '1' } })).value.links

describe('a file', () => {
  it('goes to a node without scheme, and its links come afterwards, as often as one asks', async () => {
    const { folder_id: folder } = (await api('folder/mkdir.cgi', { name: 'Mine', folder_id: 0 })).value
    const node = await nodeOf()
    expect(node).toEqual({ url: new URL(fichier.url).host, id: expect.stringMatching(/^[A-Za-z0-9]{1,10}$/) })
    const parts = [{ name: 'did', value: String(folder) }, { name: 'domain', value: '0' }, file('naïve ファイル.bin')]
    const reply = await post(parts, { id: node.id })
    expect([reply.status, reply.headers.location]).toEqual([302, `/end.pl?xid=${node.id}`])
    const [link, ...others] = await linksOf(node.id)
    expect(others).toEqual([])
    expect(link).toMatchObject({ size: '150000', filename: 'naïve ファイル.bin', whirlpool: await whirlpool(bytes) })
    expect(link.download).toMatch(/\/\?[a-z0-9]{20}$/)
    expect(await linksOf(node.id)).toEqual([link])
    const [arrival] = fichier.ledger
    expect(arrival).toMatchObject({ url: link.download, sha256, group: String(folder), name: 'naïve ファイル.bin' })
    expect(fichier.groups).toEqual([{ id: String(folder), name: 'Mine', files: [arrival?.fileId] }])
    const href = /href="([^"]+)"/.exec((await call('GET', link.download)).text)?.[1] ?? ''
    const served = await fetch(new URL(href, link.download))
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('of a guest needs no key, is in no list, and goes by its own address of removal', async () => {
    const { id } = await post([file()], { headers: {} })
    const [{ download, remove }] = await linksOf(id)
    expect((await api('file/ls.cgi', { folder_id: 0 })).value.items).toEqual([])
    expect((await api('file/rm.cgi', { files: [{ url: download }] })).status).toBe(403)
    expect((await call('GET', `${remove}x`)).status).toBe(404)
    expect((await call('GET', remove)).status).toBe(200)
    expect((await call('GET', download)).status).toBe(404)
    expect(fichier.ledger).toMatchObject([{ stored: false }])
  })

  it('of an account is listed, told and deleted by its link', async () => {
    const { id } = await post([file()])
    const [{ download: url }] = await linksOf(id)
    const told = { url, filename: 'a.bin', size: bytes.length, checksum: await whirlpool(bytes) }
    expect((await api('file/info.cgi', { url })).value).toMatchObject(told)
    expect((await api('file/ls.cgi', { folder_id: 0 })).value.items).toMatchObject([told])
    expect((await api('file/rm.cgi', { files: [{ url }] })).value.status).toBe('OK')
    expect(await api('file/info.cgi', { url })).toMatchObject({ status: 403, value: { status: 'KO' } })
    expect(await linksOf(id)).toHaveLength(1)
  })

  it('with a password does not show itself', async () => {
    const { id } = await post([{ name: 'dpass', value: 'secret' }, file()])
    const [{ download }] = await linksOf(id)
    expect((await call('GET', download)).text).not.toContain('href')
  })

  const found = 'Pas de fichier trouvé dans l&#39;envoi'
  it.each([
    ['empty', [file('a.bin', Buffer.alloc(0))], found],
    ['under another field', [{ name: 'file', fileName: 'a.bin', bytes }], found],
    ['without a name', [file('')], found],
    ['too large', [file('a.bin', Buffer.alloc(1_000_001))], 'Fichier trop volumineux'],
    ['for a folder that is not there', [{ name: 'did', value: '7' }, file()], 'Dossier inexistant'],
  ])('that is %s is refused in a French page of status 200', async (_, parts, said) => {
    expect(await post(parts)).toMatchObject({ status: 200, said })
    expect(fichier.ledger).toEqual([])
  })

  it('whose part tells the type before the name is not found', async () => {
    const turned = (body: Buffer) => {
      const text = body.toString('latin1')
      const swapped = text.replace(/(Content-Disposition: [^\r]+)\r\n(Content-Type: [^\r]+)/, '$2\r\n$1')
      return Buffer.from(swapped, 'latin1')
    }
    expect(await post([file()], { whole: turned })).toMatchObject({ status: 200, said: found })
    expect(fichier.ledger).toEqual([])
  })

  it('that is far too large is refused before its end', async () => {
    const reply = await post([file('a.bin', Buffer.alloc(8_000_000))])
    expect(reply).toMatchObject({ status: 200, said: 'Fichier trop volumineux', headers: { connection: 'close' } })
  })

  it('has an id of its own: one that was used, or never given, takes nothing', async () => {
    const { id } = await post([file()])
    for (const other of [id, 'unknown']) {
      const said = expect.stringMatching(/^Identifiant/)
      expect(await post([file()], { id: other })).toMatchObject({ status: 200, said })
    }
    expect(fichier.ledger).toHaveLength(1)
  })

  it('needs its length told', async () => {
    const { body, headers } = form([file()])
    const url = `${fichier.url}/upload.cgi?id=${(await nodeOf()).id}`
    expect((await exchange({ method: 'POST', url, headers, body, length: null })).status).toBe(411)
  })
})

describe('the links', () => {
  it('are none for what was not stored', async () => {
    expect(await linksOf('unknown')).toEqual([])
    expect(await linksOf((await nodeOf()).id)).toEqual([])
  })

  /** The links that three questions in a row get, after an upload to a 1fichier of its own. */
  async function asked(options: FichierOptions) {
    await using other = await startFichier(options)
    const { id } = await post([file()], { headers: {}, url: other.url })
    const lengths = []
    for (let number = 0; number < 3; number += 1) lengths.push((await linksOf(id, other.url)).length)
    return lengths
  }

  it('may come late, and are forgotten after a while', async () => {
    expect(await asked({ emptyEnds: 2 })).toEqual([0, 0, 1])
    expect(await asked({ endLifeMs: -1 })).toEqual([0, 0, 0])
    const from = performance.now()
    expect(await asked({ lateEndMs: 50 })).toEqual([1, 1, 1])
    expect(performance.now() - from).toBeGreaterThan(140)
  })
})

describe('the API', () => {
  it('takes JSON only, even where there is nothing to tell', async () => {
    const url = `${fichier.url}/v1/upload/get_upload_server.cgi`
    const refused = { status: 403, value: { status: 'KO', message: 'Content-Type not JSON #24' } }
    expect(await call('GET', url)).toMatchObject(refused)
    expect((await call('GET', url, { headers: { 'content-type': 'application/json' } })).status).toBe(200)
  })

  it('refuses wrong keys everywhere, and guests where an account is needed', async () => {
    const refused = { status: 403, value: { status: 'KO', message: 'No such user #93' } }
    const wrong = { authorization: 'Bearer wrong' }
    expect(await api('upload/get_upload_server.cgi', {}, wrong)).toMatchObject(refused)
    expect(await api('folder/mkdir.cgi', { name: 'Mine' }, wrong)).toMatchObject(refused)
    expect(await api('folder/mkdir.cgi', { name: 'Mine' }, {})).toMatchObject(refused)
    expect((await post([file()], { headers: wrong })).status).toBe(403)
    expect(fichier.ledger).toEqual([])
  })

  it('lists folders in folders', async () => {
    const { folder_id: outer } = (await api('folder/mkdir.cgi', { name: 'Outer' })).value
    const { folder_id: inner } = (await api('folder/mkdir.cgi', { name: 'Inner', folder_id: outer })).value
    const { value } = await api('folder/ls.cgi', { folder_id: outer })
    expect(value.sub_folders).toEqual([{ id: inner, name: 'Inner' }])
    expect((await api('folder/mkdir.cgi', { name: 'Lost', folder_id: 7 })).status).toBe(403)
  })

  it('locks out who asks too fast', async () => {
    await using strict = await startFichier({ minimumGapMs: 60_000 })
    const ask = () => call('POST', `${strict.url}/v1/upload/get_upload_server.cgi`, { body: {} })
    expect((await ask()).status).toBe(200)
    expect(await ask()).toMatchObject({ status: 403, value: { message: expect.stringContaining('#374') } })
  })

  it('gives the node and id that it is told to', async () => {
    await using odd = await startFichier({ node: 'up.invalid', uploadId: '../x' })
    expect(await nodeOf(odd.url)).toEqual({ url: 'up.invalid', id: '../x' })
  })
})

describe('faults', () => {
  it('of the reply strike the links', async () => {
    for (const kind of ['wrong-size', 'wrong-digest', 'missing-id'] as const) fichier.fail({ kind })
    const { id } = await post([file()])
    const replies = []
    for (let number = 0; number < 4; number += 1) replies.push((await linksOf(id))[0])
    const [size, digest, missing, good] = replies
    expect(size.size).toBe('150001')
    expect(digest.whirlpool).not.toBe(good.whirlpool)
    expect(missing).not.toHaveProperty('download')
  })

  it('of the upload answer with a status, with a page of the node, or not at all', async () => {
    fichier.fail({ kind: 'status', status: 503 })
    expect((await post([file()])).status).toBe(503)
    fichier.fail({ kind: 'error-in-200' })
    expect((await post([file()])).said).toBe('Ne peut ouvrir le fichier destination')
    for (const stored of [false, true]) {
      fichier.fail({ kind: 'no-reply', stored })
      const { status, id } = await post([file()])
      expect([status, await linksOf(id)]).toEqual([0, stored ? [expect.anything()] : []])
    }
    expect(fichier.ledger).toHaveLength(1)
  })
})
