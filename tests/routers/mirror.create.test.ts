// Making a mirror: what it may be made of, and where its files go.
import { beforeAll, describe, expect, it } from 'vitest'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { multipart, singlePut } from '#tests/support/uploads.ts'

const MiB = 1024 ** 2

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi({ MAX_FILE_SIZE: String(300 * MiB), MAX_FILES_PER_MIRROR: '3' })
  guest = await api.guest()
})

const create = (input: object) => guest.call.mirror.create.mutate({ files: [{ name: 'a.txt', size: 1 }], ...input })
const createFile = (file: object) => create({ files: [{ name: 'a.txt', size: 1, ...file }] })

it('gives an address to share, and one for each file to go to', async () => {
  const mirror = await create({
    files: [
      { name: 'small', size: 64 * MiB },
      { name: 'large', size: 64 * MiB + 1 },
    ],
  })
  expect(mirror.shareUrl).toBe(`${api.url}/mirror/${mirror.id}`)
  const [small, large] = mirror.files
  if (!small || !large) throw new Error('two files')
  expect([small.name, small.size, large.name, large.size]).toEqual(['small', 64 * MiB, 'large', 64 * MiB + 1])
  const { method, url, headers, expiresAt } = singlePut(small)
  expect([method, headers]).toEqual(['PUT', {}])
  expect(url).toContain(`/${mirror.id}/${small.id}?`)
  expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')?.split(';')).toContain('content-length')
  expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 3600_000)
  expect(multipart(large)).toEqual({ uploadId: expect.stringMatching(/./), partSize: 16 * MiB, partCount: 5 })
})

describe('a name', () => {
  const nameOf = async (input: object) =>
    (await api.nobody.call.mirror.get.query({ id: (await create(input)).id })).name

  it.each([
    ['the one that was given', { nickname: '  Holidays  ' }, 'Holidays'],
    ['the file’s', {}, 'a.txt'],
    [
      'the first file’s and how many more',
      { files: ['a', 'b', 'c'].map((name) => ({ name, size: 1 })) },
      'a and 2 more',
    ],
    ['the file’s, cut to 60 characters', { files: [{ name: '🗻'.repeat(255), size: 1 }] }, `${'🗻'.repeat(59)}…`],
  ])('is %s', async (_what, input, expected) => {
    expect(await nameOf(input)).toBe(expected)
  })
})

it('takes everything that the rules allow', async () => {
  const names = ['n'.repeat(255), 'naïve ファイル "q".txt', '...', ' ']
  for (const name of names) expect((await createFile({ name })).files[0]?.name).toBe(name)
  await createFile({ size: 300 * MiB })
  await createFile({ type: '', path: '' })
  const { id } = await createFile({ type: 'text/plain; charset=utf-8', path: 'folder/below' })
  expect((await api.nobody.call.mirror.get.query({ id })).files[0]?.path).toBe('folder/below')
})

describe('refuses with BAD_REQUEST', () => {
  const file = { name: 'a', size: 1 }
  it.each([
    ['a negative size', { files: [{ ...file, size: -1 }] }, 'files'],
    ['an empty file', { files: [{ ...file, size: 0 }] }, 'files'],
    ['half a byte', { files: [{ ...file, size: 1.5 }] }, 'files'],
    ['a size over the limit', { files: [{ ...file, size: 300 * MiB + 1 }] }, 'files'],
    ['no name', { files: [{ ...file, name: '' }] }, 'files'],
    ['a long name', { files: [{ ...file, name: 'n'.repeat(256) }] }, 'files'],
    ['a path as a name', { files: [{ ...file, name: '../x' }] }, 'files'],
    ['a backslash in a name', { files: [{ ...file, name: 'a\\b' }] }, 'files'],
    ['a line end in a name', { files: [{ ...file, name: 'a\nb' }] }, 'files'],
    ['the folder itself as a name', { files: [{ ...file, name: '.' }] }, 'files'],
    ['the folder above as a name', { files: [{ ...file, name: '..' }] }, 'files'],
    ['a header in a type', { files: [{ ...file, type: 'a/b\r\nx: y' }] }, 'files'],
    ['a long folder', { files: [{ ...file, path: 'p'.repeat(4097) }] }, 'files'],
    ['no file', { files: [] }, 'files'],
    ['too many files', { files: [file, file, file, file] }, 'files'],
    ['a long nickname', { nickname: 'n'.repeat(61) }, 'nickname'],
    ['a nickname with a line end', { nickname: 'a\nb' }, 'nickname'],
  ])('%s', async (_what, input, field) => {
    const refusal = await refusalOf(create(input))
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', status: 400 })
    expect(Object.keys(refusal.fields ?? {})).toEqual([field])
    expect(refusal.message).toMatch(/^[A-Z].*\.$/)
  })
})
