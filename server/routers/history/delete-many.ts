// Deletes several mirrors by one call, which can be taken back for a while; what hosts have of them stays there.
import { z } from 'zod'
import { mirrorIdSchema } from '#server/ids.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { MOST_AT_ONCE, MOST_UNDO_SECONDS, takeAway } from './take-away.ts'

const input = z.object({
  ids: z.array(mirrorIdSchema).min(1, 'No mirror was chosen.').max(MOST_AT_ONCE, 'These are too many at once.'),
  undoSeconds: z.int().min(1).max(MOST_UNDO_SECONDS).default(10),
})

/** All of them or, after an error, none. One that is gone already is no error as long as another is there. */
export const deleteMany = sessionProcedure
  .input(input)
  .mutation(({ ctx: { owner }, input }) => takeAway(owner, { ...input, fromHosts: false }))
