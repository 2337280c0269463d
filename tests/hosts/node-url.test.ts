// Addresses from a host's reply: the public host does not send us into private networks.
import { lookup } from 'node:dns'
import { expect, test } from 'vitest'
import { HostError } from '#server/hosts/errors.ts'
import { nodeUrl, PrivateAddressError, publicLookup } from '#server/hosts/node-url.ts'

const home = 'https://dash.host.example/api'

test.for([
  ['https://node7.host.example/api/upload', home, true],
  ['https://dash.host.example:8443/upload', home, false],
  ['http://10.0.0.5:9000/upload', 'http://127.0.0.1:8000', false],
  ['https://203.0.114.9/upload', home, true],
] as const)('%s is fine for %s', ([given, base, publicOnly]) => {
  expect(nodeUrl(given, base)).toEqual({ url: new URL(given), publicOnly })
})

test.for([
  'http://node.host.example/upload',
  'https://127.0.0.1/upload',
  'https://2130706433/upload',
  'https://0x7f.1/upload',
  'https://10.1.2.3/upload',
  'https://169.254.169.254/latest/meta-data',
  'https://[::1]/upload',
  'https://[::ffff:127.0.0.1]/upload',
  'https://[fd00::1]/upload',
  'https://localhost/upload',
  'https://a.localhost./upload',
  'https://token@node.host.example/upload',
  'file:///etc/passwd',
  '//node.host.example/upload',
  '',
])('%j is refused for a public host', (given) => {
  expect(() => nodeUrl(given, home)).toThrow(HostError)
})

test('a name that resolves to a private address is refused at the connection', async () => {
  const resolved = new Promise((resolve) => {
    publicLookup('localhost', { all: true }, (error, addresses) => resolve(error ?? addresses))
  })
  expect(await resolved).toBeInstanceOf(PrivateAddressError)
  const known = await new Promise((resolve) => lookup('localhost', (_, address) => resolve(address)))
  expect(known).toMatch(/^(127\.|::1)/)
})
