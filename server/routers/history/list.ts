// The caller's mirrors, newest first, a page at a time.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { mirrorStatuses } from '#db/schema/states.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { type HistoryPlace, listHistory } from '#server/queries/history.ts'
import { type HostState, listHostStates } from '#server/queries/host-states.ts'
import { hostName, hostStatus, inCatalogueOrder } from '#server/routers/mirror/host-link.ts'
import { sessionProcedure } from '#server/trpc/init.ts'

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
    search: z
      .string()
      .trim()
      .max(255)
      .refine((text) => !text.includes('\0'), 'A search has no control characters.')
      .optional(),
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
  const states = await listHostStates(
    database(),
    mirrors.map(({ id }) => id),
  )
  const byMirror = Map.groupBy(states, ({ mirrorId }) => mirrorId)
  return {
    items: mirrors.map((mirror) => ({ ...mirror, hosts: inCatalogueOrder(byMirror.get(mirror.id) ?? []).map(toHost) })),
    nextCursor: next && toCursor(next),
  }
})

const toHost = (state: HostState) => ({
  host: state.host,
  hostName: hostName(state.host),
  status: hostStatus(state),
})
