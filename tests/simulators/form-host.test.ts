// The little host takes what it was told to take, and tells of it in each of its ways.
import { createHash, randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { exchange, type FormPart, form } from './client.ts'
import { type FormHostOptions, startFormHost } from './form-host.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(80_000)

const open: Simulator<'form'>[] = []
afterEach(async () => {
  for (const host of open.splice(0)) await host[Symbol.asyncDispose]()
})
async function start(options: FormHostOptions = {}): Promise<Simulator<'form'>> {
  const host = await startFormHost(options)
  open.push(host)
  return host
}

const file = (fileName = 'a.png', content = bytes): FormPart => ({ name: 'file', fileName, bytes: content })
function send(host: Simulator<'form'>, parts: readonly FormPart[] = [file()], headers: Record<string, string> = {}) {
  const { body, headers: own } = form(parts)
  return exchange({ method: 'POST', url: `${host.url}/api/upload`, headers: { ...own, ...headers }, body })
}
const get = (url: string, method = 'GET') => exchange({ method, url })

describe('tells of a file', () => {
  it('in nested JSON, with addresses that give the bytes, lead to them, and delete them', async () => {
    const host = await start()
    const { data } = JSON.parse((await send(host, [file('naïve.PNG')])).text)
    const [{ links, ...told }] = data.files
    const md5 = createHash('md5').update(bytes).digest('hex')
    expect(told).toEqual({ id: host.ledger[0]?.fileId, name: 'naïve.PNG', size: bytes.length, md5 })
    expect(host.ledger).toMatchObject([{ url: links.direct, size: bytes.length, md5, group: null, stored: true }])
    expect(await get(links.direct, 'HEAD')).toMatchObject({
      status: 200,
      headers: { 'content-length': String(bytes.length) },
    })
    expect(Buffer.from(await (await fetch(links.direct)).arrayBuffer()).equals(bytes)).toBe(true)
    const href = /href="([^"]+)"/.exec((await get(links.page)).text)?.[1]
    expect(host.url + String(href)).toBe(links.direct)
    expect((await get(`${links.delete}x`)).status).toBe(403)
    expect((await get(links.delete)).status).toBe(200)
    expect([(await get(links.direct)).status, (await get(links.page)).status]).toEqual([404, 404])
    expect(host.ledger[0]?.stored).toBe(false)
  })

  it('in a line of text', async () => {
    const host = await start({ reply: 'text', status: 201 })
    expect(await send(host)).toMatchObject({ status: 201, text: `${host.ledger[0]?.url}\n` })
  })

  it('in a sentence', async () => {
    const host = await start({ reply: 'sentence' })
    const { text } = await send(host)
    expect(text).toContain(`is at <${host.ledger[0]?.url}>`)
    const remove = /go to <([^>]+)>/.exec(text)?.[1] ?? ''
    expect((await get(remove, 'DELETE')).status).toBe(200)
    expect((await get(remove, 'DELETE')).status).toBe(404)
  })

  it('in XML', async () => {
    const host = await start({ reply: 'xml' })
    const { text, headers } = await send(host, [file('a & b.png')])
    expect(headers['content-type']).toContain('application/xml')
    expect(text).toContain('<name>a &amp; b.png</name>')
    expect(text).toContain(`<url>${host.ledger[0]?.url}</url>`)
  })

  it('in a header with 201', async () => {
    const host = await start({ reply: 'location' })
    expect(await send(host)).toMatchObject({ status: 201, text: '', headers: { location: host.ledger[0]?.url } })
  })

  it('by a redirect to the path of its page', async () => {
    const host = await start({ reply: 'redirect' })
    const { status, headers } = await send(host)
    expect([status, headers.location]).toEqual([302, `/v/${host.ledger[0]?.fileId}`])
    expect((await get(host.url + String(headers.location))).text).toContain('a.png')
  })
})

