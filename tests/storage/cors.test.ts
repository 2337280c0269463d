// CORS: the configuration, preflights, and what answers tell a browser.
import {
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  type CORSRule,
  PutBucketCorsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { beforeAll, describe, expect, test } from 'vitest'
import { send } from './raw-request.ts'
import { type RunningStorage, refusal, runStorage } from './running-storage.ts'

let storage: RunningStorage
const Bucket = 'cors'
const rules: CORSRule[] = [
  {
    ID: 'app',
    AllowedOrigins: ['https://app.example', 'https://*.preview.example'],
    AllowedMethods: ['PUT', 'GET'],
    AllowedHeaders: ['content-type', 'x-amz-*'],
    ExposeHeaders: ['ETag'],
    MaxAgeSeconds: 600,
  },
  { AllowedOrigins: ['*'], AllowedMethods: ['HEAD'] },
]

const configure = (CORSRules: CORSRule[], bucket = Bucket) =>
  storage.client().send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules } }))

beforeAll(async () => {
  storage = await runStorage()
  for (const name of [Bucket, 'plain']) await storage.client().send(new CreateBucketCommand({ Bucket: name }))
  await configure(rules)
})

type Ask = { origin?: string; method?: string; headers?: string; path?: string }

const preflight = ({ origin, method, headers, path = '/cors/x' }: Ask) =>
  send(storage.port, {
    method: 'OPTIONS',
    path,
    headers: {
      ...(origin !== undefined && { origin }),
      ...(method !== undefined && { 'access-control-request-method': method }),
      ...(headers !== undefined && { 'access-control-request-headers': headers }),
    },
  })

describe('a preflight', () => {
  test('that a rule allows is answered with that rule', async () => {
    const reply = await preflight({
      origin: 'https://app.example',
      method: 'PUT',
      headers: 'Content-Type, x-amz-meta-a',
    })
    expect(reply.status).toBe(200)
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'PUT, GET',
      'access-control-allow-headers': 'Content-Type, x-amz-meta-a',
      'access-control-expose-headers': 'ETag',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '600',
    })
    expect(reply.headers['vary']).toContain('Origin')
  })

  test('may come from any origin that a wildcard covers', async () => {
    const reply = await preflight({ origin: 'https://a.preview.example', method: 'GET' })
    expect(reply.headers['access-control-allow-origin']).toBe('https://a.preview.example')
    const anyone = await preflight({ origin: 'https://elsewhere.example', method: 'HEAD' })
    expect(anyone.headers['access-control-allow-origin']).toBe('*')
    expect(anyone.headers['access-control-allow-credentials']).toBeUndefined()
  })

  test.each<Ask>([
    { origin: 'https://elsewhere.example', method: 'PUT' },
    { origin: 'https://app.example.evil.example', method: 'PUT' },
    { origin: 'http://app.example', method: 'PUT' },
    { origin: 'https://app.example', method: 'DELETE' },
    { origin: 'https://app.example', method: 'put' },
    { origin: 'https://app.example', method: 'PUT', headers: 'content-type, authorization' },
    { origin: 'https://app.example', method: 'PUT', path: '/plain/x' },
    { origin: 'https://app.example', method: 'PUT', path: '/nowhere/x' },
  ])('that no rule allows is refused: %o', async (ask) => {
    const reply = await preflight(ask)
    expect(reply).toMatchObject({ status: 403, code: 'AccessForbidden' })
    expect(reply.headers['access-control-allow-origin']).toBeUndefined()
  })

  test.each<Ask>([{ method: 'PUT' }, { origin: 'https://app.example' }])(
    'that lacks a header is none: %o',
    async (ask) => {
      expect(await preflight(ask)).toMatchObject({ status: 400, code: 'BadRequest' })
    },
  )
})

describe('an answer', () => {
  const upload = async (origin: string) => {
    const client = storage.client({ requestChecksumCalculation: 'WHEN_REQUIRED' })
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'x' }))
    const { pathname, search, host } = new URL(url)
    return send(storage.port, { method: 'PUT', path: pathname + search, headers: { host, origin }, body: 'x' })
  }

  test('to an allowed origin lets it read the ETag', async () => {
    const { status, headers } = await upload('https://app.example')
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-expose-headers': 'ETag',
    })
  })

  test('to another origin tells it nothing', async () => {
    expect((await upload('https://elsewhere.example')).headers['access-control-allow-origin']).toBeUndefined()
  })

  test('that is an error can be read by the page too', async () => {
    const headers = { origin: 'https://app.example' }
    const reply = await send(storage.port, { method: 'GET', path: '/cors/x', headers })
    expect([reply.status, reply.headers['access-control-allow-origin']]).toEqual([403, 'https://app.example'])
  })
})

describe('the configuration', () => {
  test('comes back as it was put', async () => {
    const { CORSRules } = await storage.client().send(new GetBucketCorsCommand({ Bucket }))
    expect(CORSRules).toEqual(rules)
  })

  test('can be taken away, and then there is none', async () => {
    await configure(rules, 'plain')
    await storage.client().send(new DeleteBucketCorsCommand({ Bucket: 'plain' }))
    const get = storage.client().send(new GetBucketCorsCommand({ Bucket: 'plain' }))
    expect(await refusal(get)).toEqual({ code: 'NoSuchCORSConfiguration', status: 404 })
  })

  test.each<[string, CORSRule[]]>([
    ['MalformedXML', []],
    ['MalformedXML', [{ AllowedOrigins: [], AllowedMethods: ['GET'] }]],
    ['MalformedXML', Array.from({ length: 101 }, () => ({ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }))],
    ['InvalidRequest', [{ AllowedOrigins: ['*'], AllowedMethods: ['PATCH'] }]],
    ['InvalidRequest', [{ AllowedOrigins: ['https://*.*'], AllowedMethods: ['GET'] }]],
    ['InvalidRequest', [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'], ExposeHeaders: ['x-*'] }]],
  ])('that S3 would refuse is refused with %s', async (code, wrong) => {
    expect(await refusal(configure(wrong))).toEqual({ code, status: 400 })
  })
})
