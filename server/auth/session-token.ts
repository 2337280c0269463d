// The session cookie: which one a request carries, what it says, and when it is time for a new one.
import { decode, encode, type JWT } from 'next-auth/jwt'
import { z } from 'zod'
import { baseUrl } from '#server/base-url.ts'
import { env } from '#server/env.ts'

export const SESSION_SECONDS = 90 * 24 * 3600
/** A token older than this is replaced on use, so that a visitor who comes by at times never has to sign in again. */
export const RENEW_SECONDS = 12 * 3600

const NAME = 'next-auth.session-token'

/** Whether cookies of this request's answer are for HTTPS only: where the visitor, not this server, speaks it. */
export const usesSecureCookies = (headers: Headers): boolean => baseUrl(headers).startsWith('https:')

/** The name that next-auth gives the cookie. */
const cookieName = (secure: boolean): string => (secure ? `__Secure-${NAME}` : NAME)

/** `value` is the cookie as it came; `endsAt` is what the token says itself. */
export type SessionToken = { token: JWT; value: string; endsAt: Date }

/** A cookie of a `Cookie` header as it stands there. */
export function readCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return undefined
}

/** What a token says, or null where it is false or over. */
export async function decodeToken(value: string): Promise<JWT | null> {
  try {
    return await decode({ token: value, secret: env().AUTH_SECRET.reveal() })
  } catch {
    return null
  }
}

/** The session that the request's cookie proves, or null where it has none, or one that is false or over. */
export async function readSessionToken(headers: Headers): Promise<SessionToken | null> {
  const value = readCookie(headers.get('cookie') ?? '', cookieName(usesSecureCookies(headers)))
  const token = value === undefined ? null : await decodeToken(value)
  return token && value !== undefined ? { token, value, endsAt: endOf(token) } : null
}

const seconds = z.object({ exp: z.number() })

/** A token has its end in whole seconds. */
const endOf = (token: JWT): Date => new Date(seconds.parse(token).exp * 1000)

/** Whether the token was issued 12 hours ago or more, or never before. */
export const isDueForRenewal = (token: JWT, now = Date.now()): boolean =>
  typeof token['iat'] !== 'number' || now / 1000 - token['iat'] >= RENEW_SECONDS

export type IssuedToken = { value: string; endsAt: Date }

/** A new token of full length that says the same. */
export async function issueToken(token: JWT): Promise<IssuedToken> {
  const value = await encode({ token, secret: env().AUTH_SECRET.reveal(), maxAge: SESSION_SECONDS })
  const issued = await decodeToken(value)
  if (!issued) throw new Error('a token that was just issued is not good')
  return { value, endsAt: endOf(issued) }
}

/** The token as a Set-Cookie header, with the attributes that next-auth gives it. */
export function sessionCookie({ value, endsAt }: IssuedToken, secure: boolean): string {
  const attributes = ['Path=/', `Expires=${endsAt.toUTCString()}`, 'HttpOnly', 'SameSite=Lax']
  return [`${cookieName(secure)}=${value}`, ...attributes, ...(secure ? ['Secure'] : [])].join('; ')
}

/** A Set-Cookie header that takes the session away. */
export const endedSessionCookie = (secure: boolean): string => sessionCookie({ value: '', endsAt: new Date(0) }, secure)
