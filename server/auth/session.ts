// Who is asking: the owner of a request, proven by its cookie or its API token and still there.
import type { JWT } from 'next-auth/jwt'
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { clientAddress } from '#server/client-address.ts'
import { AppError } from '#server/errors.ts'
import { type OwnerId, type UserId, userIdSchema } from '#server/ids.ts'
import { findTokenUser } from '#server/queries/api-tokens.ts'
import { findGeneration, setNextRenewal } from '#server/queries/users.ts'
import { hashApiToken } from './api-tokens.ts'
import { countTry } from './rate-limits.ts'
import {
  type IssuedToken,
  isDueForRenewal,
  issueToken,
  readSessionToken,
  sessionCookie,
  usesSecureCookies,
} from './session-token.ts'

/** Whom a token is for. With each change of the password the user's generation goes up, and older tokens are over. */
export type Bearer = { user: UserId; generation: number }

/** A cookie to send, and until when its token is good. */
export type SentSession = { cookie: string; endsAt: Date }

/** Of a browser. */
export type CookieSession = {
  by: 'cookie'
  owner: OwnerId
  /** The end of the token, to the second. */
  endsAt: Date
  /** A new token where this one is due for it, else null. Ask only where its cookie can be sent. */
  renew(): Promise<SentSession | null>
}

/** Of a program: good until the token is revoked. */
export type TokenSession = { by: 'token'; owner: OwnerId }

export type Session = CookieSession | TokenSession

/** A token without a generation is from before there were any. */
const bearerSchema = z
  .object({ sub: userIdSchema, generation: z.int().min(0).default(0) })
  .transform(({ sub, generation }): Bearer => ({ user: sub, generation }))

/** Whom a token that is not checked any further names. @throws {ZodError} when it names nobody */
export const bearerOf = (token: JWT): Bearer => bearerSchema.parse(token)

/** Whom a token names, or null when the account is gone or its password has been changed: a token can outlive both. */
export async function findBearer(token: JWT | null): Promise<Bearer | null> {
  const { data: bearer } = bearerSchema.safeParse(token)
  return bearer && (await findGeneration(database(), bearer.user)) === bearer.generation ? bearer : null
}

/** The one place where a user becomes an owner: a cookie or an API token has just proven it. */
const ownerIdSchema = userIdSchema.brand<'OwnerId'>()

/** Issues a token to a user, and writes down until when it is good. */
export async function issueSession({ user, generation }: Bearer): Promise<IssuedToken> {
  const issued = await issueToken({ sub: user, generation })
  await setNextRenewal(database(), user, issued.endsAt)
  return issued
}

/** Issues a token as the cookie that this request's answer takes along. */
export async function openSession(headers: Headers, bearer: Bearer): Promise<SentSession> {
  const issued = await issueSession(bearer)
  return { cookie: sessionCookie(issued, usesSecureCookies(headers)), endsAt: issued.endsAt }
}

/** The session of a browser, or null for a visitor. */
export async function getSession(headers: Headers): Promise<CookieSession | null> {
  const session = await readSessionToken(headers)
  const bearer = await findBearer(session?.token ?? null)
  if (!session || !bearer) return null
  return {
    by: 'cookie',
    owner: ownerIdSchema.parse(bearer.user),
    endsAt: session.endsAt,
    renew: async () => (isDueForRenewal(session.token) ? openSession(headers, bearer) : null),
  }
}

/**
 * The session of a program that sends an API token.
 * @throws {AppError} UNAUTHORIZED when the token is none, or none any more; TOO_MANY_REQUESTS after many such
 */
export async function getTokenSession(headers: Headers, token: string): Promise<TokenSession> {
  const user = await findTokenUser(database(), hashApiToken(token))
  if (user !== null) return { by: 'token', owner: ownerIdSchema.parse(user) }
  // A good one never waits, whoever else is at its address.
  await countTry('api-token', clientAddress(headers))
  throw new AppError('UNAUTHORIZED', 'This API token is not valid, or was revoked.')
}
