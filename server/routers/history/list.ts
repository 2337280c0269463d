// The caller's mirrors, newest first unless another order is asked for, a page at a time.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { mirrorStatuses } from '#db/schema/states.ts'
import { hostIdSchema, mirrorIdSchema } from '#server/ids.ts'
import { listHistory } from '#server/queries/history.ts'
import { historySorts } from '#server/queries/history-order.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { cursorSchema, toCursor } from './cursor.ts'
import { toItems } from './item.ts'

const DEFAULT_LIMIT = 25
const MOST = 100

const input = z
  .object({
    cursor: cursorSchema.nullish(),
    limit: z.int().min(1).max(MOST).default(DEFAULT_LIMIT),
    search: z.string().trim().max(255).optional(),
    status: z.enum(mirrorStatuses).optional(),
    host: hostIdSchema.optional(),
    ids: z.array(mirrorIdSchema).max(MOST).optional(),
    sort: z.enum(historySorts).default('newest'),
  })
  .refine(({ cursor, sort }) => !cursor || cursor.sort === sort, {
    path: ['cursor'],
    message: 'This page ended in another order.',
  })
  .prefault({})

export const list = sessionProcedure.input(input).query(async ({ ctx: { owner }, input }) => {
  const { cursor, limit, search, status, host, ids, sort } = input
  const { mirrors, next } = await listHistory(database(), owner, {
    sort,
    after: cursor ?? undefined,
    limit,
    search: search || undefined,
    status,
    host,
    ids,
  })
  return { items: await toItems(mirrors), nextCursor: next && toCursor(sort, next) }
})
