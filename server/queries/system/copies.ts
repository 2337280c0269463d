// Copies at hosts, whichever mirror they are of.
import { and, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { transfers } from '#db/schema/schema.ts'
import type { HostId, TransferId } from '#server/ids.ts'

/**
 * Whether a transfer that another worker has taken over may come by this copy of ours: it has it already, or is yet to ask a
 * host that `canFind` it.
 */
export async function mayStillBeTaken(
  db: Executor,
  id: TransferId,
  { hostFileId, canFind }: { hostFileId: string; canFind: boolean },
): Promise<boolean> {
  const [row] = await db
    .select({ status: transfers.status, hostFileId: transfers.hostFileId })
    .from(transfers)
    .where(eq(transfers.id, id))
  if (row?.status === 'done') return row.hostFileId === hostFileId
  return row !== undefined && (canFind || row.status === 'failed' || row.status === 'cancelled')
}

/** Whether a transfer has this copy, by the host's id of it. */
export const isCopyInUse = (db: Executor, host: HostId, hostFileId: string): Promise<boolean> =>
  areCopiesInUse(db, host, [hostFileId])

/** Whether a transfer has one of these copies; those that were taken away it has no more. */
export async function areCopiesInUse(db: Executor, host: HostId, hostFileIds: readonly string[]): Promise<boolean> {
  const rows = await db
    .select({ id: transfers.id })
    .from(transfers)
    .where(and(eq(transfers.host, host), inArray(transfers.hostFileId, [...hostFileIds]), isNull(transfers.removedAt)))
    .limit(1)
  return rows.length > 0
}

/** Whether another transfer has this copy: that of a file which is like ours, in the same mirror say. */
export async function isCopyOfOther(
  db: Executor,
  { id, host, hostFileId }: { id: TransferId; host: HostId; hostFileId: string },
): Promise<boolean> {
  const rows = await db
    .select({ id: transfers.id })
    .from(transfers)
    .where(and(eq(transfers.host, host), eq(transfers.hostFileId, hostFileId), ne(transfers.id, id)))
    .limit(1)
  return rows.length > 0
}
