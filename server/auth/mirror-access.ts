// Whether whoever asks may see a mirror: the one place that decides it, for calls, pages and downloads alike.
import { database } from '#db/connection.ts'
import type { TakedownKind } from '#db/schema/states.ts'
import { clientAddress } from '#server/client-address.ts'
import type { MirrorId } from '#server/ids.ts'
import { findGate } from '#server/queries/mirror-gate.ts'
import { isPassword } from './password.ts'
import { countMirrorTry, forgiveMirrorTry } from './rate-limits.ts'
import { getSession } from './session.ts'
import { isUnlocked } from './unlock-cookie.ts'

export type OpenAccess = {
  state: 'open'
  isOwner: boolean
  /** The hash of the password that it has now, or null: who may see it may not any more once there is another. */
  passwordHash: string | null
}

export type MirrorAccess =
  | OpenAccess
  | { state: 'missing' }
  /** `wrong`: a password was given, and it is another. */
  | { state: 'locked'; wrong: boolean }
  | { state: 'expired' }
  | { state: 'taken-down'; kind: TakedownKind; reason: string }

/** For programs, which have no cookies: the password in UTF-8, where no log of addresses has it. */
const PASSWORD_HEADER = 'x-mirror-password'

/** Header values come as one character per byte. */
function headerPassword(headers: Headers): string | undefined {
  const value = headers.get(PASSWORD_HEADER)
  return value === null ? undefined : Buffer.from(value, 'latin1').toString('utf8')
}

/**
 * Its owner needs no password, a browser that has given it has a cookie, and a program sends it with each call.
 * @param password as it was given with a call; else it is looked for in the header
 * @throws {AppError} TOO_MANY_REQUESTS
 */
export async function mirrorAccess(
  id: MirrorId,
  headers: Headers,
  password = headerPassword(headers),
): Promise<MirrorAccess> {
  const gate = await findGate(database(), id)
  if (!gate) return { state: 'missing' }
  const { takedown, isExpired, passwordHash, owner } = gate
  if (takedown) return { state: 'taken-down', kind: takedown.kind, reason: takedown.reason }
  if (isExpired) return { state: 'expired' }
  if (passwordHash === null || isUnlocked(headers, id, passwordHash))
    return { state: 'open', isOwner: false, passwordHash }
  if ((await getSession(headers))?.owner === owner) return { state: 'open', isOwner: true, passwordHash }
  if (password === undefined) return { state: 'locked', wrong: false }
  if (!(await isPasswordOf({ id, passwordHash, password, headers }))) return { state: 'locked', wrong: true }
  return { state: 'open', isOwner: false, passwordHash }
}

type Try = { id: MirrorId; passwordHash: string; password: string; headers: Headers }

async function isPasswordOf({ id, passwordHash, password, headers }: Try): Promise<boolean> {
  const one = { mirror: id, address: clientAddress(headers) }
  await countMirrorTry(one)
  if (!(await isPassword(password, passwordHash))) return false
  await forgiveMirrorTry(one)
  return true
}
