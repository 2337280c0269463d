// How a mirror is shared, for its owner, past its end too.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { getSharing } from '#server/queries/sharing.ts'
import { sessionProcedure } from '#server/trpc/init.ts'

export const sharing = sessionProcedure
  .input(z.object({ id: mirrorIdSchema }))
  .query(async ({ ctx: { owner }, input: { id } }) => ({ id, ...(await getSharing(database(), owner, id)) }))
