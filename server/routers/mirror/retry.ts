// Tries again what has failed: all of it, or one host's.
import { database } from '#db/connection.ts'
import { retryTransfers } from '#server/queries/transfers.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { transfersInput } from './transfers-input.ts'
import { describeMirror, queueWork } from './work.ts'

export const retry = sessionProcedure.input(transfersInput).mutation(({ ctx: { owner }, input: { id, host } }) =>
  database().transaction(async (tx) => {
    const again = await retryTransfers(tx, owner, { id, host })
    await queueWork(tx, owner, { id, ...again })
    return describeMirror(tx, owner, id)
  }),
)
