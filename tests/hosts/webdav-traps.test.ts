// What is WebDAV's own: passwords by Digest, files of one name, bodies that broke off, folders that are not empty.
import { expect, test } from 'vitest'
import { createHostHttp } from '#server/hosts/http.ts'
import { commonSettings } from '#server/hosts/kind.ts'
import { webdav, webdavKind } from '#server/hosts/webdav.ts'
import { digestAnswer, digestChallenge } from '#server/hosts/webdav/digest.ts'
import { Secret } from '#server/ids.ts'
import { startNephelePeer, startWebdavServerPeer, type WebdavPeer } from './peers/webdav-peers.ts'
import { failureOf } from './suite/outcomes.ts'
import { callOf, groupFor, groupName, send, TestMemory, TestNote } from './suite/stand.ts'
import { testSource } from './suite/test-source.ts'

const MiB = 1024 ** 2
const entry = { id: 'dav', kind: 'webdav', name: 'Our folder', url: 'https://dav.example/files/' }
const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })
const memory = new TestMemory()

const open = ({ url, user, password }: Pick<WebdavPeer, 'url' | 'user' | 'password'>) =>
  webdav(commonSettings.parse(entry), {
    url,
    account: { username: new Secret(user), password: new Secret(password) },
    publicUrl: null,
    checksums: false,
    http,
  })

test('the Digest of RFC 7616 is that of its examples', () => {
  const header =
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, ' +
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
  const answering = {
    username: 'Mufasa',
    password: 'Circle of Life',
    method: 'GET',
    target: '/dir/index.html',
    count: 1,
  }
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ'
  const challenge = digestChallenge(header)
  if (!challenge) throw new Error('It was not understood.')
  expect(digestAnswer(challenge, answering, cnonce)).toContain('response="8ca523f5e9506fed4657c9700eebdbec"')
  const newer = digestChallenge(header.replace('MD5', 'SHA-256'))
  if (!newer) throw new Error('It was not understood.')
  expect(digestAnswer(newer, answering, cnonce)).toContain(
    'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"',
  )
})

test('a challenge among others is found, and one that nobody can meet is none', () => {
  expect(digestChallenge('Basic realm="a, b", Digest realm="x", nonce="n"')).toMatchObject({ realm: 'x', nonce: 'n' })
  expect(digestChallenge('Digest realm="x", nonce="n", Basic realm="y"')).toMatchObject({ realm: 'x', counted: false })
  expect(digestChallenge('Basic realm="x"')).toBeNull()
  expect(digestChallenge('Digest realm="x", nonce="n", algorithm=SHA-512-256')).toBeNull()
  expect(digestChallenge('Digest realm="x", nonce="n", qop="auth-int"')).toBeNull()
})

test('a password for Digest never travels', async () => {
  const peer = await startWebdavServerPeer({ authentication: 'digest' })
  const host = open(peer)
  await host.checkAccount(callOf({ memory }))
  const sent = peer.simulator.requests.map(({ status }) => status)
  expect(sent).toEqual([401, 207])
})

test('two files of one name in a mirror are both there, each found and deleted for itself', async () => {
  const peer = await startNephelePeer()
  const host = open(peer)
  const group = await groupFor({ host, memory })
  const [first, second] = [testSource({ size: 10, name: 'a.tar.gz' }), testSource({ size: 20, name: 'a.tar.gz' })]
  const one = await send({ host, memory }, first, { group })
  const two = await send({ host, memory }, second, { group })
  expect((await peer.held()).map(({ name, size }) => [name, size])).toEqual([
    [`a.tar (${second.fileId.slice(0, 8)}).gz`, 20],
    ['a.tar.gz', 10],
  ])
  const { fileId, mirrorId, name, size } = second
  const file = { fileId, mirrorId, name, size, digests: {}, since: new Date() }
  expect(await host.find(file, { ...callOf({ memory }), group })).toMatchObject({ id: two.id })
  await host.remove(one, callOf({ memory }))
  expect(await host.check(two, callOf({ memory }))).toBe('alive')
})

test('bytes whose answer was lost are there, and are not sent again', async () => {
  const peer = await startNephelePeer()
  const host = open(peer)
  peer.simulator.fail({ kind: 'no-reply', stored: true, on: 'upload' })
  const source = testSource({ size: 1000 })
  await send({ host, memory }, source)
  expect(await peer.held()).toMatchObject([{ sha256: await source.digest('sha256') }])
  peer.simulator.fail({ kind: 'no-reply', stored: false, on: 'upload' })
  await expect(send({ host, memory }, testSource({ size: 1000 }))).rejects.toMatchObject({ kind: 'retry' })
})

test('what came of a body that broke off is asked to be taken away', async () => {
  const peer = await startWebdavServerPeer()
  await failureOf(send({ host: open(peer), memory }, testSource({ size: 3 * MiB, endsAfter: 2 * MiB })))
  expect(peer.simulator.requests.at(-1)).toMatchObject({ method: 'DELETE', path: expect.stringMatching(/\.part$/) })
})

test.for([
  [423, 'retry'],
  [403, 'account'],
  [507, 'account'],
  [409, 'rejected'],
  [415, 'rejected'],
] as const)('%i is %s', async ([status, kind]) => {
  const peer = await startNephelePeer()
  const host = open(peer)
  peer.simulator.fail({ kind: 'status', status, body: '<html>No</html>' })
  await expect(send({ host, memory }, testSource({ size: 10 }))).rejects.toMatchObject({ kind })
})

test('a server without properties is asked by HEAD', async () => {
  const peer = await startWebdavServerPeer()
  const host = open(peer)
  const group = await groupFor({ host, memory })
  peer.simulator.fail({ kind: 'status', status: 405, on: 'info' })
  const stored = await host.upload(testSource({ size: 1234 }), { ...callOf({ memory }), group, resume: new TestNote() })
  expect(stored.size).toBe(1234)
  expect(peer.simulator.requests.at(-1)?.method).toBe('HEAD')
})

test('a folder is taken away once it is empty, and not before', async () => {
  const peer = await startWebdavServerPeer()
  const host = open(peer)
  const name = groupName()
  const group = await host.group.create(name, callOf({ memory }))
  expect(await host.group.create(name, callOf({ memory }))).toEqual(group)
  const stored = await send({ host, memory }, testSource({ size: 10 }), { group })
  await expect(host.group.remove?.(group, callOf({ memory }))).rejects.toMatchObject({ kind: 'rejected' })
  await host.remove(stored, callOf({ memory }))
  await host.group.remove?.(group, callOf({ memory }))
  expect(await peer.paths()).toEqual([])
  await host.group.remove?.(group, callOf({ memory }))
})

test('a base that is not there is told as one', async () => {
  const peer = await startNephelePeer()
  const host = open({ ...peer, url: `${peer.url}/nowhere` })
  await expect(host.checkAccount(callOf({ memory }))).rejects.toMatchObject({ kind: 'account' })
  await expect(groupFor({ host, memory })).rejects.toMatchObject({ kind: 'account' })
})

test('an entry of a file becomes a host, and half an account is told', () => {
  expect(webdavKind.read({ ...entry, username: 'u', password: 'p' }).open(http)).toMatchObject({ digests: [] })
  expect(webdavKind.read({ ...entry, checksums: true }).open(http)).toMatchObject({ digests: ['sha1'] })
  expect(() => webdavKind.read({ ...entry, username: 'u' })).toThrow(/password/)
})
