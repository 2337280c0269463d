// The history as a file to keep: whole whatever its length, harmless in a spreadsheet, and nobody else's.
import { beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { done, setTransfer } from '#tests/support/rows.ts'
import { createStaged } from '#tests/support/uploads.ts'

const MANY = 230

let api: Api
let guest: Guest
let sent: Awaited<ReturnType<typeof createStaged>>

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
  for (let n = 0; n < MANY; n++)
    await guest.call.mirror.create.mutate({ nickname: `mirror ${n}`, files: [{ name: `${n}.txt`, size: 10 }] })
  sent = await createStaged(guest, ['one', 'two'])
  await guest.call.history.rename.mutate({ id: sent.id, name: '=cmd("x")' })
  await guest.call.mirror.start.mutate({ id: sent.id, hosts: ['gofile', 'pixeldrain'] })
  const [file] = sent.files
  if (!file) throw new Error('two files')
  for (const host of ['gofile', 'pixeldrain'])
    await setTransfer({ id: sent.id, fileId: file.id, host }, done(`https://${host}.example/a,b`))
})

const take = (query: string) => guest.fetch(`/api/history/export?${query}`)
const jsonSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    sharePage: z.string(),
    files: z.array(z.object({ name: z.string(), links: z.array(z.object({ hostName: z.string(), url: z.string() })) })),
  }),
)
const json = async (answer: Response) => jsonSchema.parse(await answer.json())

it('has every mirror once as JSON, in the order that is asked for', async () => {
  const answer = await take('format=json&sort=oldest')
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="easymirror-[\d-]{10}\.json"$/)
  expect([answer.headers.get('cache-control'), answer.headers.get('x-robots-tag')]).toEqual(['no-store', 'noindex'])
  const mirrors = await json(answer)
  const names = Array.from({ length: MANY }, (_, n) => `mirror ${n}`)
  expect(mirrors.map(({ name }) => name)).toEqual([...names, '=cmd("x")'])
  const last = mirrors.at(-1)
  expect(last?.sharePage).toBe(`${api.url}/mirror/${sent.id}`)
  expect(last?.files.map(({ links }) => links.map(({ hostName, url }) => `${hostName} ${url}`))).toEqual([
    ['GoFile https://gofile.example/a,b', 'PixelDrain https://pixeldrain.example/a,b'],
    [],
  ])
})

it('is a row for each file at each host as CSV, in which nothing is a formula', async () => {
  const text = await (await take('format=csv&q=cmd')).text()
  // `text()` has taken the mark of UTF-8 away.
  const rows = text.split('\r\n')
  expect(rows[0]).toBe(
    'mirror,share_page,uploaded_at,status,file,folder,bytes,sha256,md5,host,link,verified_by,link_state',
  )
  const start = `"'=cmd(""x"")",${api.url}/mirror/${sent.id},`
  expect(rows.slice(1, -1).every((row) => row.startsWith(start))).toBe(true)
  expect(rows.slice(1, -1).map((row) => row.slice(start.length).replace(/^[^,]+,/, ''))).toEqual([
    'mirroring,0.txt,,3,,,GoFile,"https://gofile.example/a,b",size,',
    'mirroring,0.txt,,3,,,PixelDrain,"https://pixeldrain.example/a,b",size,',
    'mirroring,1.txt,,3,,,,,,',
  ])
  const bytes = new Uint8Array(await (await take('format=csv&q=cmd')).arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
})

it('is of those that were chosen, when they are named in a form', async () => {
  const { items } = await guest.call.history.list.query({ limit: 2 })
  const body = new URLSearchParams([['format', 'json'], ...items.map(({ id }) => ['id', id])])
  const answer = await guest.fetch('/api/history/export', { method: 'POST', body })
  expect((await json(answer)).map(({ id }) => id)).toEqual(items.map(({ id }) => id))
})

it('is refused without a session, and where it makes no sense; a stranger gets nothing of it', async () => {
  expect((await api.nobody.fetch('/api/history/export?format=csv')).status).toBe(401)
  for (const query of ['', 'format=xml', 'format=csv&status=lost', 'format=csv&host=No%20Host', 'format=csv&id=x'])
    expect([query, (await take(query)).status]).toEqual([query, 400])
  const large = { method: 'POST', body: new URLSearchParams({ format: 'csv', q: 'x'.repeat(2 ** 20) }) }
  expect((await guest.fetch('/api/history/export', large)).status).toBe(413)
  const stranger = await api.guest()
  expect(await (await stranger.fetch('/api/history/export?format=json')).json()).toEqual([])
  expect(await (await stranger.fetch(`/api/history/export?format=json&id=${sent.id}`)).json()).toEqual([])
})
