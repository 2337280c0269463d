// The album or folder that a host wants before the files: made once for a mirror, however many files ask at once.
import { setTimeout as sleep } from 'node:timers/promises'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, Group, GroupBefore, GroupName } from '#server/hosts/host.ts'
import type { MirrorId } from '#server/ids.ts'
import {
  claimGroup,
  type GroupClaim,
  type GroupKey,
  type Held,
  keepGroup,
  readGroup,
  releaseGroup,
  renewGroupLease,
} from '#server/queries/system/groups.ts'
import type { Engine } from './engine.ts'
import { reached } from './points.ts'

const POLL_MS = 250
const RENEW_MS = 5_000

/** Unique to a mirror, and short enough for every host's names. */
export const groupName = (mirrorId: MirrorId, title: string): GroupName => ({
  title,
  mark: mirrorId.replaceAll('-', '').slice(0, 12),
})

type Wanted = { key: GroupKey; title: string; ability: GroupBefore; call: Call }

/**
 * The group of a mirror at a host; made by whoever comes first, while the others wait.
 * @throws {HostError} when it could not be made; the next attempt tries again
 */
export async function ensureGroup(engine: Engine, wanted: Wanted): Promise<Group> {
  const { key, call } = wanted
  for (;;) {
    call.signal.throwIfAborted()
    const row = await readGroup(engine.database, key)
    if (!row) throw new HostError('rejected', 'is not wanted for this mirror any more.')
    if (row.group) return row.group
    const claim = await claimGroup(engine.database, key)
    if (claim) return makeGroup(engine, wanted, claim)
    await sleep(POLL_MS, undefined, { signal: call.signal })
  }
}

async function makeGroup(engine: Engine, { key, title, ability, call }: Wanted, claim: GroupClaim): Promise<Group> {
  const held = { ...key, lease: claim.lease }
  const name = groupName(key.mirrorId, title)
  try {
    reached('group-claimed', key)
    const group = await whileRenewed(engine, held, async () => {
      const lost = claim.tries > 1 ? await ability.find?.(name, call) : null
      return lost ?? ability.create(name, call)
    })
    reached('group-made', key)
    // Another worker may have kept one meanwhile, and the first one that was kept is the mirror's.
    const kept = await keepGroup(engine.database, held, group)
    reached('group-kept', key)
    return kept ?? group
  } catch (error) {
    await releaseGroup(engine.database, held, 'none')
    throw error
  }
}

/** Keeps the lease alive while `work` goes on. */
export async function whileRenewed<T>(engine: Engine, held: Held, work: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  const renewing = (async () => {
    for (;;) {
      await sleep(RENEW_MS, undefined, { signal: over.signal })
      await renewGroupLease(engine.database, held)
    }
  })().catch(() => undefined)
  try {
    return await work()
  } finally {
    over.abort()
    await renewing
  }
}
