// A mirror as its share page shows it, or why there is nothing to show at the address.
import { TRPCError } from '@trpc/server'
import { mirrorIdSchema } from '#server/ids.ts'
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

/** @param id as it stands in the address, so perhaps no id at all */
export async function getPublicMirror(id: string): Promise<PublicMirror> {
  const parsed = mirrorIdSchema.safeParse(id)
  if (!parsed.success) return { state: 'missing' }
  try {
    return { state: 'open', mirror: await (await pageCaller()).mirror.get({ id: parsed.data }) }
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') return { state: 'missing' }
    throw error
  }
}
