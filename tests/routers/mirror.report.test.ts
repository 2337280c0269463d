// Reports of a mirror: by anybody who has its link, kept for the operator, and not too many.
import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { mirrors, rateLimits, reports } from '#db/schema/schema.ts'
import { restore, takeDown } from '#server/jobs/take-down.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { done, listJobs, setTransfer } from '#tests/support/rows.ts'
import { createStaged } from '#tests/support/uploads.ts'

let api: Api
let owner: Guest

beforeAll(async () => {
  api = await openApi()
  owner = await api.guest()
})

const report = (input: object) =>
  api.nobody.call.mirror.report.mutate({ id: '00000000-0000-4000-8000-000000000000', reason: 'other', ...input })
const kept = (mirrorId: string) => database().select().from(reports).where(eq(reports.mirrorId, mirrorId))

it('is written down, of a mirror with a password too', async () => {
  const { id } = await createStaged(owner, ['text'])
  await report({ id, reason: 'malware', details: '  0.txt is a virus.\n', contact: 'ada@example.com' })
  await owner.call.mirror.share.mutate({ id, password: 'secret' })
  const second = await report({ id, reason: 'copyright', details: ' ' })
  expect(await kept(id)).toMatchObject([
    { reason: 'malware', details: '0.txt is a virus.', contact: 'ada@example.com', closedAt: null },
    { id: second.id, reason: 'copyright', details: null, contact: null },
  ])
})

it('is refused where it makes no sense, and of what cannot be seen', async () => {
  const { id } = await createStaged(owner, ['text'])
  const senseless = [
    { id: 'no id' },
    { id, reason: 'spam' },
    { id, details: 'x'.repeat(2001) },
    { id, contact: 'x'.repeat(255) },
    { id, details: 'a\0b' },
  ]
  for (const input of senseless) expect(await refusalOf(report(input))).toMatchObject({ code: 'BAD_REQUEST' })
  expect(await refusalOf(report({}))).toMatchObject({ code: 'NOT_FOUND' })
  await database()
    .update(mirrors)
    .set({ expiresAt: new Date(0) })
    .where(eq(mirrors.id, id))
  expect(await refusalOf(report({ id }))).toMatchObject({ code: 'NOT_FOUND' })
  expect(await kept(id)).toEqual([])
})

it('can be sent twenty times an hour from one address', async () => {
  const { id } = await createStaged(owner, ['text'])
  await database().delete(rateLimits)
  for (let time = 0; time < 20; time += 1) await report({ id })
  expect(await refusalOf(report({ id }))).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 })
  await database().delete(rateLimits)
})

it('can lead to a takedown, which stops and hides everything, and back', async () => {
  const { id, files } = await createStaged(owner, ['text'])
  const [file] = files
  if (!file) throw new Error('one file')
  await owner.call.mirror.start.mutate({ id, hosts: ['local', 'gofile', 'pixeldrain'] })
  await setTransfer({ id, fileId: file.id, host: 'local' }, done(`/mirror/${id}/files/${file.id}`))
  await setTransfer({ id, fileId: file.id, host: 'pixeldrain' }, done('https://pixeldrain.example/u/1'))
  await report({ id })
  const order = { id, kind: 'rules', reason: 'Spam.', deleteCopies: true } as const
  expect(await takeDown(database(), order)).toEqual({ copies: 1, hosts: ['pixeldrain'] })

  for (const { call } of [api.nobody, owner])
    expect(await refusalOf(call.mirror.get.query({ id }))).toMatchObject({ code: 'NOT_FOUND' })
  expect((await owner.fetch(`/mirror/${id}/files/${file.id}`)).status).toBe(404)
  expect(await refusalOf(report({ id }))).toMatchObject({ code: 'NOT_FOUND' })
  for (const call of [
    owner.call.mirror.start.mutate({ id, hosts: ['gofile'] }),
    owner.call.mirror.retry.mutate({ id }),
  ])
    expect(await refusalOf(call)).toMatchObject({
      code: 'CONFLICT',
      message: 'This mirror was taken down, so its files are not sent any more.',
    })
  const copy = { id: 'id at the host', url: 'https://pixeldrain.example/u/1' }
  expect(await listJobs('remove-copy')).toEqual([{ host: 'pixeldrain', copy }])
  expect((await kept(id)).map(({ closedAt }) => closedAt)).toEqual([expect.any(Date)])
  const inHistory = async () => (await owner.call.history.list.query()).items.find((item) => item.id === id)
  expect(await inHistory()).toMatchObject({
    status: 'partial',
    takenDown: { kind: 'rules', reason: 'Spam.', at: expect.any(Date) },
    hosts: expect.arrayContaining([expect.objectContaining({ host: 'gofile', status: 'cancelled' })]),
  })

  expect(await restore(database(), id)).toBe(true)
  expect(await restore(database(), id)).toBe(false)
  expect(await inHistory()).toMatchObject({ takenDown: null })
  const { links } = await api.nobody.call.mirror.get.query({ id })
  expect(links.find(({ host }) => host === 'pixeldrain')).toMatchObject({ linkState: 'dead' })
})
