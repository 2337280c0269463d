// Hosts declared in data whose replies are hostile or odd, and declarations that cannot be meant.
import { expect, test } from 'vitest'
import { formKind } from '#server/hosts/form.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { serveRoutes } from '#tests/support/web-server.ts'
import { callOf, send, TestMemory } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
const common = { id: 'own', kind: 'form', name: 'Our own' }
const link = { link: '{json:url}' }

type Answers = Record<string, { status?: number; type?: string; text?: string }>

/** A server that answers by method and path, whatever it is sent. `ORIGIN` in a text is its own. */
async function start(answers: Answers, own: Record<string, unknown> = link) {
  const seen: string[] = []
  const url = await serveRoutes((request) => async () => {
    await request.arrayBuffer()
    const asked = `${request.method} ${new URL(request.url).pathname}`
    seen.push(asked)
    const { status = 200, type = 'application/json', text = '' } = answers[asked] ?? { status: 404 }
    const body = request.method === 'HEAD' ? null : text.replaceAll('ORIGIN', url)
    return new Response(body, { status, headers: { 'content-type': type } })
  })
  const host = formKind.read({ ...common, url, ...own }).open(http)
  return { host, memory: new TestMemory(), seen }
}

test.for([
  ['javascript:alert(1)', 'unknown'],
  ['/f/1', 'unknown'],
  ['https://user:password@host.example/f', 'unknown'],
  ['', 'unknown'],
])('the address %j is none', async ([url, kind]) => {
  const stand = await start({ 'POST /': { text: JSON.stringify({ url }) } })
  await expect(send(stand, testSource({ size: 10 }))).rejects.toMatchObject({ kind })
})

test('JSON that calls itself HTML is JSON, and a page is a page', async () => {
  const php = await start({ 'POST /': { type: 'text/html', text: '{"url":"ORIGIN/f"}' }, 'HEAD /f': {} })
  expect((await send(php, testSource({ size: 10 }))).url).toMatch(/\/f$/)
  const page = await start({ 'POST /': { type: 'text/html', text: '<html>Welcome</html>' } })
  await expect(send(page, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'unavailable' })
})

test('an address with nothing behind it is no copy; one whose server does not know HEAD is', async () => {
  const told = { text: '{"url":"ORIGIN/f"}' }
  const nothing = await start({ 'POST /': told })
  await expect(send(nothing, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'unknown' })
  const noHead = await start({ 'POST /': told, 'GET /f': { text: 'the file' } })
  const stored = await send(noHead, testSource({ size: 10 }))
  expect(await noHead.host.check?.(stored, callOf(noHead))).toBe('alive')
})

test.for([
  ['{"error":"File too large (max 10 MB)"}', 'rejected'],
  ['{"error":"This file type is not allowed"}', 'rejected'],
  ['{"error":"Invalid API key"}', 'account'],
  ['{"error":"Please wait 30 seconds"}', 'retry'],
  ['{"error":"Computer says no"}', 'retry'],
] as const)('%s is of kind %s', async ([text, kind]) => {
  const stand = await start({ 'POST /': { text } }, { ...link, error: '{json:error}' })
  await expect(send(stand, testSource({ size: 10 }))).rejects.toMatchObject({ kind })
})

test('an error of none is none', async () => {
  const text = '{"error":0,"url":"ORIGIN/f"}'
  const stand = await start({ 'POST /': { text }, 'HEAD /f': {} }, { ...link, error: '{json:error}' })
  expect(await send(stand, testSource({ size: 10 }))).toMatchObject({ size: null })
})

test('a page that asks whether to delete deletes nothing, and a file without an address for it stays', async () => {
  const own = { ...link, deletion: '{json:delete}' }
  const question = { type: 'text/html', text: '<html>Sure?</html>' }
  const text = '{"url":"ORIGIN/f","delete":"ORIGIN/d"}'
  const stand = await start({ 'POST /': { text }, 'HEAD /f': {}, 'GET /d': question }, own)
  const stored = await send(stand, testSource({ size: 10 }))
  await expect(stand.host.remove?.(stored, callOf(stand))).rejects.toMatchObject({ kind: 'rejected' })
  const { id, url } = stored
  await expect(stand.host.remove?.({ id, url }, callOf(stand))).rejects.toMatchObject({ kind: 'rejected' })
})

test('extensions are known beforehand', async () => {
  const stand = await start({}, { ...link, extensions: ['png', '.JPG'] })
  const refused = (name: string) => stand.host.refuses?.({ name, size: 1, type: '' }) ?? null
  expect(['a.PNG', 'b.jpg'].map(refused)).toEqual([null, null])
  expect(refused('c.gif')).toBe('does not take this type of file.')
  await expect(send(stand, testSource({ size: 10, name: 'c.gif' }))).rejects.toMatchObject({ kind: 'rejected' })
  expect(stand.seen).toEqual([])
})

test('a reply of great depth, or one made to keep an expression busy, takes no time', async () => {
  const depth = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
  const deep = await start({ 'POST /': { text: depth } }, { link: '{json:$..url}' })
  await expect(send(deep, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'unknown' })
  const busy = await start({ 'POST /': { text: 'a'.repeat(500_000) } }, { link: '{regex:(a+)+b}' })
  const from = performance.now()
  await expect(send(busy, testSource({ size: 10 }))).rejects.toMatchObject({ kind: 'unknown' })
  expect(performance.now() - from).toBeLessThan(5000)
})

test.for([
  [{ path: 'upload' }, 'path'],
  [{ body: 'binary', fields: { a: 'b' } }, 'fields'],
  [{ headers: { 'content-length': '1' } }, 'content-length'],
  [{ headers: { 'x-y': 'a\r\nb: c' } }, 'x-y'],
  [{ link: '{json:a..b..c}' }, 'link'],
  [{ regexList: ['a'], link: '{regex:2}' }, 'link'],
  [{ colour: 'green' }, 'colour'],
] as const)('%j is refused', ([own, place]) => {
  expect(() => formKind.read({ ...common, url: 'https://host.example', ...own })).toThrow(place)
})
