// Deletes an account with all that is its owner's; what hosts already have stays with them.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { endAccount } from '#server/jobs/end-account.ts'
import { browserProcedure } from '#server/trpc/init.ts'

const input = z.object({
  confirm: z.string('Type your username to confirm.').trim().max(100, 'This is not your username.'),
})

/** `delete` is a word of the language. */
export const deleteOwn = browserProcedure.input(input).mutation(async ({ ctx, input }) => {
  const { owner } = ctx
  await database().transaction((tx) => endAccount(tx, owner, input.confirm))
  ctx.endSession()
  return { id: owner }
})
