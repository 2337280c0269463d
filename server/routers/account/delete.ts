// Deletes an account with all that is its owner's; what hosts already have stays with them.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { sendMirrorDeletions } from '#server/jobs/delete-mirror.ts'
import { deleteAccount } from '#server/queries/delete-account.ts'
import { inSlices } from '#server/queries/slices.ts'
import { browserProcedure } from '#server/trpc/init.ts'

const input = z.object({
  confirm: z.string('Type your username to confirm.').trim().max(100, 'This is not your username.'),
})

/** `delete` is a word of the language. */
export const deleteOwn = browserProcedure.input(input).mutation(async ({ ctx, input }) => {
  const { owner } = ctx
  await database().transaction(async (tx) => {
    const mirrors = await deleteAccount(tx, owner, input.confirm)
    for (const slice of inSlices(mirrors)) await sendMirrorDeletions(tx, slice)
  })
  ctx.endSession()
  return { id: owner }
})
