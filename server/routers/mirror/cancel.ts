// Stops what is not over: all of it, or one host's. What has arrived stays.
import { database } from '#db/connection.ts'
import { cancelTransfers } from '#server/queries/transfers.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { transfersInput } from './transfers-input.ts'
import { describeMirror, queueWork } from './work.ts'

export const cancel = sessionProcedure.input(transfersInput).mutation(({ ctx: { owner }, input: { id, host } }) =>
  database().transaction(async (tx) => {
    const ended = await cancelTransfers(tx, owner, { id, host })
    await queueWork(tx, owner, { id, ended })
    return describeMirror(tx, owner, id)
  }),
)
