// The cookie that a browser gets for the password of a mirror: good for that mirror and that password alone, and for a day.
import { createHash } from 'node:crypto'
import { seal, unseal } from '#server/crypto.ts'
import type { MirrorId } from '#server/ids.ts'
import { readCookie, usesSecureCookies } from './session-token.ts'

const SECONDS = 24 * 3600
const PREFIX = 'easymirror-unlock-'
/** Browsers send all of them with each call, so those of many mirrors would be too long for a header. */
const MOST = 20

const purposeOf = (id: MirrorId): string => `unlock ${id}`

/** Another one with each password: a hash has a salt of its own. */
const markOf = (passwordHash: string): string => createHash('sha256').update(passwordHash).digest('base64url')

/** Whether the request's cookie was given for this password of this mirror, less than a day ago. */
export function isUnlocked(headers: Headers, id: MirrorId, passwordHash: string): boolean {
  const value = readCookie(headers.get('cookie') ?? '', `${PREFIX}${id}`)
  const [until = '', mark] = (value === undefined ? null : unseal(value, purposeOf(id)))?.split('.') ?? []
  return Number(until) > Date.now() && mark === markOf(passwordHash)
}

/** Names of such cookies that the request carries, as they stand there: the oldest come first where paths are the same. */
const namesIn = (headers: Headers): string[] =>
  [...(headers.get('cookie') ?? '').matchAll(/easymirror-unlock-[0-9a-f-]{36}(?==)/g)].map(([name]) => name)

/** The `Set-Cookie` headers that unlock a mirror for the browser of this request; those of others go where there are too many. */
export function unlockCookies(headers: Headers, id: MirrorId, passwordHash: string): string[] {
  const name = `${PREFIX}${id}`
  const value = seal(`${Date.now() + SECONDS * 1000}.${markOf(passwordHash)}`, purposeOf(id))
  const others = namesIn(headers).filter((one) => one !== name)
  const surplus = others.slice(0, Math.max(0, others.length + 1 - MOST))
  // The calls that keep the page fresh are at another path than the page.
  const rest = ['Path=/', 'HttpOnly', 'SameSite=Lax', ...(usesSecureCookies(headers) ? ['Secure'] : [])]
  return [
    [`${name}=${value}`, `Max-Age=${SECONDS}`, ...rest].join('; '),
    ...surplus.map((one) => [`${one}=`, 'Max-Age=0', ...rest].join('; ')),
  ]
}
