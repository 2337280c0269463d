// Takes a mirror down for the operator: nobody sees it from the commit on, and nothing of it goes on.
import type { Database } from '#db/connection.ts'
import type { HostId, MirrorId } from '#server/ids.ts'
import { listGroups } from '#server/queries/system/ending.ts'
import { lockMirrorRow, refreshMirror } from '#server/queries/system/mirror-status.ts'
import {
  markCopiesTaken,
  markTakenDown,
  type TakedownOrder,
  unmarkTakenDown,
} from '#server/queries/system/takedowns.ts'
import { sendDeletions } from './delete-copies.ts'
import { sendStagingDeletions } from './queue.ts'

/** Hosts that are asked to delete so many copies. */
export type TakenDown = { copies: number; hosts: HostId[] }

/** @returns null when there is no such mirror */
export async function takeDown(
  db: Database,
  { deleteCopies, ...order }: TakedownOrder & { deleteCopies: boolean },
): Promise<TakenDown | null> {
  const { id } = order
  return db.transaction(async (tx) => {
    if (!(await lockMirrorRow(tx, id))) return null
    await markTakenDown(tx, order)
    const copies = deleteCopies ? await markCopiesTaken(tx, id) : []
    const groups = deleteCopies ? await listGroups(tx, id) : []
    const idsAt = Map.groupBy(copies, ({ host }) => host)
    await sendDeletions(tx, {
      copies,
      groups: groups.map((group) => ({ ...group, copies: (idsAt.get(group.host) ?? []).map(({ copy }) => copy.id) })),
    })
    await sendStagingDeletions(tx, id, await refreshMirror(tx, id))
    return { copies: copies.length, hosts: [...idsAt.keys()] }
  })
}

/** Lets it be seen again; copies that were deleted do not come back. @returns false when it is not there, or was not taken down */
export const restore = (db: Database, id: MirrorId): Promise<boolean> =>
  db.transaction(async (tx) => (await lockMirrorRow(tx, id)) && unmarkTakenDown(tx, id))
