// Deletes a mirror with its files, transfers, links and all that storage holds of it; copies at hosts go where that is asked for.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { deleteNow } from '#server/jobs/delete-now.ts'
import { endMirror } from '#server/jobs/end-mirror.ts'
import { lockMirror } from '#server/queries/mirrors.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { MOST_UNDO_SECONDS, takeAway } from './take-away.ts'

const input = z.object({
  id: mirrorIdSchema,
  deleteFromHosts: z.boolean().default(false),
  undoSeconds: z.int().min(0).max(MOST_UNDO_SECONDS).default(0),
})

const nothingYet = { deleted: 0, pending: 0, kept: [] }

/**
 * `delete` is a word of the language. It answers once the hosts have, but after eight seconds at the latest; `copies` tells what
 * became of the copies at hosts of others: how many are gone, how many are still to go, which stay and why. With `undoSeconds`
 * the mirror is gone for everybody, but nothing is deleted before `deleteAt`.
 */
export const deleteOne = sessionProcedure
  .input(input)
  .mutation(async ({ ctx: { owner }, input: { id, deleteFromHosts, undoSeconds } }) => {
    if (undoSeconds > 0) {
      const { deleteAt } = await takeAway(owner, { ids: [id], undoSeconds, fromHosts: deleteFromHosts })
      return { id, copies: nothingYet, deleteAt }
    }
    const deletions = await database().transaction(async (tx) => {
      await lockMirror(tx, owner, id)
      return endMirror(tx, id, deleteFromHosts)
    })
    return { id, copies: await deleteNow(deletions) }
  })
