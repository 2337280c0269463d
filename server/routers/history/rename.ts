// Gives a mirror another name, here and on its share page; what hosts call it stays.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { notFound } from '#server/errors.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { findInHistory } from '#server/queries/history.ts'
import { renameMirror } from '#server/queries/mirrors.ts'
import { mirrorNameSchema } from '#server/routers/mirror/new-mirror.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { toItems } from './item.ts'

const input = z.object({
  id: mirrorIdSchema,
  name: mirrorNameSchema.refine((name) => name !== '', 'A mirror has a name.'),
})

export const rename = sessionProcedure.input(input).mutation(async ({ ctx: { owner }, input: { id, name } }) => {
  await database().transaction((tx) => renameMirror(tx, owner, { id, name }))
  const mirror = await findInHistory(database(), owner, id)
  const [item] = mirror ? await toItems([mirror]) : []
  // Deleted since.
  if (!item) throw notFound('mirror')
  return item
})
