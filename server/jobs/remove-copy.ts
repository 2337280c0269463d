// Takes a copy at a host away that no mirror has any more.
import { database } from '#db/connection.ts'
import { HostError } from '#server/hosts/errors.ts'
import { log } from '#server/log.ts'
import { openHost } from '#server/mirroring/open-host.ts'
import { isCopyInUse } from '#server/queries/system/copies.ts'
import { engine } from './engine.ts'
import type { HostCopy } from './queue.ts'

/**
 * That it is gone, or why it stays for good, to be read after the host's name.
 * `concernsAll`: what is said of one copy holds for all that the mirror has there.
 */
export type Removal = { gone: true } | { gone: false; sentence: string; concernsAll: boolean }

const stays = (sentence: string, concernsAll = false): Removal => ({ gone: false, sentence, concernsAll })

const CANNOT_DELETE = 'has no way for us to delete files.'
const IN_USE = 'gave another mirror the same copy.'

/**
 * Takes a copy away, or tells why that will not be. Looks for a transfer that has the copy first: a host that knows the bytes
 * already gives two mirrors the same one.
 * @throws {HostError} when it is to be tried again
 * @throws the signal's reason, once that is aborted
 */
export async function tryRemoval({ host: id, copy, accountId }: HostCopy, signal: AbortSignal): Promise<Removal> {
  try {
    const { host, memory } = await openHost(engine(), { host: id, accountId: accountId ?? null })
    if (!host.remove) return stays(CANNOT_DELETE, true)
    if (await isCopyInUse(database(), id, copy.id)) return stays(IN_USE)
    await host.remove(copy, { signal, memory })
    return { gone: true }
  } catch (error) {
    if (!(error instanceof HostError) || (error.kind !== 'rejected' && error.kind !== 'account')) throw error
    log.warn({ err: error, host: id }, 'a host does not delete a copy')
    return stays(error.message, error.kind === 'account')
  }
}

/** The same as a job: nobody waits for what came of it. */
export async function removeCopy(copy: HostCopy, signal: AbortSignal): Promise<void> {
  await tryRemoval(copy, signal)
}
