// What programs sign in with: a token that is told once, and of which only the hash is kept.
import { createHash, randomBytes } from 'node:crypto'

/** Tells people, and programs that look for lost secrets, what this is. */
const PREFIX = 'em_'
const RANDOM_BYTES = 32

/** SHA-256 in hex: what is made of 256 random bits cannot be guessed, so a slow hash would only cost time at each call. */
export const hashApiToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** `token` is for its owner's eyes, once; `hash` is what is kept. */
export type NewApiToken = { token: string; hash: string }

export function newApiToken(): NewApiToken {
  const token = `${PREFIX}${randomBytes(RANDOM_BYTES).toString('base64url')}`
  return { token, hash: hashApiToken(token) }
}

const BEARER = /^bearer(?: +(.*))?$/i

/** What a request sends as a bearer token, good or not; undefined where it sends none. Other schemes are a proxy's business. */
export function sentApiToken(headers: Headers): string | undefined {
  const match = BEARER.exec(headers.get('authorization')?.trim() ?? '')
  return match ? (match[1] ?? '') : undefined
}
