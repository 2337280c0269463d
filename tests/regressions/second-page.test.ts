// An older EasyMirror counted its pages by rows to skip: what was uploaded between two pages pushed a mirror onto both of them,
// and what was deleted in between hid another.
import { beforeAll, expect, it } from 'vitest'
import { type Guest, openApi } from '#tests/support/api.ts'
import { createMirror } from '#tests/support/uploads.ts'

let guest: Guest
/** Newest first. */
let made: string[]

beforeAll(async () => {
  guest = await (await openApi()).guest()
  made = []
  for (let n = 0; n < 10; n++) made.unshift((await createMirror(guest, [`${n}`])).id)
})

const page = async (cursor: string | null, search?: string) => {
  const { items, nextCursor } = await guest.call.history.list.query({ limit: 4, cursor, search })
  return { ids: items.map(({ id }) => id), nextCursor }
}

it('begins the second page right after the first, whatever is made or deleted meanwhile', async () => {
  const first = await page(null)
  const late = await createMirror(guest, ['late'])
  expect(await page(first.nextCursor)).toMatchObject({ ids: made.slice(4, 8) })
  await guest.call.history.delete.mutate({ id: late.id })
  await guest.call.history.delete.mutate({ id: made[0] ?? '' })
  // Also when the mirror that the first page ended with is gone.
  await guest.call.history.delete.mutate({ id: made[3] ?? '' })
  const second = await page(first.nextCursor)
  expect(second.ids).toEqual(made.slice(4, 8))
  expect(await page(second.nextCursor)).toEqual({ ids: made.slice(8), nextCursor: null })
})

it('holds for the pages of a search too', async () => {
  const left = made.filter((_, index) => index !== 0 && index !== 3)
  const first = await page(null, 'a mirror')
  await createMirror(guest, ['late'])
  const second = await page(first.nextCursor, 'a mirror')
  expect([...first.ids, ...second.ids]).toEqual(left)
  expect(second.nextCursor).toBeNull()
})
