// When a signature counts: the life of presigned URLs, and how far a client's clock may be off.
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { beforeAll, expect, test } from 'vitest'
import { send, sendSigned } from './raw-request.ts'
import { type RunningStorage, runStorage } from './running-storage.ts'

let storage: RunningStorage
const name = { Bucket: 'expiry', Key: 'x' }
const minute = 60_000
const at = (offset: number) => new Date(Date.now() + offset)

beforeAll(async () => {
  storage = await runStorage()
  await storage.client().send(new CreateBucketCommand({ Bucket: name.Bucket }))
  await storage.client().send(new PutObjectCommand({ ...name, Body: 'x' }))
})

async function presigned(expiresIn: number, offset: number, change = (path: string) => path) {
  const options = { expiresIn, signingDate: at(offset) }
  const { pathname, search, host } = new URL(await getSignedUrl(storage.client(), new GetObjectCommand(name), options))
  return send(storage.port, { method: 'GET', path: change(pathname + search), headers: { host } })
}

test.each([
  ['of a second ago with a life of a minute', 60, -1000],
  ['of nearly a week ago with a life of a week', 7 * 86_400, -7 * 86_400_000 + minute],
  ['of a clock that is 14 minutes fast', 60, 14 * minute],
])('a presigned URL %s is let in', async (_, expiresIn, offset) => {
  expect((await presigned(expiresIn, offset)).status).toBe(200)
})

test.each([
  ['whose life is over', 60, -61_000, 'Request has expired'],
  ['of a clock that is 16 minutes fast', 60, 16 * minute, 'Request is not valid yet'],
])('a presigned URL %s is refused', async (_, expiresIn, offset, sentence) => {
  const reply = await presigned(expiresIn, offset)
  expect(reply).toMatchObject({ status: 403, code: 'AccessDenied' })
  expect(reply.text).toContain(`<Message>${sentence}</Message>`)
})

test('a longer life cannot be had by changing the URL', async () => {
  const longer = (path: string) => path.replace('X-Amz-Expires=60', 'X-Amz-Expires=600')
  expect(await presigned(60, -61_000, longer)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
})

test.each(['604801', '-1', 'soon', '', '1e3'])('a life of "%s" seconds is none', async (value) => {
  const change = (path: string) => path.replace('X-Amz-Expires=60', `X-Amz-Expires=${value}`)
  expect(await presigned(60, 0, change)).toMatchObject({ status: 400, code: 'AuthorizationQueryParametersError' })
})

test.each(['X-Amz-Credential', 'X-Amz-Date', 'X-Amz-SignedHeaders', 'X-Amz-Expires', 'X-Amz-Signature'])(
  'a presigned URL without %s, or with it twice, is refused',
  async (parameter) => {
    const found = new RegExp(`&${parameter}=[^&]*`)
    for (const change of [
      (path: string) => path.replace(found, ''),
      (path: string) => path + (found.exec(path)?.[0] ?? ''),
    ])
      expect(await presigned(60, 0, change)).toMatchObject({ status: 400, code: 'AuthorizationQueryParametersError' })
  },
)

test.each([14, -14])('a request signed by a clock that is %i minutes off is let in', async (minutes) => {
  const reply = await sendSigned(storage.port, { method: 'GET', path: '/expiry/x' }, { date: at(minutes * minute) })
  expect(reply.status).toBe(200)
})

test.each([16, -16, 60 * 24])('a request signed by a clock that is %i minutes off is refused', async (minutes) => {
  const reply = await sendSigned(storage.port, { method: 'GET', path: '/expiry/x' }, { date: at(minutes * minute) })
  expect(reply).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' })
  expect(reply.text).toContain('<MaxAllowedSkewMilliseconds>900000<')
})
