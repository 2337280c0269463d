// The caller's mirrors, newest first, a page at a time.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { mirrorStatuses } from '#db/schema/states.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { type HistoryPlace, listHistory } from '#server/queries/history.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { toItems } from './item.ts'

const DEFAULT_LIMIT = 25
const MOST = 100

/** `1764061234567890_<mirror id>`; a caller only ever hands it back. */
const cursorSchema = z
  .string()
  .regex(/^\d{1,16}_[0-9a-f-]{36}$/, 'This is not where a page ended.')
  .transform((text) => {
    const [micros = '', id] = text.split('_')
    return { micros, id }
  })
  .pipe(z.object({ micros: z.string(), id: mirrorIdSchema }))

const toCursor = ({ micros, id }: HistoryPlace): string => `${micros}_${id}`

const input = z
  .object({
    cursor: cursorSchema.nullish(),
    limit: z.int().min(1).max(MOST).default(DEFAULT_LIMIT),
    search: z.string().trim().max(255).optional(),
    status: z.enum(mirrorStatuses).optional(),
  })
  .prefault({})

export const list = sessionProcedure.input(input).query(async ({ ctx: { owner }, input }) => {
  const { mirrors, next } = await listHistory(database(), owner, {
    after: input.cursor ?? undefined,
    limit: input.limit,
    search: input.search || undefined,
    status: input.status,
  })
  return { items: await toItems(mirrors), nextCursor: next && toCursor(next) }
})
