// The session cookie: which one a request carries, what it says, and when it is time for a new one.
import { decode, encode, type JWT } from 'next-auth/jwt'
import { env } from '#server/env.ts'

export const SESSION_SECONDS = 90 * 24 * 3600
/** A token older than this is replaced on use, so that a visitor who comes by at times never has to sign in again. */
export const RENEW_SECONDS = 12 * 3600

const NAME = 'next-auth.session-token'
const SECURE_NAME = `__Secure-${NAME}`

export type SessionToken = { token: JWT; secure: boolean }

function readCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return undefined
}

/** The session that the request's cookie proves, or null where it has none, or one that is false or over. */
export async function readSessionToken(headers: Headers): Promise<SessionToken | null> {
  const cookies = headers.get('cookie') ?? ''
  const secured = readCookie(cookies, SECURE_NAME)
  const value = secured ?? readCookie(cookies, NAME)
  if (!value) return null
  try {
    const token = await decode({ token: value, secret: env().AUTH_SECRET.reveal() })
    return token && { token, secure: secured !== undefined }
  } catch {
    return null
  }
}

/** Whether the token was issued more than 12 hours ago. */
export const isDueForRenewal = ({ token }: SessionToken, now = Date.now()): boolean =>
  typeof token['iat'] === 'number' && now / 1000 - token['iat'] > RENEW_SECONDS

/** The same session in a new token of full length, as a Set-Cookie header, and when that one ends. */
export async function renewSession({ token, secure }: SessionToken): Promise<{ cookie: string; expiresAt: Date }> {
  const value = await encode({ token, secret: env().AUTH_SECRET.reveal(), maxAge: SESSION_SECONDS })
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000)
  const attributes = [
    'Path=/',
    `Expires=${expiresAt.toUTCString()}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
  ]
  return { cookie: [`${secure ? SECURE_NAME : NAME}=${value}`, ...attributes].join('; '), expiresAt }
}
