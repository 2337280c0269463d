// Every fault does what it says, strikes what it names, and the ledger tells what was stored in spite of it.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exchange, type Outcome } from './client.ts'
import type { Fault } from './fault.ts'
import { startPixeldrain } from './pixeldrain.ts'
import type { Simulator } from './simulator.ts'

const bytes = randomBytes(8_000_000)
const authorization = `Basic ${Buffer.from(':simulated-key').toString('base64')}`

let drain: Simulator
beforeAll(async () => {
  drain = await startPixeldrain()
})
beforeEach(() => drain.reset())
afterAll(() => drain[Symbol.asyncDispose]())

const put = (options: { name?: string; signal?: AbortSignal; body?: Buffer } = {}) =>
  exchange({
    method: 'PUT',
    url: `${drain.url}/api/file/${options.name ?? 'a.bin'}`,
    headers: { authorization },
    body: options.body ?? bytes,
    ...(options.signal ? { signal: options.signal } : {}),
  })

const info = async () => {
  const { fileId } = drain.ledger[0] ?? { fileId: 'none' }
  return exchange({ method: 'GET', url: `${drain.url}/api/file/${fileId}/info` })
}

/** What a strike gave: the outcome, how many files the host has, how many body bytes it read. */
async function struck(fault: Fault): Promise<Outcome & { stored: number; read: number }> {
  drain.fail(fault)
  const outcome = await put()
  await expect.poll(() => drain.requests[0]?.bytes, { timeout: 20_000 }).toBeGreaterThan(0)
  return { ...outcome, stored: drain.ledger.length, read: drain.requests[0]?.bytes ?? 0 }
}

describe('answers of another status', () => {
  it('500 comes as often as asked, after the whole body, and then the upload goes through', async () => {
    drain.fail({ kind: 'status', status: 500, times: 2 })
    const replies = [await put(), await put(), await put()]
    expect(replies.map(({ status }) => status)).toEqual([500, 500, 201])
    expect(JSON.parse(replies[0]?.text ?? '').value).toBe('internal')
    expect(drain.requests.map((request) => request.bytes)).toEqual([bytes.length, bytes.length, bytes.length])
    expect(drain.ledger).toHaveLength(1)
  })

  it.each([[2], ['0.25'], ['Wed, 21 Oct 2026 07:28:00 GMT'], [undefined]])(
    '429 with Retry-After %s',
    async (retryAfter) => {
      const outcome = await struck({ kind: 'status', status: 429, ...(retryAfter === undefined ? {} : { retryAfter }) })
      expect([outcome.status, outcome.headers['retry-after'], outcome.stored]).toEqual([429, retryAfter?.toString(), 0])
    },
  )

  it('401 and a body of the test', async () => {
    expect(JSON.parse((await struck({ kind: 'status', status: 401 })).text).value).toBe('authentication_failed')
    drain.fail({ kind: 'status', status: 403, body: { success: false, value: 'ip_banned' } })
    expect(JSON.parse((await put()).text)).toEqual({ success: false, value: 'ip_banned' })
  })

  it('413 in the middle of the body: the answer arrives whole and the connection closes', async () => {
    const outcome = await struck({ kind: 'status', status: 413, atByte: 100_000, lingerMs: 300 })
    expect(outcome).toMatchObject({ status: 413, complete: true, stored: 0 })
    expect(outcome.sent).toBeLessThan(bytes.length)
    expect(outcome.headers.connection).toBe('close')
  })

  it('200 with an error body, and a 200 or 403 page of a proxy', async () => {
    const soft = await struck({ kind: 'error-in-200' })
    expect([soft.status, JSON.parse(soft.text).success, soft.stored]).toEqual([200, false, 0])
    for (const status of [200, 403]) {
      drain.fail({ kind: 'challenge', status })
      const { status: got, headers, text } = await put()
      expect([got, headers['server'], headers['content-type']]).toEqual([
        status,
        'cloudflare',
        'text/html; charset=utf-8',
      ])
      expect(text).toContain('Just a moment')
    }
    expect(drain.ledger).toEqual([])
  })
})

describe('broken connections', () => {
  it('close at byte k: no answer, nothing stored, at least k bytes read', async () => {
    const outcome = await struck({ kind: 'close', atByte: 1_000_000 })
    expect(outcome).toMatchObject({ status: 0, stored: 0 })
    expect(outcome.read).toBeGreaterThanOrEqual(1_000_000)
    expect(outcome.read).toBeLessThan(1_200_000)
  })

  it.each([true, false])('everything read, stored: %s, and the connection closes with no reply', async (stored) => {
    const outcome = await struck({ kind: 'no-reply', stored })
    expect(outcome).toMatchObject({ status: 0, read: bytes.length, stored: stored ? 1 : 0 })
  })

  it.each<[Fault, number]>([
    [{ kind: 'no-reply', stored: false, then: 'hang' }, bytes.length],
    [{ kind: 'stall', atByte: 500_000 }, 500_000],
  ])('%o: never an answer, while the connection stays open', async (fault, least) => {
    const abort = new AbortController()
    drain.fail(fault)
    let over = false
    const sending = put({ signal: abort.signal }).finally(() => {
      over = true
    })
    await expect.poll(() => drain.faultsLeft(), { timeout: 20_000 }).toBe(0)
    await new Promise((later) => setTimeout(later, 300))
    expect(over).toBe(false)
    abort.abort()
    expect((await sending).status).toBe(0)
    await expect.poll(() => drain.requests[0]?.bytes, { timeout: 20_000 }).toBeGreaterThanOrEqual(least)
    if (fault.kind === 'stall') expect(drain.requests[0]?.bytes).toBeLessThan(bytes.length)
    expect(drain.ledger).toEqual([])
  })
})

