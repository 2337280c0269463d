// HTTP Digest access authentication (RFC 7616), as old WebDAV servers ask for it: the password itself never travels.
import { createHash, randomBytes } from 'node:crypto'

export type DigestChallenge = {
  realm: string
  nonce: string
  opaque: string | undefined
  algorithm: 'MD5' | 'SHA-256'
  /** Whether the server takes part of the session's own nonce into the digest. */
  session: boolean
  /** Whether requests are counted and protected by a nonce of ours. */
  counted: boolean
}

/** The parameters of one scheme in a `WWW-Authenticate` header, by their names in lower case. */
function parametersOf(header: string, scheme: string): Map<string, string> | null {
  const start = new RegExp(`(?:^|,\\s*)${scheme}\\s`, 'i').exec(header)
  if (!start) return null
  const rest = header.slice(start.index + start[0].length)
  // Another scheme begins where a word stands before a word and `=`.
  const own = rest.split(/,\s*(?=[A-Za-z][\w-]*\s+[\w-]+\s*=)/)[0] ?? ''
  const pairs = own.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)
  return new Map(
    [...pairs].map(([, name = '', quoted, plain = '']) => [
      name.toLowerCase(),
      quoted?.replace(/\\(.)/g, '$1') ?? plain,
    ]),
  )
}

/** Whether a server takes the password itself. */
export const asksForBasic = (header: string): boolean => /(?:^|,\s*)basic(?:\s|$)/i.test(header)

/** The challenge that a server gives, or null where there is none that we can meet. */
export function digestChallenge(header: string): DigestChallenge | null {
  const given = parametersOf(header, 'digest')
  const [realm, nonce] = [given?.get('realm'), given?.get('nonce')]
  if (!given || realm === undefined || nonce === undefined) return null
  const [, algorithm, session] = /^(MD5|SHA-256)(-sess)?$/i.exec(given.get('algorithm') ?? 'MD5') ?? []
  if (algorithm === undefined) return null
  const protections = given.get('qop')?.split(/\s*,\s*/)
  if (protections && !protections.includes('auth')) return null
  return {
    realm,
    nonce,
    opaque: given.get('opaque'),
    algorithm: algorithm.toUpperCase() === 'MD5' ? 'MD5' : 'SHA-256',
    session: session !== undefined,
    counted: protections !== undefined,
  }
}

type Answering = {
  username: string
  password: string
  method: string
  /** Path and query, as they are sent. */
  target: string
  /** How many requests were made with this nonce, this one counted. */
  count: number
}

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`

/** The `Authorization` header for one request. */
export function digestAnswer(
  challenge: DigestChallenge,
  answering: Answering,
  cnonce = randomBytes(16).toString('hex'),
) {
  const { realm, nonce, opaque, algorithm, session, counted } = challenge
  const { username, password, method, target, count } = answering
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex')
  const user = hash(`${username}:${realm}:${password}`)
  const secret = session ? hash(`${user}:${nonce}:${cnonce}`) : user
  const nc = count.toString(16).padStart(8, '0')
  const asked = hash(`${method}:${target}`)
  const response = hash(
    counted ? [secret, nonce, nc, cnonce, 'auth', asked].join(':') : [secret, nonce, asked].join(':'),
  )
  const parts = [
    `username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(target)}`,
    `algorithm=${algorithm}${session ? '-sess' : ''}`,
    `response="${response}"`,
    ...(counted || session ? [`cnonce="${cnonce}"`] : []),
    ...(counted ? ['qop=auth', `nc=${nc}`] : []),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ]
  return `Digest ${parts.join(', ')}`
}
