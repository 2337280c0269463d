// Who may call what: every procedure that is for sessions, by nobody, by somebody else, and with an input that makes no sense.
import { beforeAll, expect, it } from 'vitest'
import { appRouter } from '#server/routers/root.ts'
import { type Api, openApi, type Person } from '#tests/support/api.ts'
import { readEvents } from '#tests/support/events.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { failed, setTransfer, wholeDatabase } from '#tests/support/rows.ts'
import { createMirror, uploadText } from '#tests/support/uploads.ts'

let api: Api
let other: Person
let owner: Person
/** Of a mirror that is on its way: one file has arrived and failed at a host, the other is still uploading. */
let theirs: { id: string; fileId: string; token: string }

beforeAll(async () => {
  api = await openApi()
  other = await api.guest()
  owner = await api.guest()
  const mirror = await createMirror(owner, ['arrived', 'on its way'])
  const [arrived, uploading] = mirror.files
  if (!arrived || !uploading) throw new Error('two files')
  await uploadText(owner, arrived, 'arrived')
  await owner.call.mirror.start.mutate({ id: mirror.id, hosts: ['gofile'] })
  await setTransfer({ id: mirror.id, fileId: arrived.id, host: 'gofile' }, failed('No.'))
  const { id: token } = await owner.call.account.apiTokens.create.mutate({ name: 'a program' })
  theirs = { id: mirror.id, fileId: uploading.id, token }
})

type Call = (person: Person, input: unknown) => Promise<unknown>
type Rule = {
  /** An input that would do something, were the caller the owner; left out where there is nothing of somebody else's to name. */
  named?: () => object
  /** Inputs that make no sense; none where there is no input. */
  malformed: unknown[]
}

/** Any input, past the types of the client: the server has to check it all the same. */
const anyInput =
  (kind: 'query' | 'mutation', path: string): Call =>
  async (person, input) => {
    const client = path.split('.').reduce<unknown>((part, name) => Reflect.get(Object(part), name), person.call)
    const method: unknown = Reflect.get(Object(client), kind === 'query' ? 'query' : 'mutate')
    if (typeof method !== 'function') throw new Error(`${path} is no ${kind}`)
    return method(input)
  }
const file = () => ({ fileId: theirs.fileId })
const mirror = () => ({ id: theirs.id })
const mirrors = () => ({ ids: [theirs.id] })
const cursor = (sort: string, key: string) =>
  Buffer.from(JSON.stringify([sort, key, '00000000-0000-4000-8000-000000000000'])).toString('base64url')
const senseless = [null, 'text', [], 7]
const noFile = [{ fileId: 'no id' }, undefined, ...senseless]
const nobodysMirror = { id: '00000000-0000-4000-8000-000000000000' }
const noMirror = [{ id: 'no id' }, undefined, ...senseless]

const rules: Record<string, Rule> = {
  'account.me': { malformed: [] },
  'account.update': {
    malformed: [{}, { username: 'x' }, { email: 'nowhere' }, { phone: 'x' }, undefined, ...senseless],
  },
  'account.register': { malformed: [{ username: 'somebody' }, { password: 'long enough' }, undefined, ...senseless] },
  'account.changePassword': { malformed: [{ currentPassword: 'x', newPassword: 'short' }, undefined, ...senseless] },
  'account.delete': { malformed: [{}, { confirm: 'somebody else' }, undefined, ...senseless] },
  'account.endSessions': { malformed: [] },
  'account.apiTokens.list': { malformed: [] },
  'account.apiTokens.create': { malformed: [{}, { name: '' }, { name: 'x'.repeat(61) }, undefined, ...senseless] },
  'account.apiTokens.revoke': { named: () => ({ id: theirs.token }), malformed: noMirror },
  'account.hostAccounts.list': { malformed: [] },
  'account.hostAccounts.set': {
    malformed: [
      { host: 'gofile' },
      { host: 'gofile', credentials: 'token' },
      { host: 'gofile', credentials: { token: 7 } },
      { host: 'no host', credentials: { token: 'x' } },
      undefined,
      ...senseless,
    ],
  },
  'account.hostAccounts.remove': {
    named: () => ({ host: 'gofile' }),
    malformed: [{ host: 'no host' }, undefined, ...senseless],
  },
  'history.list': {
    malformed: [
      { limit: 101 },
      { limit: 0 },
      { cursor: 'x' },
      { cursor: cursor('newest', 'no time') },
      { cursor: cursor('newest', '1'), sort: 'largest' },
      { cursor: cursor('name', 'a\0b'), sort: 'name' },
      { status: 'lost' },
      { host: 'No Host' },
      { sort: 'best' },
      { ids: ['no id'] },
      ...senseless,
    ],
  },
  'history.get': { named: mirror, malformed: noMirror },
  'history.files': { named: mirror, malformed: noMirror },
  'history.rename': {
    named: () => ({ ...mirror(), name: 'mine now' }),
    malformed: [...noMirror, { ...nobodysMirror, name: '' }, { ...nobodysMirror, name: 'x'.repeat(61) }],
  },
  'history.delete': {
    named: mirror,
    malformed: [
      ...noMirror,
      { ...nobodysMirror, deleteFromHosts: 'yes' },
      { ...nobodysMirror, undoSeconds: 61 },
      { ...nobodysMirror, undoSeconds: 0.5 },
    ],
  },
  'history.deleteMany': {
    named: mirrors,
    malformed: [{ ids: [] }, { ids: ['no id'] }, { ids: [nobodysMirror.id], undoSeconds: 0 }, undefined, ...senseless],
  },
  'history.restore': { named: mirror, malformed: noMirror },
  'history.restoreMany': { named: mirrors, malformed: [{ ids: [] }, { ids: ['no id'] }, undefined, ...senseless] },
  'mirror.create': {
    malformed: [{ files: [] }, { files: [{ url: 7 }] }, { files: [{ url: 'ftp://a/b' }] }, undefined, ...senseless],
  },
  'mirror.signUpload': { named: file, malformed: noFile },
  'mirror.signParts': { named: () => ({ ...file(), partNumbers: [1] }), malformed: noFile },
  'mirror.listParts': { named: file, malformed: noFile },
  'mirror.abortUpload': { named: file, malformed: noFile },
  'mirror.completeUpload': { named: file, malformed: noFile },
  'mirror.uploads': { named: mirror, malformed: noMirror },
  'mirror.fit': { named: mirror, malformed: noMirror },
  'mirror.start': { named: () => ({ ...mirror(), hosts: ['local'] }), malformed: noMirror },
  'mirror.retry': { named: mirror, malformed: noMirror },
  'mirror.cancel': { named: mirror, malformed: noMirror },
  'mirror.share': {
    named: () => ({ ...mirror(), password: 'mine now' }),
    malformed: [
      ...noMirror,
      { ...nobodysMirror, password: '' },
      { ...nobodysMirror, password: 'x'.repeat(201) },
      { ...nobodysMirror, password: 7 },
      { ...nobodysMirror, expiresAt: new Date(0) },
      { ...nobodysMirror, expiresAt: new Date(8.64e15) },
      { ...nobodysMirror, expiresAt: 'tomorrow' },
    ],
  },
  'mirror.sharing': { named: mirror, malformed: noMirror },
}

