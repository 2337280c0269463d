// The files of one mirror, as its owner sees them in the history.
import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { files } from '#db/schema/schema.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { createMirror, createStaged } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
})

it('has each with its name, size, time and digests, in the order in which they were given', async () => {
  const { id, files: made } = await createStaged(guest, ['one', 'three', 'seventh'])
  const digests = { sha256: 'a'.repeat(64), md5: 'b'.repeat(32) }
  await database()
    .update(files)
    .set(digests)
    .where(eq(files.id, made[1]?.id ?? ''))
  const listed = await guest.call.history.files.query({ id })
  const rest = { path: null, links: [] }
  const none = { sha256: null, md5: null, ...rest }
  const at = expect.any(Date)
  expect(listed).toEqual([
    { id: made[0]?.id, name: '0.txt', size: 3, uploadedAt: at, ...none },
    { id: made[1]?.id, name: '1.txt', size: 5, uploadedAt: at, ...digests, ...rest },
    { id: made[2]?.id, name: '2.txt', size: 7, uploadedAt: at, ...none },
  ])
})

it('leaves out what was given up, and is empty when that was all', async () => {
  const { id, files: made } = await createMirror(guest, ['one', 'two'])
  const [one, two] = made
  if (!one || !two) throw new Error('two files')
  await guest.call.mirror.abortUpload.mutate({ fileId: one.id })
  expect((await guest.call.history.files.query({ id })).map((file) => file.id)).toEqual([two.id])
  await guest.call.mirror.abortUpload.mutate({ fileId: two.id })
  expect(await guest.call.history.files.query({ id })).toEqual([])
})

it('is NOT_FOUND for a mirror that does not exist', async () => {
  const refusal = await refusalOf(guest.call.history.files.query({ id: crypto.randomUUID() }))
  expect(refusal).toMatchObject({ code: 'NOT_FOUND', message: 'This mirror does not exist.' })
})
