// What a mirror's page is made of: files, a link for each host, and the copies behind it.
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { database } from '#db/connection.ts'
import { files, hostLinks, mirrors } from '#db/schema/schema.ts'
import type { FileId } from '#server/ids.ts'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { done, failed, running, setTransfer } from '#tests/support/rows.ts'
import { createStaged } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
})

/** A mirror of two files, of 4 and 6 bytes, on its way to these hosts. */
async function begin(...hosts: string[]) {
  const { id, files } = await createStaged(guest, ['four', 'sixsix'])
  const [one, two] = files.map((file) => file.id)
  if (!one || !two) throw new Error('two files')
  await guest.call.mirror.start.mutate({ id, hosts })
  const set = (fileId: FileId, host: string, values: Parameters<typeof setTransfer>[1]) =>
    setTransfer({ id, fileId, host }, values)
  const read = () => api.nobody.call.mirror.get.query({ id })
  return { id, one, two, set, read }
}

describe('a host', () => {
  it('waits while all of its files do', async () => {
    const { read } = await begin('gofile')
    expect((await read()).links).toEqual([
      {
        host: 'gofile',
        hostName: 'GoFile',
        url: null,
        status: 'queued',
        progress: 0,
        bytesSent: 0,
        bytesTotal: 10,
        checkedAt: null,
        linkState: null,
      },
    ])
  })

  it('says why and when it is tried again', async () => {
    const { one, set, read } = await begin('gofile')
    const nextTryAt = new Date('2100-01-01T00:00:00.000Z')
    await set(one, 'gofile', { attempt: 1, error: 'GoFile is busy.', nextTryAt, bytesSent: 3 })
    expect((await read()).links).toMatchObject([
      { status: 'queued', error: 'GoFile is busy.', retryAt: nextTryAt, progress: 0 },
    ])
  })

  it('is under way while one of its files is, also between two of them', async () => {
    const { one, two, set, read } = await begin('gofile')
    await set(one, 'gofile', running(2))
    expect((await read()).links).toMatchObject([{ status: 'running', progress: 0.2, bytesSent: 2, url: null }])
    await set(one, 'gofile', done('https://gofile.example/1'))
    expect((await read()).links).toMatchObject([{ status: 'running', progress: 0.4, bytesSent: 4, url: null }])
    await set(two, 'gofile', running(6))
    expect((await read()).links).toMatchObject([{ status: 'running', progress: 1, bytesSent: 10 }])
  })

  it('is done when all of its files are, with the first one’s link where it has no list', async () => {
    const { one, two, set, read } = await begin('gofile')
    await set(two, 'gofile', done('https://gofile.example/2'))
    await set(one, 'gofile', done('https://gofile.example/1'))
    const { status, links, fileLinks, durationMs } = await read()
    expect(links).toMatchObject([{ status: 'done', progress: 1, url: 'https://gofile.example/1' }])
    expect(links[0]?.checkedAt).toBeInstanceOf(Date)
    expect(fileLinks).toEqual([
      { fileId: one, host: 'gofile', url: 'https://gofile.example/1', verified: 'size', linkState: null },
      { fileId: two, host: 'gofile', url: 'https://gofile.example/2', verified: 'size', linkState: null },
    ])
    expect(status).toBe('done')
    expect(durationMs).toBeGreaterThan(0)
  })

  it('has its list’s link as soon as there is a list, and is not done before', async () => {
    const { id, one, two, set, read } = await begin('pixeldrain')
    const setGroup = (values: Partial<typeof hostLinks.$inferInsert>) =>
      database().update(hostLinks).set(values).where(eq(hostLinks.mirrorId, id))
    await setGroup({ groupState: 'wanted' })
    await set(one, 'pixeldrain', done('https://pixeldrain.example/1'))
    await set(two, 'pixeldrain', done('https://pixeldrain.example/2'))
    expect(await read()).toMatchObject({ status: 'mirroring', links: [{ status: 'running', url: null }] })
    const groupUrl = 'https://pixeldrain.example/l/1'
    await setGroup({ groupState: 'made', groupId: '1', groupUrl })
    expect((await read()).links).toMatchObject([{ status: 'done', url: groupUrl }])
    await setGroup({ groupState: 'failed' })
    expect((await read()).links).toMatchObject([{ status: 'done', url: 'https://pixeldrain.example/1' }])
  })

  it('is dead when all of its copies are, and nothing certain while some are', async () => {
    const { one, two, set, read } = await begin('gofile')
    await set(one, 'gofile', done('https://gofile.example/1'))
    await set(two, 'gofile', done('https://gofile.example/2'))
    for (const [first, second, whole] of [
      ['alive', null, null],
      ['alive', 'alive', 'alive'],
      ['alive', 'unknown', 'unknown'],
      ['dead', 'alive', 'unknown'],
      ['dead', null, 'unknown'],
      ['dead', 'dead', 'dead'],
    ] as const) {
      await set(one, 'gofile', { linkState: first })
      await set(two, 'gofile', { linkState: second })
      const { links, fileLinks } = await read()
      expect(links).toMatchObject([{ status: 'done', linkState: whole }])
      expect(fileLinks.map(({ linkState }) => linkState)).toEqual([first, second])
    }
    // While one is left, the link leads to it.
    await set(two, 'gofile', { linkState: 'alive' })
    expect((await read()).links).toMatchObject([{ url: 'https://gofile.example/2' }])
  })

  it('has failed when one of its files has, and says what went wrong last', async () => {
    const { one, two, set, read } = await begin('gofile', 'pixeldrain')
    await set(one, 'gofile', failed('The first fault.'))
    expect((await read()).links).toMatchObject([{ host: 'pixeldrain' }, { host: 'gofile', status: 'queued' }])
    await set(two, 'gofile', failed('The last fault.'))
    for (const fileId of [one, two]) await set(fileId, 'pixeldrain', done('https://pixeldrain.example/1'))
    const { status, links } = await read()
    expect(links).toMatchObject([
      { host: 'pixeldrain', status: 'done' },
      { host: 'gofile', status: 'failed', error: 'The last fault.', url: null, bytesTotal: 10 },
    ])
    expect(status).toBe('partial')
  })

  it('that was cancelled is', async () => {
    const { id, read } = await begin('gofile')
    await guest.call.mirror.cancel.mutate({ id, host: 'gofile' })
    expect((await read()).links).toMatchObject([{ status: 'cancelled', url: null }])
  })
})

