// The WebDAV servers take files through their fronts, ask who it is, and the fronts can fail.
import { createHash, randomBytes } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exchange } from '#tests/simulators/client.ts'
import { startNephelePeer, startWebdavServerPeer, type WebdavPeer } from './webdav-peers.ts'

const bytes = randomBytes(100_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

describe.each([
  ['webdav-server', startWebdavServerPeer, String(bytes.length)],
  // It tells a length by PROPFIND alone.
  ['nephele', startNephelePeer, undefined],
] as const)('%s', (_, start, lengthByHead) => {
  let peer: WebdavPeer
  beforeAll(async () => {
    peer = await start({ maxSize: 1_000_000 })
  })
  beforeEach(() => peer.reset())

  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: Buffer) => {
    const authorization = `Basic ${Buffer.from(`${peer.user}:${peer.password}`).toString('base64')}`
    return exchange({
      method,
      url: `${peer.url}${path}`,
      headers: { authorization, ...headers },
      ...(body && { body }),
    })
  }
  const name = encodeURIComponent('naïve ファイル.bin')

  it('makes a folder, takes a file, tells its size and gives its bytes', async () => {
    expect((await send('MKCOL', '/mirror/')).status).toBe(201)
    expect((await send('PUT', `/mirror/${name}`, {}, bytes)).status).toBe(201)
    expect(await peer.held()).toEqual([{ name: 'naïve ファイル.bin', size: bytes.length, sha256 }])
    expect(await peer.paths()).toEqual(['/mirror/', '/mirror/naïve ファイル.bin'])
    const told = await send('PROPFIND', `/mirror/${name}`, { depth: '0' })
    expect([told.status, told.text.includes(`>${bytes.length}</`)]).toEqual([207, true])
    expect((await send('HEAD', `/mirror/${name}`)).headers['content-length']).toBe(lengthByHead)
    const headers = { authorization: `Basic ${Buffer.from(`${peer.user}:${peer.password}`).toString('base64')}` }
    const got = await fetch(`${peer.url}/mirror/${name}`, { headers })
    expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true)
    expect((await peer.download(`mirror/${name}`)).equals(bytes)).toBe(true)
  })

  it('moves a file to an address of the front, and deletes it', async () => {
    await send('PUT', '/a.bin.part', {}, bytes)
    expect(await peer.held()).toEqual([])
    const moved = await send('MOVE', '/a.bin.part', { destination: `${peer.url}/a.bin`, overwrite: 'F' })
    expect(moved.status).toBe(201)
    expect(await peer.held()).toMatchObject([{ name: 'a.bin', sha256 }])
    expect((await send('DELETE', '/a.bin')).status).toBeLessThan(300)
    expect((await send('HEAD', '/a.bin')).status).toBe(404)
  })

  it('refuses a stranger, a folder in no folder and a body that is too large', async () => {
    expect((await send('PUT', '/a.bin', { authorization: 'Basic eDp5' }, bytes)).status).toBe(401)
    expect((await send('MKCOL', '/no/where/')).status).toBe(409)
    expect((await send('PUT', '/large.bin', {}, Buffer.alloc(1_000_001))).status).toBe(413)
    expect(await peer.held()).toEqual([])
  })

  it('keeps what came of a body that broke off, under its name, which `held` leaves out where it ends in .part', async () => {
    const abort = new AbortController()
    const headers = { authorization: `Basic ${Buffer.from(`${peer.user}:${peer.password}`).toString('base64')}` }
    const cut = { method: 'PUT', headers, body: bytes, length: bytes.length + 1, signal: abort.signal }
    const sending = ['cut.bin', 'cut.bin.part'].map((path) => exchange({ ...cut, url: `${peer.url}/${path}` }))
    await expect.poll(() => peer.paths(), { timeout: 20_000 }).toEqual(['/cut.bin', '/cut.bin.part'])
    await expect.poll(() => peer.held(), { timeout: 20_000 }).toMatchObject([{ name: 'cut.bin', sha256 }])
    abort.abort()
    expect((await Promise.all(sending)).map(({ status }) => status)).toEqual([0, 0])
    expect((await send('PROPFIND', '/cut.bin', { depth: '0' })).status).toBe(207)
    expect(await peer.held()).toMatchObject([{ name: 'cut.bin', sha256 }])
  })

  it('tells a false size where the front is told to', async () => {
    await send('PUT', '/a.bin', {}, bytes)
    peer.simulator.fail({ kind: 'wrong-size' })
    const told = [await send('PROPFIND', '/a.bin', { depth: '0' }), await send('PROPFIND', '/a.bin', { depth: '0' })]
    const sizes = told.map(({ text }) => /getcontentlength[^>]*>(\d+)</.exec(text)?.[1])
    expect(sizes).toEqual([String(bytes.length + 1), String(bytes.length)])
    expect(peer.simulator.faultsLeft()).toBe(0)
  })

  it('is struck by faults of the front, and a reset leaves nothing', async () => {
    peer.simulator.fail({ kind: 'status', status: 507 })
    expect((await send('PUT', '/a.bin', {}, bytes)).status).toBe(507)
    peer.simulator.fail({ kind: 'status', status: 503, on: 'group' })
    expect((await send('MKCOL', '/mirror/')).status).toBe(503)
    peer.simulator.fail({ kind: 'no-reply', stored: true, on: 'upload' })
    expect((await send('PUT', '/a.bin', {}, bytes)).status).toBe(0)
    await expect.poll(() => peer.held()).toMatchObject([{ name: 'a.bin', sha256 }])
    peer.simulator.fail({ kind: 'close', atByte: 10 })
    expect((await send('PUT', '/b.bin', {}, bytes)).status).toBe(0)
    expect(peer.simulator.faultsLeft()).toBe(0)
    await peer.reset()
    expect(await peer.paths()).toEqual([])
  })
})

it('webdav-server asks by Digest too', async () => {
  const peer = await startWebdavServerPeer({ authentication: 'digest' })
  const put = (authorization?: string) =>
    exchange({
      method: 'PUT',
      url: `${peer.url}/a.bin`,
      headers: authorization === undefined ? {} : { authorization },
      body: bytes,
    })
  const asked = await put()
  const challenge = asked.headers['www-authenticate'] ?? ''
  const partOf = (key: string) => new RegExp(`${key}="([^"]*)"`).exec(challenge)?.[1] ?? ''
  const { realm, nonce } = { realm: partOf('realm'), nonce: partOf('nonce') }
  expect([asked.status, challenge.startsWith('Digest ')]).toEqual([401, true])
  const digest = (secret: string) => {
    const response = md5(`${md5(`${peer.user}:${realm}:${secret}`)}:${nonce}:00000001:abc:auth:${md5('PUT:/a.bin')}`)
    const given = { username: peer.user, realm, nonce, uri: '/a.bin', cnonce: 'abc', response }
    const quoted = Object.entries(given).map(([key, value]) => `${key}="${value}"`)
    return `Digest ${quoted.join(', ')}, nc=00000001, qop=auth`
  }
  expect((await put(digest('wrong'))).status).toBe(401)
  expect((await put(digest(peer.password))).status).toBe(201)
  expect(await peer.held()).toMatchObject([{ name: 'a.bin', sha256 }])
})
