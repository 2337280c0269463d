// A host opened with an account of somebody's own, and what its adapter remembers of that account.
import { database } from '#db/connection.ts'
import { HostError } from '#server/hosts/errors.ts'
import type { HostMemory } from '#server/hosts/host.ts'
import { openAccount } from '#server/hosts/registry.ts'
import type { HostAccountId, HostId } from '#server/ids.ts'
import type { OpenHost } from '#server/mirroring/engine.ts'
import { findHostAccount, type HostAccount } from '#server/queries/system/host-accounts.ts'
import { readHostMemory, readOrMakeHostMemory, writeHostMemory } from '#server/queries/system/host-memory.ts'

/** @throws {HostError} `account` when it was removed, or cannot be opened any more */
export async function openOwnHost(id: HostId, accountId: HostAccountId): Promise<OpenHost> {
  const account = await findHostAccount(database(), accountId)
  if (!account) throw new HostError('account', 'has no account of yours any more.')
  const host = openAccount(id, account)
  if (!host) throw new HostError('account', 'cannot be used with your account any more: enter it anew.')
  return { host, memory: memoryOf(account) }
}

/** Of these very credentials: what an adapter learned with earlier ones is not theirs. */
function memoryOf({ id: accountId, host, setAt }: HostAccount): HostMemory {
  const own = (key: string) => `${accountId}@${setAt.getTime()}/${key}`
  return {
    get: (key) => readHostMemory(database(), host, own(key)),
    set: (key, value) => writeHostMemory(database(), { host, key: own(key), value, accountId }),
    getOrCreate: (key, create, stale) =>
      readOrMakeHostMemory(database(), { host, key: own(key), stale, accountId }, create),
  }
}
