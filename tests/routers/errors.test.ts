// What somebody hears when something is wrong: a sentence and a code, never a cause, an address or a stack.
import { beforeAll, describe, expect, it } from 'vitest'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { createMirror } from '#tests/support/uploads.ts'

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
})

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  guest.fetch(`/api/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
const creation = JSON.stringify({ json: { files: [{ name: 'a', size: 1 }] } })

/** The error as it went over the line. */
const errorOf = async (answer: Response) => (await answer.json()).error.json

it('has messages for each field of an input that is refused, and the first as its sentence', async () => {
  const answer = await post('mirror.create', JSON.stringify({ json: { nickname: 'x'.repeat(61), files: [] } }))
  expect(answer.status).toBe(400)
  expect(await errorOf(answer)).toEqual({
    code: -32600,
    message: 'A mirror’s name has at most 60 characters.',
    data: {
      code: 'BAD_REQUEST',
      httpStatus: 400,
      path: 'mirror.create',
      zodError: {
        formErrors: [],
        fieldErrors: {
          nickname: ['A mirror’s name has at most 60 characters.'],
          files: ['A mirror has at least one file.'],
        },
      },
    },
  })
})

it('has messages for an input that is no object at all', async () => {
  const { data, message } = await errorOf(await post('mirror.create', JSON.stringify({ json: 'text' })))
  expect(data.zodError.formErrors.length).toBe(1)
  expect(message).toMatch(/^The input is not as expected: .*\.$/)
})

it.each([
  ['a body that is no JSON', () => post('mirror.create', '{'), 400],
  ['a call that does not exist', () => guest.fetch('/api/trpc/mirror.destroy'), 404],
  ['a mutation by GET', () => guest.fetch('/api/trpc/mirror.create'), 405],
])('answers %s in its own form', async (_what, call, status) => {
  const answer = await call()
  const text = await answer.text()
  expect(answer.status).toBe(status)
  expect(JSON.parse(text).error.json.data.httpStatus).toBe(status)
  expect(text).not.toMatch(/stack|node_modules|\.ts:/)
})

describe('a change that another site asks for', () => {
  it.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site', origin: 'https://else.example' }],
    [{ origin: 'https://else.example' }],
    [{ origin: 'null' }],
  ])('is UNAUTHORIZED: %j', async (headers) => {
    const answer = await post('mirror.create', creation, headers)
    expect([answer.status, (await errorOf(answer)).message]).toEqual([401, 'This was asked for by another site.'])
  })

  it('is told from what the own pages ask for, also behind a proxy, and from programs', async () => {
    const own: Record<string, string>[] = [
      {},
      { 'sec-fetch-site': 'same-origin', origin: api.url },
      { origin: api.url },
      { origin: 'https://mirror.example', 'x-forwarded-host': 'mirror.example' },
    ]
    for (const headers of own) expect((await post('mirror.create', creation, headers)).status).toBe(200)
  })

  it('is no matter where nothing changes', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    expect((await guest.fetch('/api/trpc/mirror.hosts', { headers })).status).toBe(200)
  })
})

describe('when storage is gone', () => {
  beforeAll(async () => {
    expect(await (await api.nobody.fetch('/api/health-check')).json()).toEqual({ status: 'ok' })
    await api.storage.close()
  })

  it('the health check names it', async () => {
    const answer = await api.nobody.fetch('/api/health-check')
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'down', down: ['storage'] }])
  })

  it('an error that nobody foresaw is a fixed sentence with the number under which it was noted', async () => {
    const { files } = await createMirror(guest, ['text'])
    const refusal = await refusalOf(guest.call.mirror.completeUpload.mutate({ fileId: files[0]?.id ?? '' }))
    expect(refusal).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', status: 500, fields: undefined })
    expect(refusal.message).toMatch(/^Something went wrong on our side\. It was noted as [0-9a-f-]{36}\.$/)
  })

  it('no mirror is left of one that could not be made whole', async () => {
    const before = await guest.call.account.me.query()
    const files = [{ name: 'large', size: 65 * 1024 ** 2 }]
    expect(await refusalOf(guest.call.mirror.create.mutate({ files }))).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    expect((await guest.call.account.me.query()).usage).toEqual(before.usage)
  })
})
