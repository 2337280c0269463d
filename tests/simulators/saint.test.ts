// The simulated Saint: videos only, and an address to watch them for who comes from their page.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { call, exchange, type FormPart, form } from './client.ts'
import { startSaint } from './saint.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(150_000)
const digest = (name: string) => createHash(name).update(bytes).digest('hex')
const headers = { token: 'simulated-token' }

let saint: Simulator<'saint'>
beforeAll(async () => {
  saint = await startSaint()
})
beforeEach(() => saint.reset())
afterAll(() => saint[Symbol.asyncDispose]())

async function post(fileName: string, extra: Record<string, string> = {}, body = bytes) {
  const parts: FormPart[] = [{ name: 'files[]', fileName, bytes: body }]
  const { body: whole, headers: type } = form(parts)
  const all = { ...headers, ...type, ...extra }
  const reply = await exchange({ method: 'POST', url: `${saint.url}/api/upload`, headers: all, body: whole })
  return { status: reply.status, value: reply.text.startsWith('{') ? JSON.parse(reply.text) : reply.text }
}
const signed = (id: string, referer = `${saint.url}/embed/${id}`) =>
  call('GET', `${saint.url}/api/sign?v=${id}`, { headers: { referer } })
const idOf = (url: string) => url.split('/').at(-1) ?? ''

it('a video goes into an album, and its page, the page to embed and the one to load lead to the bytes', async () => {
  const { id } = (await call('POST', `${saint.url}/api/albums`, { headers, body: { name: 'Mine' } })).value
  const { value } = await post('a.MP4', { albumid: String(id) })
  expect(value).toMatchObject({ success: true, files: [{ original: 'a.MP4', size: bytes.length }] })
  const [{ name, url }] = value.files
  expect(url).toBe(`${saint.url}/v/${idOf(url)}`)
  expect(saint.ledger).toMatchObject([{ fileId: name, url, group: String(id), sha256: digest('sha256') }])
  expect(saint.groups).toEqual([{ id: String(id), name: 'Mine', files: [name] }])
  for (const kind of ['v', 'embed', 'd']) {
    const page = await call('GET', `${saint.url}/${kind}/${idOf(url)}`)
    const served = await fetch(new URL(/href="([^"]+)"/.exec(page.text)?.[1] ?? '', url))
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true)
  }
})

it('the page to load tells size and MD5', async () => {
  const [{ url }] = (await post('a.mp4')).value.files
  const { text } = await call('GET', `${saint.url}/d/${idOf(url)}`)
  expect(text).toContain(`id="fileSizeBytes">${bytes.length}<`)
  expect(text).toContain(`MD5: ${digest('md5')}`)
})

it('an address is signed for who comes from the page of the video, while it is there', async () => {
  const [{ name, url }] = (await post('a.mp4')).value.files
  const id = idOf(url)
  expect((await signed(id)).value).toEqual({
    success: true,
    url: `${saint.url}/${name}`,
    filename: name,
    original_filename: 'a.mp4',
  })
  expect((await signed(id, `${saint.url}/`)).status).toBe(403)
  await call('POST', `${saint.url}/api/upload/bulkdelete`, { headers, body: { field: 'name', values: [name] } })
  expect(await signed(id)).toMatchObject({ status: 404, value: { success: false } })
  for (const kind of ['v', 'embed', 'd']) expect((await call('GET', `${saint.url}/${kind}/${id}`)).status).toBe(404)
})

it.each(['a.txt', 'a.zip', 'mp4', 'a.mp4.exe'])('%s is not a video, and refused', async (name) => {
  expect(await post(name)).toMatchObject({
    status: 400,
    value: { success: false, description: expect.stringMatching(/files are not permitted\.$/) },
  })
  expect(saint.ledger).toEqual([])
})

it('nothing goes without the token', async () => {
  expect(await post('a.mp4', { token: 'wrong' })).toMatchObject({ status: 403, value: { code: 10_001 } })
})

it('faults strike size and hash of the answer, and the signing', async () => {
  saint.fail({ kind: 'wrong-size' })
  expect((await post('a.mp4')).value.files[0].size).toBe(bytes.length + 1)
  saint.fail({ kind: 'status', on: 'info', status: 521 })
  expect((await signed('anything')).status).toBe(521)
  saint.fail({ kind: 'error-in-200' })
  expect((await post('b.mp4', {}, randomBytes(9))).value).toMatchObject({ success: false })
  saint.fail({ kind: 'no-reply', stored: false })
  expect((await post('b.mp4', {}, randomBytes(9))).status).toBe(0)
  expect(saint.ledger).toHaveLength(1)
})