/** For anyone who has the link; all but the first name a mirror by it. */
const forAnyone = new Set(['mirror.hosts', 'mirror.get', 'mirror.progress', 'mirror.report'])

const kindOf = (path: string): 'query' | 'mutation' => {
  const procedure: unknown = Reflect.get(appRouter._def.procedures, path)
  const definition: unknown = Reflect.get(Object(procedure), '_def')
  return Reflect.get(Object(definition), 'type') === 'query' ? 'query' : 'mutation'
}

it('is written down for every procedure that there is', () => {
  const known = [...Object.keys(rules), ...forAnyone]
  expect(known.toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted())
})

/** The refusal of a call that must change nothing. */
async function harmlessRefusal(call: () => Promise<unknown>) {
  const before = await wholeDatabase()
  const refusal = await refusalOf(call())
  expect(await wholeDatabase()).toEqual(before)
  return refusal
}

const all = Object.entries(rules)
const call = (path: string, person: Person, input: unknown) => anyInput(kindOf(path), path)(person, input)
const nobodys = (input: object) => ({
  ...input,
  ...('id' in input ? { id: '00000000-0000-4000-8000-000000000000' } : {}),
  ...('ids' in input ? { ids: ['00000000-0000-4000-8000-000000000000'] } : {}),
  ...('fileId' in input ? { fileId: '00000000-0000-4000-8000-000000000000' } : {}),
})

it.each(all)('%s is UNAUTHORIZED for nobody, whatever is asked', async (path, { named, malformed }) => {
  for (const input of [named?.(), ...malformed]) {
    const refusal = await harmlessRefusal(() => call(path, api.nobody, input))
    expect(refusal).toMatchObject({ code: 'UNAUTHORIZED', status: 401 })
  }
})

it.each(all.flatMap(([path, { named }]) => (named ? [[path, named] as const] : [])))(
  '%s is NOT_FOUND for somebody else, as it is for what nobody has',
  async (path, named) => {
    const foreign = await harmlessRefusal(() => call(path, other, named()))
    expect(foreign).toMatchObject({ code: 'NOT_FOUND', status: 404 })
    expect(await harmlessRefusal(() => call(path, other, nobodys(named())))).toEqual(foreign)
  },
)

it.each(all.filter(([, { malformed }]) => malformed.length > 0))(
  '%s is BAD_REQUEST when its input makes no sense',
  async (path, { malformed }) => {
    for (const input of malformed) {
      const refusal = await harmlessRefusal(() => call(path, other, input))
      expect(refusal).toMatchObject({ code: 'BAD_REQUEST', status: 400 })
    }
  },
)

it('is NOT_FOUND for the owner and for everybody once a mirror is deleted, although it can still be brought back', async () => {
  await owner.call.history.delete.mutate({ id: theirs.id, undoSeconds: 60 })
  const elsewhere = ['account.', 'history.restore']
  for (const [path, { named }] of all) {
    const input = named?.()
    if (!input || elsewhere.some((start) => path.startsWith(start))) continue
    const refusal = await harmlessRefusal(() => call(path, owner, input))
    expect([path, refusal.code]).toEqual([path, 'NOT_FOUND'])
  }
  expect((await refusalOf(api.nobody.call.mirror.get.query(mirror()))).code).toBe('NOT_FOUND')
  const address = `/api/trpc/mirror.progress?input=${encodeURIComponent(JSON.stringify({ json: mirror() }))}`
  await using news = readEvents(await api.nobody.fetch(address, { headers: { accept: 'text/event-stream' } }))
  expect((await news.find(({ event }) => event === 'serialized-error')).data).toContain('NOT_FOUND')
  expect(await owner.call.history.list.query()).toEqual({ items: [], nextCursor: null })
  expect((await owner.call.account.me.query()).usage).toEqual({ mirrors: 0, files: 0, bytes: 0 })
})
