// A mirror gets another name: everywhere it is shown, and where it is looked for.
import { beforeAll, expect, it } from 'vitest'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { done, setTransfer } from '#tests/support/rows.ts'
import { createMirror, createStaged } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
})

const found = async (search: string) => (await guest.call.history.list.query({ search })).items.map(({ id }) => id)

it('gives back the item as the list has it, and the share page has the new name too', async () => {
  const { id, files } = await createStaged(guest, ['four'])
  await guest.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  for (const file of files) await setTransfer({ id, fileId: file.id, host: 'gofile' }, done('https://gofile.example/1'))
  const item = await guest.call.history.rename.mutate({ id, name: '  Vacances d’été 🌞 ' })
  expect(item).toMatchObject({ id, name: 'Vacances d’été 🌞', status: 'done', fileCount: 1, bytes: 4 })
  expect((await guest.call.history.list.query({ limit: 1 })).items[0]).toEqual(item)
  expect((await api.nobody.call.mirror.get.query({ id })).name).toBe(item.name)
})

it('is found by the new name and by its files, and no more by the old name', async () => {
  const { id } = await createMirror(guest, ['x'])
  await guest.call.history.rename.mutate({ id, name: 'Журнал' })
  const { id: other } = await createMirror(guest, ['y'])
  expect([await found('ЖУРНАЛ'), await found('a mirror'), (await found('0.txt')).includes(id)]).toEqual([
    [id],
    [other],
    true,
  ])
})

it.each([
  ['empty', ''],
  ['blank', ' \t '],
  ['61 characters long', 'x'.repeat(61)],
  ['of two lines', 'one\ntwo'],
])('refuses a name that is %s, and says so beside the field', async (_, name) => {
  const { id } = await createMirror(guest, ['x'])
  const { code, fields } = await refusalOf(guest.call.history.rename.mutate({ id, name }))
  expect([code, Object.keys(fields ?? {})]).toEqual(['BAD_REQUEST', ['name']])
})

it('takes 60 characters, however many bytes they are', async () => {
  const { id } = await createMirror(guest, ['x'])
  const name = '🗂'.repeat(60)
  expect((await guest.call.history.rename.mutate({ id, name })).name).toBe(name)
})
