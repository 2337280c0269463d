// Bodies that are not what their request says: too short, too long, cut off, or with a chunk changed.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { CreateBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Framed, frame, joined } from './chunked-body.ts'
import { dataFiles, temporaryFiles } from './folder.ts'
import { type Raw, send, sendBytes, sign, toBytes } from './raw-request.ts'
import { type RunningStorage, runStorage } from './running-storage.ts'

let storage: RunningStorage
const Bucket = 'bodies'

beforeAll(async () => {
  storage = await runStorage()
  await storage.client().send(new CreateBucketCommand({ Bucket }))
})

// Closing waits for what still runs, so after it nothing more can appear or go.
afterEach(async () => {
  const listed = await storage.client().send(new ListObjectsV2Command({ Bucket }))
  expect(listed.Contents).toBeUndefined()
})

async function expectNothingLeft(): Promise<void> {
  await storage.close()
  expect(await temporaryFiles(storage.directory)).toEqual([])
  expect(await dataFiles(storage.directory)).toEqual([])
  storage = await runStorage({ directory: storage.directory })
}

const unsigned = (extra: Record<string, string> = {}) =>
  sign(storage.port, {
    method: 'PUT',
    path: '/bodies/x',
    headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', connection: 'close', ...extra },
  })

describe('a body that', () => {
  test.each([0, 1, 65_536, 1_000_000])('ends after %i bytes of more leaves nothing', async (sent) => {
    const head = await unsigned({ 'content-length': '2000000' })
    const reply = await sendBytes(storage.port, Buffer.concat([toBytes(head), randomBytes(sent)]))
    expect(reply).not.toContain('200 OK')
    await expectNothingLeft()
  })

  test('is cut off by a reset leaves nothing', async () => {
    const head = await unsigned({ 'content-length': String(64 * 1024 * 1024) })
    const socket = connect(storage.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(toBytes(head))
    // More than all buffers on the way hold together, so that some of it has come to disk.
    for (let left = 32; left > 0; left -= 1) if (!socket.write(randomBytes(1024 * 1024))) await once(socket, 'drain')
    expect(await temporaryFiles(storage.directory)).toHaveLength(1)
    socket.resetAndDestroy()
    await once(socket, 'close')
    await expectNothingLeft()
  })

  test('is longer than it says is no object, and the rest is no request', async () => {
    const length = 10
    const head = await sign(storage.port, {
      method: 'PUT',
      path: '/bodies/x',
      headers: {
        'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
        'content-length': String(length),
        'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==',
      },
    })
    const smuggled = 'GET /bodies HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
    const reply = await sendBytes(
      storage.port,
      Buffer.concat([toBytes(head), randomBytes(length), Buffer.from(smuggled)]),
      { end: false },
    )
    expect(reply).toContain('BadDigest')
    expect(reply).toContain('AccessDenied')
  })

  test.each([
    ['two lengths', { 'content-length': '1, 2' }],
    ['a negative length', { 'content-length': '-1' }],
    ['a length that is none', { 'content-length': 'abc' }],
    ['a length and chunks', { 'content-length': '3', 'transfer-encoding': 'chunked' }],
  ])('has %s is refused by the server', async (_, headers) => {
    const head = await unsigned()
    const reply = await sendBytes(
      storage.port,
      toBytes({ ...head, headers: { ...head.headers, ...headers }, body: 'abc' }),
    )
    expect(reply).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('has no length is asked for one', async () => {
    const head = await unsigned({ 'transfer-encoding': 'chunked' })
    expect(await send(storage.port, { ...head, body: 'abc' })).toMatchObject({
      status: 411,
      code: 'MissingContentLength',
    })
  })

  test('says it has more than five gibibytes is refused at once', async () => {
    const head = await unsigned({ 'content-length': String(5 * 1024 ** 3 + 1), expect: '100-continue' })
    const reply = await sendBytes(storage.port, toBytes(head), { end: false })
    expect(reply).toMatch(/^HTTP\/1\.1 400 /)
    expect(reply).toContain('EntityTooLarge')
  })
})

describe('a client that waits for 100 Continue', () => {
  test('is refused before it sends the body', async () => {
    const reply = await sendBytes(
      storage.port,
      'PUT /bodies/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 3\r\nexpect: 100-continue\r\n\r\n',
      { end: false },
    )
    expect(reply).toMatch(/^HTTP\/1\.1 403 /)
  })

  test('is told to go on, once', async () => {
    const head = await sign(storage.port, {
      method: 'PUT',
      path: '/bodies/x',
      headers: {
        'content-length': '3',
        expect: '100-continue',
        connection: 'close',
        'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==',
      },
      body: 'abc',
    })
    const reply = await sendBytes(storage.port, toBytes(head), { end: false })
    expect(reply).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400 /)
  })
})

describe('of signed chunks', () => {
  const chunks = [randomBytes(70_000), randomBytes(70_000), randomBytes(500)]
  const changes: [string, string, (framed: Framed) => Raw][] = [
    [
      'one with a byte changed',
      'SignatureDoesNotMatch',
      (framed) => {
        const [first = Buffer.alloc(0), ...rest] = framed.frames
        const changed = Buffer.from(first)
        changed.writeUInt8(changed.readUInt8(1000) ^ 1, 1000)
        return joined({ ...framed, frames: [changed, ...rest] })
      },
    ],
    [
      'two in another order',
      'SignatureDoesNotMatch',
      (framed) => {
        const [first, second, ...rest] = framed.frames
        return joined({ ...framed, frames: [second, first, ...rest].filter((one) => one !== undefined) })
      },
    ],
    ['one left out', 'SignatureDoesNotMatch', (framed) => joined({ ...framed, frames: framed.frames.slice(1) })],
    [
      'one replayed',
      'SignatureDoesNotMatch',
      (framed) => joined({ ...framed, frames: [...framed.frames.slice(0, 1), ...framed.frames] }),
    ],
    [
      'the end missing',
      'IncompleteBody',
      (framed) => {
        const { body, ...head } = joined({ ...framed, frames: framed.frames.slice(0, -1), end: Buffer.alloc(0) })
        return { ...head, ...(body !== undefined && { body }) }
      },
    ],
    [
      'bytes behind the end',
      'InvalidRequest',
      (framed) => joined({ ...framed, end: Buffer.concat([framed.end, Buffer.from('more')]) }),
    ],
    [
      'no signatures',
      'InvalidRequest',
      (framed) =>
        joined({
          ...framed,
          frames: framed.frames.map((one) =>
            Buffer.from(one.toString('latin1').replace(/;chunk-signature=\w+/, ''), 'latin1'),
          ),
        }),
    ],
    [
      'a size that is no number',
      'InvalidRequest',
      (framed) => joined({ ...framed, frames: [Buffer.from('zz\r\n'), ...framed.frames] }),
    ],
    ['a line without end', 'InvalidRequest', (framed) => joined({ ...framed, frames: [Buffer.alloc(5000, '1')] })],
  ]
  test.each(changes)('%s is answered with %s', async (_, code, change) => {
    const framed = await frame(storage.port, { path: '/bodies/x', chunks, signed: true })
    expect(await send(storage.port, change(framed))).toMatchObject({ code })
    await expectNothingLeft()
  })

  test('fewer or more bytes than were declared is answered with IncompleteBody', async () => {
    for (const length of ['140499', '140501']) {
      const headers = { 'x-amz-decoded-content-length': length }
      const framed = await frame(storage.port, { path: '/bodies/x', chunks, signed: true, headers })
      expect(await send(storage.port, joined(framed))).toMatchObject({ status: 400, code: 'IncompleteBody' })
    }
    await expectNothingLeft()
  })
})
