// The first page of the visitor's mirrors; who has no session has none.
import { TRPCError } from '@trpc/server'
import type { RouterOutputs } from '#server/routers/root.ts'
import { pageCaller } from './caller.ts'

export async function listHistoryPage(): Promise<RouterOutputs['history']['list']> {
  try {
    return await (await pageCaller()).history.list({})
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'UNAUTHORIZED') return { items: [], nextCursor: null }
    throw error
  }
}
