// Ends mirrors that their owners have deleted: at once, or when the time is over in which they could be brought back.
import { database, type Transaction } from '#db/connection.ts'
import type { MirrorId } from '#server/ids.ts'
import { deleteMirrorRow, listCopies, listGroups, lockMarked } from '#server/queries/system/ending.ts'
import { type Deletions, sendDeletions } from './delete-copies.ts'
import { sendMirrorDeletions } from './delete-mirror.ts'
import { sendJobs } from './queue.ts'

/** After the time by the database's clock, which may differ a little from ours. */
const SLACK_MS = 100

/** Queues the end of mirrors that were marked with this transaction. */
export const sendEnds = (db: Transaction, mirrors: readonly MirrorId[], delayMs: number): Promise<void> =>
  sendJobs(db, { name: 'end-mirror', jobs: mirrors.map((mirrorId) => ({ mirrorId })), delayMs: delayMs + SLACK_MS })

/**
 * Deletes a mirror whose row the caller holds, and queues the deletion of what storage has of it and, with `fromHosts`, of what hosts
 * have. Nothing of it changes any more: a copy that is done is listed, and one that comes later finds no row.
 * @returns what hosts are to delete
 */
export async function endMirror(db: Transaction, id: MirrorId, fromHosts: boolean): Promise<Deletions> {
  const copies = fromHosts ? await listCopies(db, id) : []
  const groups = fromHosts ? await listGroups(db, id) : []
  await deleteMirrorRow(db, id)
  await sendMirrorDeletions(db, [id])
  const idsAt = Map.groupBy(copies, ({ host }) => host)
  const deletions = {
    copies,
    groups: groups.map((group) => ({ ...group, copies: (idsAt.get(group.host) ?? []).map(({ copy }) => copy.id) })),
  }
  await sendDeletions(db, deletions)
  return deletions
}

/** Ends a mirror if its time has come. One that was brought back stays, and one that was deleted anew since then has its own time. */
export const endWhenDue = (id: MirrorId): Promise<void> =>
  database().transaction(async (tx) => {
    const marked = await lockMarked(tx, id)
    if (!marked) return
    if (marked.leftMs > 0) return sendEnds(tx, [id], marked.leftMs)
    await endMirror(tx, id, marked.fromHosts)
  })
