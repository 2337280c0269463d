// The front passes on what comes, both ways, and changes nothing but what is about its own connection or address.
import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { beforeEach, expect, it } from 'vitest'
import { exchange } from '#tests/simulators/client.ts'
import { html } from '#tests/simulators/reply.ts'
import type { Simulator } from '#tests/simulators/simulator.ts'
import { startFront } from './front.ts'
import { ending, serveOnLoopback } from './peer.ts'

const bytes = randomBytes(50_000)

let answer: RequestListener
let peerUrl: string
let front: Simulator<'peer'>
beforeEach(async () => {
  peerUrl = await serveOnLoopback((request, response) => answer(request, response))
  const methods = ['GET', 'PUT', 'PROPFIND']
  const refusal = (status: number) => html(status, 'refused')
  front = ending(
    await startFront({ id: 'peer', peerUrl, methods, operationOf: () => 'info', refusal, largestBody: bytes.length }),
  )
})

it('asks as it was asked, and answers with the status, the headers and the very bytes', async () => {
  let asked: unknown
  answer = ({ method, url, headers: { host, depth, te } }, response) => {
    asked = { method, url, host, depth, te }
    response.writeHead(207, { 'content-type': 'application/octet-stream', te: 'trailers' })
    response.end(bytes)
  }
  const response = await fetch(`${front.url}/a%20b//?x=1&y=%2F`, { method: 'PROPFIND', headers: { depth: '0' } })
  expect(asked).toEqual({ method: 'PROPFIND', url: '/a%20b//?x=1&y=%2F', host: new URL(front.url).host, depth: '0' })
  expect([response.status, response.headers.get('te')]).toEqual([207, null])
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
})

it('turns addresses of the server into its own', async () => {
  answer = (_, response) => response.writeHead(201, { location: `${peerUrl}/files/1` }).end()
  const { status, headers } = await exchange({ method: 'PUT', url: `${front.url}/a`, body: bytes })
  expect([status, headers.location, headers['content-type']]).toEqual([201, `${front.url}/files/1`, undefined])
})

it('tells the length of a file by HEAD, and none where the server told none', async () => {
  const lengths = [{ 'content-length': bytes.length }, { 'transfer-encoding': 'chunked' }]
  const told = []
  for (const headers of lengths) {
    answer = (_, response) => response.writeHead(200, headers).end()
    told.push((await exchange({ method: 'HEAD', url: `${front.url}/a` })).headers['content-length'])
  }
  expect(told).toEqual([String(bytes.length), undefined])
})

it('passes on an answer that comes before the end of the body', async () => {
  answer = (_, response) => response.writeHead(415).end('not this')
  const reply = await exchange({ method: 'PUT', url: `${front.url}/a`, body: bytes })
  expect([reply.status, reply.text]).toEqual([415, 'not this'])
})

it('refuses what is too large, and methods that the protocol does not have, by itself', async () => {
  answer = (_, response) => response.end('taken')
  const put = (size: number) => exchange({ method: 'PUT', url: `${front.url}/a`, body: Buffer.alloc(size) })
  expect((await put(bytes.length)).text).toBe('taken')
  expect((await put(bytes.length + 1)).status).toBe(413)
  expect((await exchange({ method: 'PATCH', url: `${front.url}/a` })).status).toBe(404)
})
