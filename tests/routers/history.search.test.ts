// What somebody looks for among their mirrors: a part of a mirror's name, or of the name of one of its files.
import { beforeAll, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { mirrors } from '#db/schema/schema.ts'
import { searchTextOf } from '#server/queries/search-text.ts'
import { inSlices } from '#server/queries/slices.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { createMirror } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
  for (let n = 0; n < 20; n++)
    await guest.call.mirror.create.mutate({ nickname: `mirror ${n}`, files: [{ name: `file ${n}.txt`, size: 10 }] })
  await createMirror(await api.guest(), ['somebody else’s'])
})

const namesOf = async (input: { search: string }) =>
  (await guest.call.history.list.query(input)).items.map(({ name }) => name)

it('finds mirrors by their name and by their files’', async () => {
  expect(await namesOf({ search: 'MIRROR 17' })).toEqual(['mirror 17'])
  expect(await namesOf({ search: 'file 3.' })).toEqual(['mirror 3'])
  // Whatever stands in for other characters elsewhere stands for itself, and a NUL is in no name.
  for (const search of ['%', '_irror', '\\', 'somebody', 'm\0', 'mirror 3\nfile'])
    expect(await namesOf({ search })).toEqual([])
})

it('finds any script and any part of a name, whatever its case and however its accents are written', async () => {
  const name = 'Épée: ΟΔΟΣ Журнал 写真、01'
  await guest.call.mirror.create.mutate({ nickname: name, files: [{ name: '✈️ (final).PDF', size: 1 }] })
  for (const search of [
    'épée',
    'E\u0301PE\u0301E',
    'οδος ж',
    'οδοσ',
    'УРН',
    '写',
    '真、',
    '、0',
    '✈️',
    ' (fin',
    ').pdf',
    '):',
    'l).p',
  ])
    expect([search, (await namesOf({ search })).includes(name)]).toEqual([search, search !== '):'])
})

it('finds no mirror by a file that was given up', async () => {
  const { files } = await guest.call.mirror.create.mutate({
    nickname: 'kept',
    files: ['wanted.txt', 'mistaken.txt'].map((name) => ({ name, size: 1 })),
  })
  await guest.call.mirror.abortUpload.mutate({ fileId: files[1]?.id ?? '' })
  expect([await namesOf({ search: 'mistaken' }), await namesOf({ search: 'wanted' })]).toEqual([[], ['kept']])
})

it('finds the same whether few or many fit, page after page', async () => {
  const person = await api.guest()
  const hundred = Array.from({ length: 100 }, (_, index) => index)
  // More than are looked at one by one before the index is asked, and the rare ones are the oldest.
  const values = hundred.flatMap((n) =>
    hundred.map((m) => {
      const name = `${n * 100 + m < 9_950 ? 'common' : 'rare'} ${n}-${m}`
      return {
        ownerId: person.id,
        name,
        searchText: searchTextOf(name, []),
        uploadedAt: new Date(1e12 - (n * 100 + m)),
      }
    }),
  )
  for (const slice of inSlices(values)) await database().insert(mirrors).values(slice)
  const search = async (text: string) => {
    const names: string[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await person.call.history.list.query({ search: text, limit: 100, cursor })
      names.push(...page.items.map((item) => item.name))
      cursor = page.nextCursor
    }
    return names
  }
  const having = (text: string) => values.map(({ name }) => name).filter((name) => name.includes(text))
  for (const text of ['rare', '-77', '99-', 'common 42-', '9', 'none'])
    expect([text, await search(text)]).toEqual([text, having(text)])
})
