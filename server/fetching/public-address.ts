// Which addresses files may be fetched from: those of the public internet, and those that the operator has allowed.
import ipaddr from 'ipaddr.js'
import { env } from '#server/env.ts'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** What the internet routes as IPv6; all else is of a network's own or reserved. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3')
/** IPv4 addresses written as IPv6: how a network translates is its own matter, so what counts is where it leads. */
const TRANSLATED = ipaddr.IPv6.parseCIDR('64:ff9b::/96')
const TUNNELLED = ipaddr.IPv6.parseCIDR('2002::/16')
/** Public by its looks, and yet the metadata service of a cloud. */
const METADATA = ipaddr.IPv4.parseCIDR('168.63.129.16/32')

/** The IPv4 address that an IPv6 address stands for, or the address itself. */
function unwrapped(address: Address): Address {
  if (address instanceof ipaddr.IPv4) return address
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  const bytes = address.toByteArray()
  if (address.match(TRANSLATED)) return new ipaddr.IPv4(bytes.slice(12))
  return address.match(TUNNELLED) ? new ipaddr.IPv4(bytes.slice(2, 6)) : address
}

const isPublic = (address: Address): boolean => {
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv4 ? !address.match(METADATA) : address.match(GLOBAL)
}

const isAllowed = (address: Address): boolean =>
  env().FETCH_ALLOW.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))

/** Whether a connection to this address may be made for somebody who named it. */
export function mayConnectTo(text: string): boolean {
  // A zone, as of fe80::1%eth0, is of this machine alone.
  if (!ipaddr.isValid(text) || text.includes('%')) return false
  const address = unwrapped(ipaddr.parse(text))
  return isPublic(address) || isAllowed(address)
}

/** The address in a URL's host, or null when that is a name. The URL itself has made sense of other ways to write one. */
export function addressIn(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? bare : null
}
