// What follows each change of a mirror, in the transaction of the change: its status, and jobs for what is to be done now.
import type { Transaction } from '#db/connection.ts'
import { makesLists } from '#server/hosts/registry.ts'
import type { FileId, HostId, MirrorId, OwnerId } from '#server/ids.ts'
import { sendJobs, sendStagingDeletions } from '#server/jobs/queue.ts'
import { lockMirror, refreshOwnMirror } from '#server/queries/mirrors.ts'
import { listTransfers, wantDueLists } from '#server/queries/transfers.ts'

export type Work = {
  id: MirrorId
  /** Files whose transfers can begin. */
  files?: FileId[]
  /** Hosts whose list is to be made. */
  lists?: HostId[]
  /** Hosts at which transfers have ended without a worker, who would have seen to the list. */
  ended?: HostId[]
  /** Files that are no longer wanted in staging. */
  unwanted?: FileId[]
}

/** To be called last: the answer to "what is there to do" is read from what the transaction has written. */
export async function queueWork(
  tx: Transaction,
  owner: OwnerId,
  { id, files = [], lists = [], ended = [], unwanted = [] }: Work,
): Promise<void> {
  const due = await wantDueLists(tx, owner, { id, hosts: ended, makesLists })
  const released = await refreshOwnMirror(tx, owner, id)
  await sendJobs(tx, { name: 'mirror-file', jobs: files.map((fileId) => ({ fileId, owner })) })
  await sendJobs(tx, { name: 'make-list', jobs: [...lists, ...due].map((host) => ({ mirrorId: id, host })) })
  await sendStagingDeletions(tx, id, [...released, ...unwanted])
}

/** What the calls that change transfers answer. */
export async function describeMirror(tx: Transaction, owner: OwnerId, id: MirrorId) {
  const { status } = await lockMirror(tx, owner, id)
  return { id, status, transfers: await listTransfers(tx, owner, id) }
}