it('takes bytes alone, with the name in the path or in the query', async () => {
  const host = await start({ method: 'PUT', path: '/up/:name', body: 'binary', reply: 'text' })
  const put = (path: string, type: string) =>
    exchange({ method: 'PUT', url: host.url + path, headers: { 'content-type': type }, body: bytes })
  expect((await put('/up/na%C3%AFve.txt', 'text/plain')).status).toBe(200)
  expect((await put('/up/a.txt', form([file()]).headers['content-type'] ?? '')).status).toBe(415)
  const queried = await start({ method: 'PATCH', body: 'binary' })
  await exchange({ method: 'PATCH', url: `${queried.url}/api/upload?filename=b.bin`, body: bytes })
  expect([host.ledger[0]?.name, queried.ledger[0]?.name]).toEqual(['naïve.txt', 'b.bin'])
})

describe('demands', () => {
  it('headers with their values', async () => {
    const host = await start({ headers: { 'X-Key': 'simulated' } })
    const statuses = []
    for (const headers of [{}, { 'x-key': 'other' }, { 'x-key': 'simulated' }])
      statuses.push((await send(host, [file()], headers)).status)
    expect(statuses).toEqual([401, 403, 200])
  })

  it('fields before or behind the file', async () => {
    const host = await start({ arguments: { mode: 'keep' } })
    const field = { name: 'mode', value: 'keep' }
    const forms = [[file()], [{ ...field, value: 'lose' }, file()], [field, file()], [file(), field]]
    const statuses = []
    for (const parts of forms) statuses.push((await send(host, parts)).status)
    expect(statuses).toEqual([400, 400, 200, 200])
  })

  it('parameters of the query', async () => {
    const host = await start({ parameters: { v: '2' } })
    const url = `${host.url}/api/upload?v=2`
    expect((await exchange({ method: 'POST', url, ...form([file()]) })).status).toBe(200)
    expect((await send(host)).status).toBe(400)
  })

  it('its own field name, its method, some bytes, and not too many of them', async () => {
    const host = await start({ fileField: 'sharex', maxFileSize: 100_000, reply: 'text' })
    const part = (content: Buffer): FormPart => ({ name: 'sharex', fileName: 'a', bytes: content })
    expect(await send(host)).toMatchObject({ status: 400, text: 'Error: The form has no file in the field sharex.\n' })
    expect((await send(host, [part(Buffer.alloc(0))])).status).toBe(400)
    expect((await send(host, [part(Buffer.alloc(100_001))])).status).toBe(413)
    expect(await send(host, [part(Buffer.alloc(8_000_000))])).toMatchObject({ headers: { connection: 'close' } })
    expect((await exchange({ method: 'PUT', url: `${host.url}/api/upload`, body: bytes })).status).toBe(404)
    expect(host.ledger).toEqual([])
  })
})

describe('faults', () => {
  it('change the size and the addresses of JSON', async () => {
    const host = await start()
    host.fail({ kind: 'wrong-size' })
    host.fail({ kind: 'missing-id' })
    host.fail({ kind: 'error-in-200' })
    expect(JSON.parse((await send(host)).text).data.files[0].size).toBe(bytes.length + 1)
    const [{ id, links }] = JSON.parse((await send(host)).text).data.files
    expect([id, links.direct, links.page]).toEqual([undefined, undefined, undefined])
    expect(JSON.parse((await send(host)).text)).toMatchObject({ success: false, error: { code: 200 } })
    expect(host.ledger).toHaveLength(2)
  })

  it('leave the address out of a header, and tell a wrong size by HEAD', async () => {
    const host = await start({ reply: 'location' })
    host.fail({ kind: 'missing-id' })
    host.fail({ kind: 'wrong-size' })
    expect((await send(host)).headers.location).toBeUndefined()
    const { length } = await fetch(host.ledger[0]?.url ?? '').then((reply) => reply.bytes())
    expect(length).toBe(bytes.length - 1)
  })

  it('tell an error in XML inside 200, answer with a status, close', async () => {
    const host = await start({ reply: 'xml' })
    host.fail({ kind: 'error-in-200' })
    host.fail({ kind: 'status', status: 500 })
    host.fail({ kind: 'close', atByte: 10_000 })
    expect(await send(host)).toMatchObject({ status: 200, text: expect.stringContaining('status="error"') })
    expect((await send(host)).status).toBe(500)
    expect((await send(host)).status).toBe(0)
    expect(host.ledger).toEqual([])
  })
})
