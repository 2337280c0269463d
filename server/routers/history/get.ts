// One mirror of the caller's as the list has it, with what each host says of it: for a row that is open.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { notFound } from '#server/errors.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { listTakedowns } from '#server/queries/mirror-gate.ts'
import { findInHistory } from '#server/queries/history.ts'
import { listHostStates } from '#server/queries/host-states.ts'
import { toHostLinks } from '#server/routers/mirror/host-link.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { toItem } from './item.ts'

/** `get` is a word of the language. */
export const getOne = sessionProcedure
  .input(z.object({ id: mirrorIdSchema }))
  .query(async ({ ctx: { owner, baseUrl }, input: { id } }) => {
    // The mirror first: what is read after it can be newer than its status, never older.
    const mirror = await findInHistory(database(), owner, id)
    if (!mirror) throw notFound('mirror')
    const [states, takedowns] = await Promise.all([listHostStates(database(), [id]), listTakedowns(database(), [id])])
    return { item: toItem(mirror, states, takedowns.get(id) ?? null), links: toHostLinks(states, baseUrl) }
  })
