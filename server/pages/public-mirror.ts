// A mirror as its share page shows it, or why there is nothing to show at the address.
import { TRPCError } from '@trpc/server'
import { headers } from 'next/headers'
import { mirrorAccess } from '#server/auth/mirror-access.ts'
import { AppError } from '#server/errors.ts'
import { type MirrorId, mirrorIdSchema } from '#server/ids.ts'
import { setPageStatus } from '#server/page-status.ts'
import type { RouterOutputs } from '#server/routers/root.ts'
import { pageCaller } from './caller.ts'

/** What stands at the address of a share page. */
export type PublicMirror =
  | { state: 'open'; mirror: RouterOutputs['mirror']['get'] }
  | { state: 'missing' }
  /** It has a password, and the visitor has not given it. */
  | { state: 'locked' }
  /** The time is over that its owner gave it. */
  | { state: 'expired' }
  /** The operator took it away, by order of the law or by the rules of the place; `reason` is for everyone to read. */
  | { state: 'taken-down'; kind: 'legal' | 'rules'; reason: string }

/** @param address the id as it stands in the address, so perhaps no id at all */
export async function getPublicMirror(address: string): Promise<PublicMirror> {
  const { data: id } = mirrorIdSchema.safeParse(address)
  if (id === undefined) return { state: 'missing' }
  const access = await accessOf(id)
  if (access.state !== 'open') return access
  try {
    return { state: 'open', mirror: await (await pageCaller()).mirror.get({ id }) }
  } catch (error) {
    if (!(error instanceof TRPCError && error.code === 'NOT_FOUND')) throw error
    // Its end came between the two reads: which of its ends is seen now.
    const after = await accessOf(id)
    return after.state === 'open' ? { state: 'missing' } : after
  }
}

/** A program that has tried too many passwords is told what it is told without one. */
async function accessOf(id: MirrorId): Promise<Exclude<PublicMirror, { state: 'open' }> | { state: 'open' }> {
  try {
    const access = await mirrorAccess(id, await headers())
    return access.state === 'locked' ? { state: 'locked' } : access
  } catch (error) {
    if (error instanceof AppError && error.code === 'TOO_MANY_REQUESTS') return { state: 'locked' }
    throw error
  }
}

/** The page of a mirror that cannot be seen is answered with a status that says so to programs; one that is missing is Next's own. */
export function setMirrorStatus(found: PublicMirror): void {
  if (found.state === 'locked') setPageStatus(401)
  else if (found.state === 'expired') setPageStatus(410)
  else if (found.state === 'taken-down') setPageStatus(found.kind === 'legal' ? 451 : 410)
}
