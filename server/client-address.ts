// Which address a request came from: that of the connection, or what a proxy in between says that it was.
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { env } from '#server/env.ts'

/** Set on each request by the front server, whatever the client sent under this name. */
export const ADDRESS_HEADER = 'x-easymirror-address'

/** An IPv6 network is handed to one customer as a whole, so its addresses count as one. */
const IPV6_NETWORK_BITS = 64

const parse = (text: string) => ipaddr.process(text)

/**
 * Walks from the connection back to the client: each address that is a trusted proxy's hands over to the one that it names.
 * Those further on in `X-Forwarded-For` may be made up by the client.
 */
export function addressOf({ socket, headers }: IncomingMessage): string {
  const named = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const chain = [...named.map((text) => text.trim()), socket.remoteAddress ?? ''].filter((text) => isIP(text) > 0)
  return chain.findLast((text) => !isTrusted(text)) ?? chain[0] ?? 'unknown'
}

function isTrusted(text: string): boolean {
  const address = parse(text)
  return env().TRUSTED_PROXIES.some(
    ([network, bits]) => address.kind() === network.kind() && address.match(network, bits),
  )
}

/** The client's address as limits count it: IPv4 whole, IPv6 by its network of 64 bits. */
export function clientAddress(headers: Headers): string {
  const text = headers.get(ADDRESS_HEADER) ?? ''
  if (isIP(text) === 0) return 'unknown'
  const address = parse(text)
  if (address.kind() === 'ipv4') return address.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_NETWORK_BITS}`).toString()}/${IPV6_NETWORK_BITS}`
}
