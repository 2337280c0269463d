// A large file on its way into storage: in parts, which can be listed, sent again, joined once, or given up.
import { createHash, randomBytes } from 'node:crypto'
import { GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { beforeAll, expect, it } from 'vitest'
import { type Api, type Guest, openApi } from '#tests/support/api.ts'
import { refusalOf } from '#tests/support/refusal.ts'
import { multipart, put } from '#tests/support/uploads.ts'

const MiB = 1024 ** 2
const size = 64 * MiB + 5
const bytes = randomBytes(size)

let api: Api
let guest: Guest

beforeAll(async () => {
  api = await openApi()
  guest = await api.guest()
})

async function begin() {
  const mirror = await guest.call.mirror.create.mutate({ files: [{ name: 'large.bin', size }] })
  const [file] = mirror.files
  if (!file) throw new Error('one file')
  const { partSize, partCount } = multipart(file)
  const fileId = file.id
  const send = async (partNumber: number) => {
    const [signed] = await guest.call.mirror.signParts.mutate({ fileId, partNumbers: [partNumber] })
    const answer = await put(signed?.url ?? '', bytes.subarray((partNumber - 1) * partSize, partNumber * partSize))
    return { partNumber, etag: answer.headers.get('etag') ?? `refused with ${answer.status}` }
  }
  const complete = (parts?: { partNumber: number; etag: string }[]) =>
    guest.call.mirror.completeUpload.mutate({ fileId, ...(parts && { parts }) })
  return { mirror, fileId, partCount, send, complete, key: `${mirror.id}/${fileId}` }
}

it('is joined once all parts are there, and only then', async () => {
  const { mirror, fileId, partCount, send, complete, key } = await begin()
  const sent: Awaited<ReturnType<typeof send>>[] = []
  for (const partNumber of [5, 2, 1, 4]) sent.push(await send(partNumber))
  const listed = await guest.call.mirror.listParts.query({ fileId })
  expect(listed.map((part) => [part.partNumber, part.size])).toEqual([
    [1, 16 * MiB],
    [2, 16 * MiB],
    [4, 16 * MiB],
    [5, 5],
  ])
  const arrived = () => guest.call.mirror.uploads.query({ id: mirror.id })
  expect(await arrived()).toEqual([{ fileId, status: 'uploading', arrived: 48 * MiB + 5 }])
  expect(await refusalOf(complete(sent))).toMatchObject({
    code: 'CONFLICT',
    message: `Part 3 of ${partCount} has not arrived.`,
  })
  const third = await send(3)
  expect(await refusalOf(complete([...sent, { ...third, etag: '"other"' }]))).toMatchObject({ code: 'CONFLICT' })
  expect(await refusalOf(complete(sent))).toMatchObject({ code: 'CONFLICT' })
  expect(await refusalOf(complete())).toMatchObject({ code: 'BAD_REQUEST', fields: { parts: [expect.any(String)] } })

  // Calls that come together, or again because an answer was lost, join it once.
  const answers = await Promise.allSettled([1, 2, 3].map(() => complete([...sent, third])))
  expect(answers.map(({ status }) => status)).toContain('fulfilled')
  expect(await complete([...sent, third])).toEqual({ id: fileId, size })
  expect(await arrived()).toEqual([{ fileId, status: 'staged', arrived: size }])
  const stored = await api.storage.client().send(new GetObjectCommand({ Bucket: 'staging', Key: key }))
  const digest = createHash('sha256').update((await stored.Body?.transformToByteArray()) ?? '')
  expect(digest.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
  for (const call of [() => guest.call.mirror.listParts.query({ fileId }), () => send(1)])
    expect(await refusalOf(call())).toMatchObject({ code: 'CONFLICT', message: 'This file has been uploaded already.' })
})

it('has the same upload when it is signed anew', async () => {
  const { mirror, fileId } = await begin()
  const [file] = mirror.files
  expect(await guest.call.mirror.signUpload.mutate({ fileId })).toEqual(file?.upload)
})

it('has no parts beyond its last', async () => {
  const { fileId, partCount } = await begin()
  for (const partNumbers of [[], [0], [partCount + 1], [1.5], Array(1001).fill(1)])
    expect(await refusalOf(guest.call.mirror.signParts.mutate({ fileId, partNumbers }))).toMatchObject({
      code: 'BAD_REQUEST',
      fields: { partNumbers: [expect.any(String)] },
    })
  const small = await guest.call.mirror.create.mutate({ files: [{ name: 'small', size: 1 }] })
  const whole = guest.call.mirror.signParts.mutate({ fileId: small.files[0]?.id ?? '', partNumbers: [1] })
  expect(await refusalOf(whole)).toMatchObject({ code: 'BAD_REQUEST', message: 'This file goes up in one piece.' })
})

it('leaves nothing at storage when it is given up', async () => {
  const { fileId, send, key } = await begin()
  await send(1)
  await guest.call.mirror.abortUpload.mutate({ fileId })
  const client = api.storage.client()
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'staging', Prefix: key }))
  expect(Uploads).toEqual([])
  await expect(client.send(new HeadObjectCommand({ Bucket: 'staging', Key: key }))).rejects.toThrow()
  expect(await refusalOf(send(2))).toMatchObject({ message: 'The upload of this file was given up.' })
})
