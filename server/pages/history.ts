// The first page of the visitor's mirrors; who has no session has none.
import { TRPCError } from '@trpc/server'
import type { RouterInputs, RouterOutputs } from '#server/routers/root.ts'
import { pageCaller } from './caller.ts'

/** @throws {TRPCError} BAD_REQUEST for what makes no sense as a filter */
export async function listHistoryPage(
  input: RouterInputs['history']['list'],
): Promise<RouterOutputs['history']['list']> {
  try {
    return await (await pageCaller()).history.list(input)
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'UNAUTHORIZED') return { items: [], nextCursor: null }
    throw error
  }
}
