// The history in other orders and narrowed to a host: each mirror once, whatever the page's length.
import { beforeAll, expect, it } from 'vitest'
import type { RouterInputs } from '#server/routers/root.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { createMirror, createStaged } from '#tests/support/uploads.ts'

type Input = Exclude<RouterInputs['history']['list'], void | undefined>
type Made = { name: string; size: number }

let api: Api
let guest: Guest

/** In the order in which they are made; some are alike in what is sorted by. */
const made: Made[] = [
  ['Beta', 30],
  ['alpha', 500],
  ['BETA', 30],
  ['Ölberg', 7],
  ['ölberg 2', 7],
  ['gamma, "x"', 500],
  ['delta', 1],
].map(([name, size]) => ({ name: String(name), size: Number(size) }))

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
  for (const { name, size } of made)
    await guest.call.mirror.create.mutate({ nickname: name, files: [{ name: 'z', size }] })
})

async function pages(input: Input): Promise<string[]> {
  const names: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await guest.call.history.list.query({ ...input, cursor })
    names.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor
  }
  return names
}

it('stands in each order, page after page, with and without a search', async () => {
  for (const limit of [1, 3, 100])
    for (const search of [undefined, 'a', 'eta']) {
      const all = made.filter(({ name }) => search === undefined || name.toLowerCase().includes(search))
      const oldest = all.map(({ name }) => name)
      const list = (sort: Input['sort']) => pages({ sort, limit, ...(search !== undefined && { search }) })
      expect(await list('oldest')).toEqual(oldest)
      expect(await list('newest')).toEqual(oldest.toReversed())
      const named = (await list('name')).map((name) => name.toLowerCase())
      expect(named).toEqual(oldest.map((name) => name.toLowerCase()).toSorted())
      const sizes = (await list('largest')).map((name) => made.find((one) => one.name === name)?.size)
      expect(sizes).toEqual(all.map(({ size }) => size).toSorted((one, other) => other - one))
    }
})

it('goes by what is left when a file is given up', async () => {
  const person = await api.guest()
  const mirror = await createMirror(person, ['long contents', 'x'])
  await createMirror(person, ['short'])
  const first = async () => (await person.call.history.list.query({ sort: 'largest' })).items[0]?.bytes
  expect(await first()).toBe(14)
  await person.call.mirror.abortUpload.mutate({ fileId: mirror.files[0]?.id ?? '' })
  expect(await first()).toBe(5)
})

it('takes no page’s end of another order', async () => {
  const { nextCursor } = await guest.call.history.list.query({ limit: 1, sort: 'name' })
  const refusal = await refusalOf(guest.call.history.list.query({ sort: 'oldest', cursor: nextCursor }))
  expect([refusal.code, refusal.message]).toEqual(['BAD_REQUEST', 'This page ended in another order.'])
})

it('is narrowed to a host by where a mirror was sent, whatever became of it, and to what was chosen', async () => {
  const person = await api.guest()
  const both = await createStaged(person, ['1'])
  const one = await createStaged(person, ['2'])
  await createStaged(person, ['3'])
  await person.call.mirror.start.mutate({ id: both.id, hosts: ['gofile', 'pixeldrain'] })
  await person.call.mirror.start.mutate({ id: one.id, hosts: ['gofile'] })
  const at = async (input: Input) => (await person.call.history.list.query(input)).items.map(({ id }) => id)
  expect(await at({ host: 'gofile' })).toEqual([one.id, both.id])
  expect(await at({ host: 'pixeldrain' })).toEqual([both.id])
  expect(await at({ host: 'bunkr' })).toEqual([])
  expect(await at({ host: 'gofile', status: 'uploading' })).toEqual([])
  expect(await at({ ids: [both.id, crypto.randomUUID()], sort: 'oldest' })).toEqual([both.id])
})
