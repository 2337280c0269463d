// The list that a host makes of a mirror's finished files; when it cannot be made, the files' own links stand in for it.
import { HostError } from '#server/hosts/errors.ts'
import type { Call, Group, GroupAfter } from '#server/hosts/host.ts'
import type { HostId, MirrorId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { claimList, type GroupClaim, keepGroup, readGroup, releaseGroup } from '#server/queries/system/groups.ts'
import { type ListedCopy, readCopies } from '#server/queries/system/lists.ts'
import { lockMirrorRow, refreshMirror } from '#server/queries/system/mirror-status.ts'
import type { Engine } from './engine.ts'
import { groupName, whileRenewed } from './groups.ts'

const MOST_TRIES = 4

type ListKey = { mirrorId: MirrorId; host: HostId }

/**
 * Makes or changes the list of a mirror at a host.
 * @throws {HostError} when it is to be tried again
 */
export async function makeList(engine: Engine, key: ListKey, signal: AbortSignal): Promise<void> {
  const claim = await claimList(engine.database, key)
  if (!claim) return waitForOther(engine, key)
  const ability = engine.hostOf(key.host)?.group
  const { mirrorName, copies } = await readCopies(engine.database, key)
  if (ability?.when !== 'after' || copies.length < 2) return give(engine, key, claim)
  const input = { key, claim, ability, mirrorName, copies, call: { signal, memory: engine.memoryOf(key.host) } }
  try {
    const group = await whileRenewed(engine, { ...key, lease: claim.lease }, () => save(input))
    await finish(engine, key, () => keepGroup(engine.database, { ...key, lease: claim.lease }, group))
  } catch (error) {
    const again = !isFinal(error) && claim.tries < MOST_TRIES
    if (!again) log.warn({ err: error, ...key }, 'a list of files could not be made at a host')
    if (!again) return give(engine, key, claim)
    await releaseGroup(engine.database, { ...key, lease: claim.lease }, 'wanted')
    throw error
  }
}

/** @throws {HostError} when another worker has it, who may be dead: then it is ours at a later try */
async function waitForOther(engine: Engine, key: ListKey): Promise<void> {
  const row = await readGroup(engine.database, key)
  if (row?.state === 'saving') throw new HostError('retry', 'is being asked for this list already.')
}

const isFinal = (error: unknown) =>
  error instanceof HostError && (error.kind === 'rejected' || error.kind === 'account')

type Saving = {
  key: ListKey
  claim: GroupClaim
  ability: GroupAfter
  mirrorName: string
  copies: ListedCopy[]
  call: Call
}

async function save({ key, claim, ability, mirrorName, copies, call }: Saving): Promise<Group> {
  const name = groupName(key.mirrorId, mirrorName)
  const lost = claim.group === null && claim.tries > 1 ? await ability.find?.(name, call) : null
  return ability.save({ group: claim.group ?? lost ?? null, name, files: copies }, call)
}

const give = (engine: Engine, key: ListKey, claim: GroupClaim) =>
  finish(engine, key, () => releaseGroup(engine.database, { ...key, lease: claim.lease }, 'failed'))

/** The list may be the last thing that a mirror waited for. */
async function finish(engine: Engine, { mirrorId }: ListKey, write: () => Promise<unknown>): Promise<void> {
  await write()
  await engine.database.transaction(async (db) => {
    if (!(await lockMirrorRow(db, mirrorId))) return
    const released = await refreshMirror(db, mirrorId)
    if (released.length > 0) await engine.newWork.deleteStaging(db, mirrorId, released)
  })
}
