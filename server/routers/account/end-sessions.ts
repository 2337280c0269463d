// Ends every session of the caller but this one, which goes on under a new cookie. API tokens are no sessions, and stay.
import { database } from '#db/connection.ts'
import { endSessions as endAll } from '#server/queries/users.ts'
import { browserProcedure } from '#server/trpc/init.ts'

export const endSessions = browserProcedure.mutation(async ({ ctx }) => {
  const { owner } = ctx
  const generation = await endAll(database(), owner)
  await ctx.startSession({ user: owner, generation })
  return { id: owner }
})
