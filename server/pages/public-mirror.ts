// A mirror as its share page shows it, or null where there is none at the address.
import { TRPCError } from '@trpc/server'
import { mirrorIdSchema } from '#server/ids.ts'
import type { RouterOutputs } from '#server/routers/root.ts'
import { pageCaller } from './caller.ts'

/** @param id as it stands in the address, so perhaps no id at all */
export async function getPublicMirror(id: string): Promise<RouterOutputs['mirror']['get'] | null> {
  const parsed = mirrorIdSchema.safeParse(id)
  if (!parsed.success) return null
  try {
    return await (await pageCaller()).mirror.get({ id: parsed.data })
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') return null
    throw error
  }
}
