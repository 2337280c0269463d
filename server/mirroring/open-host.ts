// A host as a mirror uses it: with the operator's account, or with its owner's own.
import { HostError } from '#server/hosts/errors.ts'
import type { HostAccountId, HostId } from '#server/ids.ts'
import type { ClaimedTransfer } from '#server/queries/system/work.ts'
import type { Engine, OpenHost } from './engine.ts'

export type HostUse = {
  host: HostId
  /** The owner's own account there; null for the operator's, or for none. */
  accountId: HostAccountId | null
}

/**
 * The host's adapter and its memory for an account as it is now.
 * @throws {HostError} `account` when the host was taken out of the configuration, or the account was removed
 */
export async function openHost(engine: Engine, { host: id, accountId }: HostUse): Promise<OpenHost> {
  if (accountId !== null) return engine.ownHost(id, accountId)
  const host = engine.hostOf(id)
  if (!host) throw new HostError('account', 'is not set up on this server any more.')
  return { host, memory: engine.memoryOf(id) }
}

/** A transfer with its host, or why that cannot be had. */
export type OpenedTransfer = { transfer: ClaimedTransfer } & ({ open: OpenHost } | { open: null; error: unknown })

export async function tryToOpen(engine: Engine, transfer: ClaimedTransfer): Promise<OpenedTransfer> {
  try {
    return { transfer, open: await openHost(engine, transfer) }
  } catch (error) {
    return { transfer, open: null, error }
  }
}

/** Whoever's account it is used with: it is one host that is not to be asked for too much at once. */
export const concurrencyOf = (engine: Engine, id: HostId): number =>
  (engine.hostOf(id) ?? engine.factsOf(id))?.limits.concurrency ?? 1
