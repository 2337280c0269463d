// Deletes mirrors in a way that can be taken back for a while.
import { database } from '#db/connection.ts'
import { notFound } from '#server/errors.ts'
import type { MirrorId, OwnerId } from '#server/ids.ts'
import { sendEnds } from '#server/jobs/end-mirror.ts'
import { markDeleted } from '#server/queries/mirrors.ts'

/** How long a deletion can be taken back at most. */
export const MOST_UNDO_SECONDS = 60

/** Mirrors that one call deletes or brings back at most. */
export const MOST_AT_ONCE = 1000

type Order = { ids: readonly MirrorId[]; undoSeconds: number; fromHosts: boolean }

/**
 * From now on they are gone for everybody, and at `deleteAt` really.
 * @returns those that were there
 * @throws {AppError} NOT_FOUND when none of them is there and the owner's
 */
export const takeAway = (owner: OwnerId, { ids, undoSeconds, fromHosts }: Order) =>
  database().transaction(async (tx) => {
    const marked = await markDeleted(tx, owner, { ids, after: undoSeconds, fromHosts })
    const [one] = marked
    if (!one) throw notFound('mirror')
    const gone = marked.map(({ id }) => id)
    await sendEnds(tx, gone, undoSeconds * 1000)
    return { ids: gone, deleteAt: one.deleteAt }
  })
