// Connections for fetching: what is checked is the very address that is connected to, so no name can lead elsewhere meanwhile.
import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { PrivateAddressError } from './fetch-error.ts'
import { addressIn, mayConnectTo } from './public-address.ts'

const CONNECT_MS = 10_000

/** `dns.lookup` that fails when any address of the name may not be connected to. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const [first] = addresses
    if (!first || addresses.some(({ address }) => !mayConnectTo(address)))
      return callback(new PrivateAddressError(), '', 0)
    if (options.all) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}

const connect = buildConnector({ timeout: CONNECT_MS, allowH2: false, lookup: publicLookup })

/** A host that is an address already is never looked up. */
const publicConnect: buildConnector.connector = (options, callback) => {
  const address = addressIn(options.hostname)
  if (address !== null && !mayConnectTo(address)) return callback(new PrivateAddressError(), null)
  connect(options, callback)
}

/**
 * Connections of one fetch; no proxy of the environment's is used, since it would connect for us.
 * @param idleMs how long a server may send nothing, in milliseconds
 */
export const publicAgent = (idleMs: number): Agent =>
  new Agent({
    connect: publicConnect,
    allowH2: false,
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
    maxHeaderSize: 32 * 1024,
  })
