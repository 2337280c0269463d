// Takes a copy at a host away that no mirror has any more.
import { database } from '#db/connection.ts'
import { HostError } from '#server/hosts/errors.ts'
import { log } from '#server/log.ts'
import { openHost } from '#server/mirroring/open-host.ts'
import { isCopyInUse } from '#server/queries/system/copies.ts'
import { engine } from './engine.ts'
import type { HostCopy } from './queue.ts'

/**
 * Looks for a transfer that has the copy first: a host that knows the bytes already gives two mirrors the same one.
 * @throws {HostError} when it is to be tried again
 */
export async function removeCopy({ host: id, copy, accountId }: HostCopy, signal: AbortSignal): Promise<void> {
  try {
    const { host, memory } = await openHost(engine(), { host: id, accountId: accountId ?? null })
    if (!host.remove || (await isCopyInUse(database(), id, copy.id))) return
    await host.remove(copy, { signal, memory })
  } catch (error) {
    if (!(error instanceof HostError) || (error.kind !== 'rejected' && error.kind !== 'account')) throw error
    log.warn({ err: error, host: id }, 'a host does not delete a copy')
  }
}
