// Deletes a mirror with its files, transfers, links and all that storage holds of it; copies at hosts go where that is asked for.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { sendDeletions } from '#server/jobs/delete-copies.ts'
import { sendMirrorDeletions } from '#server/jobs/delete-mirror.ts'
import { deleteNow } from '#server/jobs/delete-now.ts'
import { deleteMirror, lockMirror } from '#server/queries/mirrors.ts'
import { listGroups } from '#server/queries/own-groups.ts'
import { listCopies } from '#server/queries/transfers.ts'
import { sessionProcedure } from '#server/trpc/init.ts'

const input = z.object({ id: mirrorIdSchema, deleteFromHosts: z.boolean().default(false) })

/**
 * `delete` is a word of the language. It answers once the hosts have, but after eight seconds at the latest; `copies` tells what
 * became of the copies at hosts of others: how many are gone, how many are still to go, which stay and why.
 */
export const deleteOne = sessionProcedure
  .input(input)
  .mutation(async ({ ctx: { owner }, input: { id, deleteFromHosts } }) => {
    const deletions = await database().transaction(async (tx) => {
      // Nothing of it changes any more: a copy that is done is listed below, and one that comes later finds no row.
      await lockMirror(tx, owner, id)
      const copies = deleteFromHosts ? await listCopies(tx, owner, id) : []
      const groups = deleteFromHosts ? await listGroups(tx, owner, id) : []
      await deleteMirror(tx, owner, id)
      await sendMirrorDeletions(tx, [id])
      const idsAt = Map.groupBy(copies, ({ host }) => host)
      const all = {
        copies,
        groups: groups.map((group) => ({ ...group, copies: (idsAt.get(group.host) ?? []).map(({ copy }) => copy.id) })),
      }
      await sendDeletions(tx, all)
      return all
    })
    return { id, copies: await deleteNow(deletions) }
  })
