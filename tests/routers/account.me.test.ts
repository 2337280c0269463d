// Who somebody is, and how much is theirs.
import { beforeAll, expect, it } from 'vitest'
import { type Api, openApi } from '#tests/support/api.ts'
import { createMirror } from '#tests/support/uploads.ts'

let api: Api

beforeAll(async () => {
  api = await openApi()
})

it('is a guest without a name, whose session is good for 90 days', async () => {
  const guest = await api.guest()
  const me = await guest.call.account.me.query()
  expect(me).toEqual({
    id: guest.id,
    username: null,
    firstName: null,
    lastName: null,
    email: null,
    phone: null,
    memberSince: expect.any(Date),
    nextRenewal: expect.any(Date),
    isGuest: true,
    usage: { mirrors: 0, files: 0, bytes: 0 },
  })
  const days = ((me.nextRenewal?.getTime() ?? 0) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(89.9)
  expect(days).toBeLessThanOrEqual(90)
})

it('counts what is theirs and nobody else’s, without files that were given up', async () => {
  const [guest, other] = [await api.guest(), await api.guest()]
  await createMirror(guest, ['four', 'sixsix'])
  const { files } = await createMirror(guest, ['given up'])
  await guest.call.mirror.abortUpload.mutate({ fileId: files[0]?.id ?? '' })
  await createMirror(other, ['not theirs'])
  expect((await guest.call.account.me.query()).usage).toEqual({ mirrors: 2, files: 2, bytes: 10 })
})
