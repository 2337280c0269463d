// Deletes a mirror with its files, transfers, links and all that storage holds of it; copies at hosts go where that is asked for.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { sendMirrorDeletions } from '#server/jobs/delete-mirror.ts'
import { sendJobs } from '#server/jobs/queue.ts'
import { deleteMirror, lockMirror } from '#server/queries/mirrors.ts'
import { listCopies } from '#server/queries/transfers.ts'
import { sessionProcedure } from '#server/trpc/init.ts'

const input = z.object({ id: mirrorIdSchema, deleteFromHosts: z.boolean().default(false) })

/** `delete` is a word of the language. */
export const deleteOne = sessionProcedure
  .input(input)
  .mutation(async ({ ctx: { owner }, input: { id, deleteFromHosts } }) => {
    await database().transaction(async (tx) => {
      // Nothing of it changes any more: a copy that is done is listed below, and one that comes later finds no row.
      await lockMirror(tx, owner, id)
      const copies = deleteFromHosts ? await listCopies(tx, owner, id) : []
      await deleteMirror(tx, owner, id)
      await sendMirrorDeletions(tx, [id])
      await sendJobs(tx, { name: 'remove-copy', jobs: copies })
    })
    return { id }
  })