describe('replies that are not to be trusted, of a file that is stored', () => {
  it.each<[Fault, (text: string) => unknown, unknown]>([
    [{ kind: 'missing-id' }, (text) => JSON.parse(text), { success: true }],
    [{ kind: 'invalid-json' }, (text) => text.endsWith('not json'), true],
    [{ kind: 'truncated-json' }, (text) => text.startsWith('{"success"') && !text.endsWith('}'), true],
    [{ kind: 'huge-reply', bytes: 3_000_000 }, (text) => [text.length, JSON.parse(text).success], [3_000_000, true]],
  ])('%o', async (fault, look, expected) => {
    const outcome = await struck(fault)
    expect([outcome.status, outcome.complete, outcome.stored]).toEqual([201, true, 1])
    expect(look(outcome.text)).toEqual(expected)
  })

  it('cut in the middle of the reply', async () => {
    expect(await struck({ kind: 'cut-reply' })).toMatchObject({ status: 201, complete: false, stored: 1 })
  })

  it('PixelDrain tells sizes and digests by info, so there they are wrong, once', async () => {
    await put()
    drain.fail({ kind: 'wrong-size' })
    drain.fail({ kind: 'wrong-digest' })
    drain.fail({ kind: 'no-digest' })
    const told = [await info(), await info(), await info(), await info()].map(({ text }) => JSON.parse(text))
    const sha256 = drain.ledger[0]?.sha256
    expect(told.map(({ size }) => size - bytes.length)).toEqual([1, 0, 0, 0])
    expect(told.map(({ hash_sha256 }) => hash_sha256 === sha256)).toEqual([true, false, false, true])
    expect(told[1].hash_sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(told[2].hash_sha256).toBe('')
  })
})

describe('slowness', () => {
  it('of the reply and of the reading', async () => {
    const timed = async (fault: Fault) => {
      drain.fail(fault)
      const began = performance.now()
      expect((await put({ body: bytes.subarray(0, 200_000) })).status).toBe(201)
      return performance.now() - began
    }
    expect(await timed({ kind: 'slow-reply', ms: 300 })).toBeGreaterThanOrEqual(290)
    expect(await timed({ kind: 'slow-body', bytesPerSecond: 500_000 })).toBeGreaterThanOrEqual(350)
  })

  it('of a whole simulator', async () => {
    await using slow = await startPixeldrain({ bytesPerSecond: 1_000_000, latencyMs: 100 })
    const began = performance.now()
    const body = bytes.subarray(0, 300_000)
    const reply = await exchange({ method: 'PUT', url: `${slow.url}/api/file/a`, headers: { authorization }, body })
    expect(reply.status).toBe(201)
    expect(performance.now() - began).toBeGreaterThanOrEqual(380)
  })
})

describe('the queue', () => {
  it('strikes the request that is named, by operation and by file name, and no other', async () => {
    drain.fail({ kind: 'status', status: 503, on: 'account' })
    drain.fail({ kind: 'status', status: 502, nameMatches: 'b.' })
    expect(drain.faultsLeft()).toBe(2)
    expect((await put({ name: 'a.bin' })).status).toBe(201)
    expect((await put({ name: 'b.bin' })).status).toBe(502)
    expect((await put({ name: 'b.bin' })).status).toBe(201)
    const account = () => exchange({ method: 'GET', url: `${drain.url}/api/user`, headers: { authorization } })
    expect([(await account()).status, (await account()).status]).toEqual([503, 200])
    expect(drain.faultsLeft()).toBe(0)
  })

  it('is driven over HTTP as well, where a wrong fault is refused', async () => {
    const control = (path: string, body?: unknown) =>
      fetch(`${drain.url}/_control/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
    const told = async (path: string, body?: unknown) => (await control(path, body)).json()
    expect(
      await told('faults', [
        { kind: 'status', status: 500 },
        { kind: 'close', atByte: 0, times: 2 },
      ]),
    ).toEqual({ left: 3 })
    expect((await put()).status).toBe(500)
    expect(await told('faults')).toEqual({ left: 2 })
    expect((await control('faults', { kind: 'earthquake' })).status).toBe(400)
    expect(await told('reset', {})).toEqual({ left: 0 })
    await put()
    expect(await told('ledger')).toMatchObject([{ name: 'a.bin', size: bytes.length, stored: true }])
    expect(await told('requests')).toEqual([
      { method: 'PUT', path: '/api/file/a.bin', status: 201, bytes: bytes.length },
    ])
  })
})
