// The export of an account: all that is its owner's as one file, nothing of anybody else, and no secret.
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { hostLinks, mirrors } from '#db/schema/schema.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { register } from '#tests/support/accounts.ts'
import { type Api, openApi, type Person } from '#tests/support/api.ts'
import { done, setTransfer } from '#tests/support/rows.ts'
import { createMirror, createStaged } from '#tests/support/uploads.ts'

let api: Api

beforeAll(async () => {
  api = await openApi()
})

const schema = z.looseObject({
  account: z.looseObject({ id: z.uuid(), username: z.string().nullable() }),
  hostAccounts: z.array(z.unknown()),
  apiTokens: z.array(z.looseObject({ name: z.string() })),
  mirrors: z.array(z.looseObject({ id: z.uuid(), name: z.string(), files: z.array(z.unknown()) })),
})

const ask = (person: Person, headers: Record<string, string> = {}) => person.fetch('/api/account/export', { headers })
const textOf = async (person: Person) => (await ask(person)).text()

describe('the file', () => {
  it('has the account, mirrors with files, transfers and links, and no secret', async () => {
    const named = await register(api)
    const { token } = await named.call.account.apiTokens.create.mutate({ name: 'the NAS' })
    const made = await createStaged(named, ['four'])
    const [file] = made.files
    if (!file) throw new Error('one file')
    await named.call.mirror.start.mutate({ id: made.id, hosts: ['gofile', 'local'] })
    const place = { id: mirrorIdSchema.parse(made.id), fileId: file.id }
    await setTransfer({ ...place, host: 'gofile' }, done('https://gofile.example/d/x'))
    await setTransfer({ ...place, host: 'local' }, done(`/mirror/${made.id}/files/${file.id}`))
    await database().update(hostLinks).set({ groupState: 'made', groupId: 'x', groupUrl: 'https://gofile.example/d/g' })
    await database().update(mirrors).set({ passwordHash: 'a hash of a password' })

    const answer = await ask(named)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="easymirror-\d{4}-\d\d-\d\d\.json"$/,
    )
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const text = await answer.text()
    expect(schema.parse(JSON.parse(text))).toMatchObject({
      account: { id: named.id, username: named.username, usage: { mirrors: 1, files: 1, bytes: 4 } },
      hostAccounts: [],
      apiTokens: [{ name: 'the NAS', lastUsedAt: null }],
      mirrors: [
        {
          id: made.id,
          page: `${api.url}/mirror/${made.id}`,
          name: 'a mirror',
          hasPassword: true,
          hosts: expect.arrayContaining([{ host: 'gofile', url: 'https://gofile.example/d/g' }]),
          files: [
            {
              id: file.id,
              name: '0.txt',
              size: 4,
              transfers: [
                { host: 'gofile', status: 'done', url: 'https://gofile.example/d/x', verified: 'size' },
                { host: 'local', status: 'done', url: `${api.url}/mirror/${made.id}/files/${file.id}` },
              ],
            },
          ],
        },
      ],
    })
    for (const secret of [token, 'hash', 'sealed', named.password]) expect(text).not.toContain(secret)
  })

  it('has every mirror once, over all pages, oldest first, and none of anybody else', async () => {
    const [guest, other] = [await api.guest(), await api.guest()]
    await createMirror(other, ['not theirs'])
    const ids: string[] = []
    for (let n = 0; n < 120; n += 1) ids.push((await createMirror(guest, ['one', 'two'])).id)
    const { mirrors: exported } = schema.parse(JSON.parse(await textOf(guest)))
    expect(exported.map(({ id }) => id)).toEqual(ids)
    expect(exported.every(({ files }) => files.length === 2)).toBe(true)
  })

  it('has an empty list for who has made nothing', async () => {
    const guest = await api.guest()
    expect(schema.parse(JSON.parse(await textOf(guest)))).toMatchObject({ account: { id: guest.id }, mirrors: [] })
  })
})

it('is for nobody without a session, and not for other sites to ask', async () => {
  expect((await ask(api.nobody)).status).toBe(401)
  const guest = await api.guest()
  expect((await ask(guest, { 'sec-fetch-site': 'cross-site' })).status).toBe(401)
  expect((await ask(guest, { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
})
