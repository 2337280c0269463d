// Brings deleted mirrors back, as long as their time has not come.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { AppError } from '#server/errors.ts'
import { type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'
import { sendJobs } from '#server/jobs/queue.ts'
import { restoreMirrors } from '#server/queries/mirrors.ts'
import { listQueuedFiles } from '#server/queries/transfers.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { MOST_AT_ONCE } from './take-away.ts'

const bringBack = (owner: OwnerId, ids: readonly MirrorId[]): Promise<MirrorId[]> =>
  database().transaction(async (tx) => {
    const back = await restoreMirrors(tx, owner, ids)
    if (back.length === 0) throw new AppError('NOT_FOUND', 'It is too late: this was deleted for good.')
    // What waited meanwhile had no job, or one that found nothing to do.
    const files = await listQueuedFiles(tx, owner, back)
    await sendJobs(tx, { name: 'mirror-file', jobs: files.map((fileId) => ({ fileId, owner })) })
    return back
  })

export const restore = sessionProcedure
  .input(z.object({ id: mirrorIdSchema }))
  .mutation(async ({ ctx: { owner }, input: { id } }) => {
    await bringBack(owner, [id])
    return { id }
  })

const many = z.object({
  ids: z.array(mirrorIdSchema).min(1, 'No mirror was chosen.').max(MOST_AT_ONCE, 'These are too many at once.'),
})

/** Of those that it still finds; `ids` are the ones that are back. */
export const restoreMany = sessionProcedure
  .input(many)
  .mutation(async ({ ctx: { owner }, input }) => ({ ids: await bringBack(owner, input.ids) }))
