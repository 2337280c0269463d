// Deletes an account with all that is its owner's; what hosts already have stays with them, unless it was to go anyway.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { sendMirrorDeletions } from '#server/jobs/delete-mirror.ts'
import { endMirror } from '#server/jobs/end-mirror.ts'
import { deleteAccount, holdAccount } from '#server/queries/delete-account.ts'
import { inSlices } from '#server/queries/slices.ts'
import { browserProcedure } from '#server/trpc/init.ts'

const input = z.object({
  confirm: z.string('Type your username to confirm.').trim().max(100, 'This is not your username.'),
})

/** `delete` is a word of the language. */
export const deleteOwn = browserProcedure.input(input).mutation(async ({ ctx, input }) => {
  const { owner } = ctx
  await database().transaction(async (tx) => {
    const mirrors = await holdAccount(tx, owner, input.confirm)
    // Their copies are found by their rows alone.
    for (const { id } of mirrors.filter(({ copiesGo }) => copiesGo)) await endMirror(tx, id, true)
    await deleteAccount(tx, owner)
    const others = mirrors.filter(({ copiesGo }) => !copiesGo).map(({ id }) => id)
    for (const slice of inSlices(others)) await sendMirrorDeletions(tx, slice)
  })
  ctx.endSession()
  return { id: owner }
})
