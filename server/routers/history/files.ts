// The files of one mirror of the caller's, in their order.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { listFiles } from '#server/queries/files.ts'
import { sessionProcedure } from '#server/trpc/init.ts'

export const files = sessionProcedure
  .input(z.object({ id: mirrorIdSchema }))
  .query(({ ctx: { owner }, input: { id } }) => listFiles(database(), owner, id))
