// The mirrors that somebody has made, page by page.
import { eq, inArray } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { mirrors } from '#db/schema/schema.ts'
import type { RouterInputs } from '#server/routers/root.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { done, setTransfer } from '#tests/support/rows.ts'
import { createMirror, createStaged } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest
/** Newest first. */
let made: string[]

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
  made = []
  for (let n = 0; n < 30; n++) {
    const files = [
      { name: `file ${n}.txt`, size: 10 },
      { name: 'other', size: 5 },
    ]
    made.unshift((await guest.call.mirror.create.mutate({ nickname: `mirror ${n}`, files })).id)
  }
  await createMirror(await api.guest(), ['somebody else’s'])
})

const list = (input?: RouterInputs['history']['list']) => guest.call.history.list.query(input)

async function allPages(limit: number) {
  const ids: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list({ limit, cursor })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  return ids
}

it('has each of them once, newest first, whatever the page’s length', async () => {
  for (const limit of [1, 7, 10, 30, 100]) expect(await allPages(limit)).toEqual(made)
  const first = await list()
  expect([first.items.length, first.nextCursor === null]).toEqual([25, false])
})

it('has them all although they were made in the same microsecond', async () => {
  const [one = '', two = '', three = ''] = made
  const at = await database().select({ at: mirrors.uploadedAt }).from(mirrors).where(eq(mirrors.id, three))
  await database()
    .update(mirrors)
    .set({ uploadedAt: at[0]?.at ?? new Date() })
    .where(inArray(mirrors.id, [one, two]))
  const pages = await allPages(1)
  expect(pages.toSorted()).toEqual(made.toSorted())
})

it('is not disturbed by a mirror that is made meanwhile', async () => {
  const { items, nextCursor } = await list({ limit: 5 })
  const late = await createMirror(guest, ['late'])
  const { items: next } = await list({ limit: 5, cursor: nextCursor })
  expect(next.map(({ id }) => id)).not.toContain(items.at(-1)?.id)
  expect((await list({ limit: 1 })).items[0]?.id).toBe(late.id)
  await database().delete(mirrors).where(eq(mirrors.id, late.id))
})

it('says how each stands, how large it is, and where it is', async () => {
  const { id, files } = await createStaged(guest, ['four'])
  await guest.call.mirror.start.mutate({ id, hosts: ['gofile', 'pixeldrain'] })
  for (const file of files) await setTransfer({ id, fileId: file.id, host: 'gofile' }, done('https://gofile.example/1'))
  expect((await list({ limit: 1 })).items).toEqual([
    {
      id,
      name: 'a mirror',
      uploadedAt: expect.any(Date),
      durationMs: null,
      takenDown: null,
      status: 'mirroring',
      fileCount: 1,
      bytes: 4,
      hosts: [
        { host: 'pixeldrain', hostName: 'PixelDrain', status: 'queued', linkState: null },
        { host: 'gofile', hostName: 'GoFile', status: 'done', linkState: null },
      ],
    },
  ])
  expect((await list({ status: 'mirroring' })).items.map((item) => item.id)).toEqual([id])
  expect((await list({ status: 'uploading', limit: 100 })).items.length).toBe(30)
})

it('is empty for somebody who has made none', async () => {
  const newcomer = await api.guest()
  expect(await newcomer.call.history.list.query({})).toEqual({ items: [], nextCursor: null })
})
