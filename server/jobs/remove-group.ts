// Takes the album, folder or list of a mirror that is gone away, once its copies are.
import { database } from '#db/connection.ts'
import { HostError } from '#server/hosts/errors.ts'
import { log } from '#server/log.ts'
import { openHost } from '#server/mirroring/open-host.ts'
import { areCopiesInUse } from '#server/queries/system/copies.ts'
import { engine } from './engine.ts'
import { type HostGroup, isWaiting, sendJobs } from './queue.ts'

/** How long its copies are given before it is looked again, in milliseconds. */
const LOOK_AGAIN_MS = 60_000

/**
 * Deletes a group at its host, where the host can. One that holds a copy of another mirror stays.
 * @throws {HostError} when it is to be tried again
 * @throws the signal's reason, once that is aborted
 */
export async function tryGroupRemoval(
  { host: id, group, copies, accountId }: HostGroup,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { host, memory } = await openHost(engine(), { host: id, accountId: accountId ?? null })
    if (!host.group?.remove || (await areCopiesInUse(database(), id, copies))) return
    await host.group.remove(group, { signal, memory })
  } catch (error) {
    if (!(error instanceof HostError) || (error.kind !== 'rejected' && error.kind !== 'account')) throw error
    log.warn({ err: error, host: id }, 'a host does not delete the group of a mirror that is gone')
  }
}

/** The same as a job, which comes again while copies of the group are still to be deleted. */
export async function removeGroup(job: HostGroup, signal: AbortSignal): Promise<void> {
  const { host, copies } = job
  const keys = copies.map((id) => ({ host, copy: { id, url: '' } }))
  if (!(await isWaiting(database(), 'remove-copy', keys))) return tryGroupRemoval(job, signal)
  await database().transaction((db) => sendJobs(db, { name: 'remove-group', jobs: [job], delayMs: LOOK_AGAIN_MS }))
}
