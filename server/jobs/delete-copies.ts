// Deletes what hosts have of a mirror that is gone: by jobs that outlive this process, begun with the transaction that deletes it.
import type { Transaction } from '#db/connection.ts'
import { type HostCopy, type HostGroup, sendJobs } from './queue.ts'

/** When the jobs begin, if they are still there then, in milliseconds: later than anybody waits for an answer. */
const JOBS_AFTER_MS = 12_000
/** A group is looked at when its copies have had their first try. */
const GROUPS_AFTER_MS = 18_000

export type Deletions = { copies: HostCopy[]; groups: HostGroup[] }

/** Queues the deletion of copies and of the groups that held them; it begins a while after the transaction commits. */
export async function sendDeletions(db: Transaction, { copies, groups }: Deletions): Promise<void> {
  await sendJobs(db, { name: 'remove-copy', jobs: copies, delayMs: JOBS_AFTER_MS })
  await sendJobs(db, { name: 'remove-group', jobs: groups, delayMs: GROUPS_AFTER_MS })
}
