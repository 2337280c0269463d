// A small file on its way into storage: one PUT, exactly as long as was declared, and then the word that it is there.
import { beforeAll, expect, it } from 'vitest'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { listJobs } from '#tests/support/rows.ts'
import { createMirror, createStaged, put, singlePut, uploadText } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
})

async function createOne(text = 'twelve bytes') {
  const mirror = await createMirror(guest, [text])
  const [file] = mirror.files
  if (!file) throw new Error('one file')
  return { mirror, file, fileId: file.id }
}

const statusOf = async (id: string) => (await guest.call.mirror.get.query({ id })).status

it('is over when storage holds exactly the declared bytes, and asking again gives the same answer', async () => {
  const { mirror, file, fileId } = await createOne()
  expect(await statusOf(mirror.id)).toBe('uploading')
  expect((await put(singlePut(file).url, Buffer.from('twelve bytes'))).status).toBe(200)
  const answers = await Promise.all([1, 2, 3].map(() => guest.call.mirror.completeUpload.mutate({ fileId })))
  expect(answers).toEqual(Array(3).fill({ id: fileId, size: 12 }))
  expect(await guest.call.mirror.completeUpload.mutate({ fileId })).toEqual({ id: fileId, size: 12 })
  expect(await statusOf(mirror.id)).toBe('queued')
})

it('is not over before a byte has arrived', async () => {
  const { mirror, fileId } = await createOne()
  expect(await refusalOf(guest.call.mirror.completeUpload.mutate({ fileId }))).toMatchObject({
    code: 'CONFLICT',
    status: 409,
    message: 'The file has not arrived yet.',
  })
  expect(await statusOf(mirror.id)).toBe('uploading')
})

it('is refused by storage when it has another length than was declared', async () => {
  const { file, fileId } = await createOne()
  for (const body of ['short', 'thirteen byte'])
    expect((await put(singlePut(file).url, Buffer.from(body))).status).toBeGreaterThanOrEqual(400)
  expect(await refusalOf(guest.call.mirror.completeUpload.mutate({ fileId }))).toMatchObject({ code: 'CONFLICT' })
})

it('can be signed anew until it is there', async () => {
  const { file, fileId } = await createOne()
  const again = await guest.call.mirror.signUpload.mutate({ fileId })
  expect((await put(singlePut({ ...file, upload: again }).url, Buffer.from('twelve bytes'))).status).toBe(200)
  await guest.call.mirror.completeUpload.mutate({ fileId })
  expect(await refusalOf(guest.call.mirror.signUpload.mutate({ fileId }))).toMatchObject({
    code: 'CONFLICT',
    message: 'This file has been uploaded already.',
  })
})

it('that was given up goes nowhere, and its bytes are thrown away', async () => {
  const { mirror, file, fileId } = await createOne()
  await put(singlePut(file).url, Buffer.from('twelve bytes'))
  for (const _ of [1, 2]) expect(await guest.call.mirror.abortUpload.mutate({ fileId })).toEqual({ id: fileId })
  expect((await guest.call.mirror.get.query({ id: mirror.id })).files).toEqual([])
  expect(await listJobs('delete-staging')).toContainEqual({ mirrorId: mirror.id, fileIds: [fileId] })
  for (const call of [guest.call.mirror.completeUpload, guest.call.mirror.signUpload])
    expect(await refusalOf(call.mutate({ fileId }))).toMatchObject({
      code: 'CONFLICT',
      message: 'The upload of this file was given up.',
    })
})

it('can be given up after it has arrived, as long as no host has begun to get it', async () => {
  const mirror = await createStaged(guest, ['kept', 'given up'])
  const [kept, givenUp] = mirror.files
  if (!kept || !givenUp) throw new Error('two files')
  await guest.call.mirror.start.mutate({ id: mirror.id, hosts: ['gofile'] })
  await guest.call.mirror.abortUpload.mutate({ fileId: givenUp.id })
  const { files, links, status } = await guest.call.mirror.get.query({ id: mirror.id })
  expect(files.map((file) => file.id)).toEqual([kept.id])
  expect([status, links.map((link) => link.bytesTotal)]).toEqual(['queued', [4]])
})

it('lets the others of its mirror go on', async () => {
  const mirror = await createMirror(guest, ['one', 'two'])
  const [one, two] = mirror.files
  if (!one || !two) throw new Error('two files')
  await guest.call.mirror.abortUpload.mutate({ fileId: one.id })
  await uploadText(guest, two, 'two')
  expect(await statusOf(mirror.id)).toBe('queued')
})
