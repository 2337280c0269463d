// How often something may be tried, counted in PostgreSQL, so that all instances count together and a restart forgets nothing.
import { createHash } from 'node:crypto'
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible'
import { database } from '#db/connection.ts'
import { rateLimits } from '#db/schema/schema.ts'
import { AppError } from '#server/errors.ts'
import type { MirrorId, UserId } from '#server/ids.ts'
import { processWide } from '#server/process-wide.ts'

const MINUTE_S = 60
const HOUR_S = 60 * MINUTE_S

/** Tries in so many seconds, which begin with the first of them. */
const limits = {
  /** Wrong passwords for one account from one address. */
  'password-account': { points: 10, duration: 15 * MINUTE_S },
  /** Wrong passwords from one address, whoever's they were to be. */
  'password-address': { points: 100, duration: HOUR_S },
  /** Credentials of a host that it did not accept, for one user from one address, and from one address for all. */
  'host-account': { points: 10, duration: 15 * MINUTE_S },
  'host-account-address': { points: 100, duration: HOUR_S },
  /** Wrong passwords for one mirror from one address, and from one address for all. */
  'mirror-password': { points: 10, duration: 15 * MINUTE_S },
  'mirror-password-address': { points: 100, duration: HOUR_S },
  /** Each is something that the operator has to read. */
  report: { points: 20, duration: HOUR_S },
  /** API tokens from one address that are none: to find one is hopeless, and to ask for it is not free. */
  'api-token': { points: 60, duration: 15 * MINUTE_S },
  register: { points: 60, duration: HOUR_S },
  /** Whole offices and dormitories share one address. */
  guest: { points: 300, duration: HOUR_S },
} as const

export type Limit = keyof typeof limits

const open = () => {
  const limiterOf = (name: Limit, clearExpiredByTimeout = false) =>
    new RateLimiterDrizzle({
      storeClient: database(),
      schema: rateLimits,
      keyPrefix: name,
      clearExpiredByTimeout,
      ...limits[name],
    })
  return {
    'password-account': limiterOf('password-account'),
    'password-address': limiterOf('password-address'),
    'host-account': limiterOf('host-account'),
    'host-account-address': limiterOf('host-account-address'),
    'mirror-password': limiterOf('mirror-password'),
    'mirror-password-address': limiterOf('mirror-password-address'),
    report: limiterOf('report'),
    'api-token': limiterOf('api-token'),
    register: limiterOf('register'),
    // One of them is enough to sweep the table that all share.
    guest: limiterOf('guest', true),
  } satisfies Record<Limit, RateLimiterDrizzle>
}

const limiters = () => processWide('rate-limiters', open)

/** "in 12 minutes", and of the last minute "in 40 seconds". */
function inWords(seconds: number): string {
  const [count, unit] = seconds > MINUTE_S ? [Math.ceil(seconds / MINUTE_S), 'minute'] : [seconds, 'second']
  return `in ${count} ${unit}${count === 1 ? '' : 's'}`
}

function tooMany(msBeforeNext: number): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000))
  const sentence = `Too many tries. Try again ${inWords(retryAfterSeconds)}.`
  return new AppError('TOO_MANY_REQUESTS', sentence, { retryAfterSeconds })
}

/**
 * Counts a try of somebody. A try that is one too many is counted as well, but makes nobody wait longer.
 * @throws {AppError} TOO_MANY_REQUESTS; anything when the database does not answer, so that nobody tries uncounted
 */
export async function countTry(limit: Limit, who: string): Promise<void> {
  try {
    await limiters()[limit].consume(who)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    throw tooMany(error.msBeforeNext)
  }
}

/** Whose password is tried, and from where. */
export type PasswordTry = { username: string; address: string }

/** Hashed, since what is typed as a name may be anything, a password included. */
const accountKey = ({ username, address }: PasswordTry): string =>
  `${createHash('sha256').update(username.toLowerCase()).digest('base64url')}/${address}`

/**
 * Counts a try of a password before anybody knows whether it is right: of many tries at once, none gets in uncounted.
 * @throws {AppError} TOO_MANY_REQUESTS
 */
export async function countPasswordTry(one: PasswordTry): Promise<void> {
  await countTry('password-account', accountKey(one))
  await countTry('password-address', one.address)
}

/** The password was right: the account's count begins anew, and the address has not tried. */
export async function forgivePasswordTry(one: PasswordTry): Promise<void> {
  await limiters()['password-account'].delete(accountKey(one))
  await limiters()['password-address'].reward(one.address)
}

/** Who tries credentials of a host, and from where. */
export type HostAccountTry = { user: UserId; address: string }

const userKey = ({ user, address }: HostAccountTry): string => `${user}/${address}`

/**
 * Counts a try of credentials before the host is asked for its word on them.
 * @throws {AppError} TOO_MANY_REQUESTS
 */
export async function countHostAccountTry(one: HostAccountTry): Promise<void> {
  await countTry('host-account', userKey(one))
  await countTry('host-account-address', one.address)
}

/** The host accepts them. */
export async function forgiveHostAccountTry(one: HostAccountTry): Promise<void> {
  await limiters()['host-account'].delete(userKey(one))
  await limiters()['host-account-address'].reward(one.address)
}

/** Which mirror's password is tried, and from where. */
export type MirrorTry = { mirror: MirrorId; address: string }

const mirrorKey = ({ mirror, address }: MirrorTry): string => `${mirror}/${address}`

/**
 * Counts a try of a mirror's password before anybody knows whether it is right.
 * @throws {AppError} TOO_MANY_REQUESTS
 */
export async function countMirrorTry(one: MirrorTry): Promise<void> {
  await countTry('mirror-password', mirrorKey(one))
  await countTry('mirror-password-address', one.address)
}

/** The password was right. */
export async function forgiveMirrorTry(one: MirrorTry): Promise<void> {
  await limiters()['mirror-password'].delete(mirrorKey(one))
  await limiters()['mirror-password-address'].reward(one.address)
}