describe('a copy on this server', () => {
  async function kept(values: Parameters<typeof setTransfer>[1] = {}) {
    const { id, one, set, read } = await begin('local')
    const path = `/mirror/${id}/files/${one}`
    await set(one, 'local', { ...done(path), ...values })
    return { id, one, path, read }
  }

  it('is linked to at the address that the visitor uses', async () => {
    const { path, read, id } = await kept()
    expect((await read()).fileLinks).toMatchObject([{ host: 'local', url: `${api.url}${path}` }])
    const input = encodeURIComponent(JSON.stringify({ json: { id } }))
    const elsewhere = await api.nobody.fetch(`/api/trpc/mirror.get?input=${input}`, {
      headers: { 'x-forwarded-host': 'mirror.example', 'x-forwarded-proto': 'https' },
    })
    expect(await elsewhere.text()).toContain(`"https://mirror.example${path}"`)
  })

  it('is found at the storage, as a file to keep', async () => {
    const { id, one, path } = await kept()
    const answer = await api.nobody.fetch(path)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([302, 'no-store'])
    const to = new URL(answer.headers.get('location') ?? '')
    expect(to.pathname).toBe(`/staging/local/${id}/${one}`)
    expect(to.searchParams.get('response-content-disposition')).toBe("attachment; filename*=UTF-8''0.txt")
  })

  it.each([
    ['its time is over', { expiresAt: new Date(Date.now() - 1000) }],
    ['it was not made', { status: 'failed' as const }],
  ])('is not there when %s', async (_what, values) => {
    const { path } = await kept(values)
    expect((await api.nobody.fetch(path)).status).toBe(404)
  })

  it('is not there at any other address', async () => {
    const { one, path } = await kept()
    const other = await kept()
    for (const wrong of [`/mirror/${other.id}/files/${one}`, `/mirror/x/files/${one}`, `${path}0`])
      expect((await api.nobody.fetch(wrong)).status).toBe(404)
  })
})

it('has what is known of its files, and nothing of those that were given up', async () => {
  const { id, one, two, read } = await begin('gofile')
  const [sha256, md5] = ['a'.repeat(64), 'b'.repeat(32)]
  await database().update(files).set({ sha256, md5 }).where(eq(files.id, one))
  await guest.call.mirror.abortUpload.mutate({ fileId: two })
  const mirror = await read()
  expect(mirror).toMatchObject({ id, name: 'a mirror', durationMs: null, expiresAt: null, status: 'queued' })
  expect(mirror.files).toEqual([{ id: one, name: '0.txt', size: 4, path: null, sha256, md5, fetching: null }])
  expect(mirror.links).toMatchObject([{ bytesTotal: 4 }])
})

it('is not there past its end, nor under an address that nobody gave', async () => {
  const { id, read } = await begin('gofile')
  await database()
    .update(mirrors)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(mirrors.id, id))
  const unknown = () => api.nobody.call.mirror.get.query({ id: '00000000-0000-4000-8000-000000000000' })
  for (const call of [read, unknown]) expect(await refusalOf(call())).toMatchObject({ code: 'NOT_FOUND', status: 404 })
  expect(await refusalOf(api.nobody.call.mirror.get.query({ id: 'x' }))).toMatchObject({ code: 'BAD_REQUEST' })
})
