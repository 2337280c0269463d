// Addresses that a host gives us are untrusted: which of them we may connect to (rule 2 of the host fact sheet).
import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { HostError } from './errors.ts'

/** A name resolved to an address that the host has no business to send us to. */
export class PrivateAddressError extends Error {}

const isPublicAddress = (address: string) => ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'

/** The address in a URL's host, or null when that is a name. */
const literal = ({ hostname }: URL) => {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? bare : null
}

const isLocalName = ({ hostname }: URL) => /(^|\.)localhost\.?$/.test(hostname)

const isPublicTarget = (url: URL) => {
  const address = literal(url)
  return address === null ? !isLocalName(url) : isPublicAddress(address)
}

export type NodeUrl = {
  url: URL
  /** Whether the name in it must still be refused when it resolves to a private address. */
  publicOnly: boolean
}

/**
 * Checks an address from a host's reply against the base URL that the operator configured.
 * The base's own machine is trusted as configured; a base that is loopback or private may name others that are.
 * @throws {HostError} `unavailable` when the address is not http(s), drops https, or is not public
 */
export function nodeUrl(given: string, base: string): NodeUrl {
  const refused = (why: string) =>
    new HostError('unavailable', 'names an address for uploads that is not acceptable.', { cause: new Error(why) })
  if (!URL.canParse(given)) throw refused('not a URL')
  const url = new URL(given)
  const home = new URL(base)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused('not http')
  if (home.protocol === 'https:' && url.protocol !== 'https:') throw refused('drops https')
  if (url.username !== '' || url.password !== '') throw refused('carries credentials')
  if (url.hostname === home.hostname || !isPublicTarget(home)) return { url, publicOnly: false }
  if (!isPublicTarget(url)) throw refused('not a public address')
  return { url, publicOnly: true }
}

/** `dns.lookup` that fails with `PrivateAddressError` when any address of the name is not public. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const [first] = addresses
    if (!first) return callback(new Error('no address'), '', 0)
    if (addresses.some(({ address }) => !isPublicAddress(address)))
      return callback(new PrivateAddressError('resolves to a private address'), '', 0)
    if (options.all) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}
