// The list that a host makes of a mirror's finished files; when it cannot be made, the files' own links stand in for it.
import type { Transaction } from '#db/connection.ts'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, Group, GroupAfter } from '#server/hosts/host.ts'
import { log } from '#server/log.ts'
import {
  claimList,
  type GroupClaim,
  type GroupKey,
  keepGroup,
  readGroup,
  releaseGroup,
} from '#server/queries/system/groups.ts'
import { type ListedCopy, readCopies } from '#server/queries/system/lists.ts'
import { lockMirrorRow, refreshMirror } from '#server/queries/system/mirror-status.ts'
import type { Engine } from './engine.ts'
import { groupName, whileRenewed } from './groups.ts'
import { openHost } from './open-host.ts'
import { reached } from './points.ts'

const MOST_TRIES = 4

/**
 * Makes or changes the list of a mirror at a host.
 * @throws {HostError} when it is to be tried again
 */
export async function makeList(engine: Engine, key: GroupKey, signal: AbortSignal): Promise<void> {
  const claim = await claimList(engine.database, key)
  if (!claim) return waitForOther(engine, key)
  reached('list-claimed', key)
  const held = { ...key, lease: claim.lease }
  const giveUp = () => finish(engine, key, (db) => releaseGroup(db, held, 'failed'))
  const { mirrorName, copies } = await readCopies(engine.database, key)
  try {
    const { host, memory } = await openHost(engine, { host: key.host, accountId: claim.accountId })
    const ability = host.group
    if (ability?.when !== 'after' || copies.length < 2) return await giveUp()
    const input = { key, claim, ability, mirrorName, copies, call: { signal, memory } }
    const group = await whileRenewed(engine, held, () => save(input))
    reached('list-made', key)
    await finish(engine, key, (db) => keepGroup(db, held, group))
  } catch (error) {
    if (isFinal(error) || claim.tries >= MOST_TRIES) {
      log.warn({ err: error, ...key }, 'a list of files could not be made at a host')
      return giveUp()
    }
    await releaseGroup(engine.database, held, 'wanted')
    throw error
  }
}

/** @throws {HostError} when another worker has it, who may be dead: then it is ours at a later try */
async function waitForOther(engine: Engine, key: GroupKey): Promise<void> {
  const row = await readGroup(engine.database, key)
  if (row?.state === 'saving') throw new HostError('retry', 'is being asked for this list already.')
}

const isFinal = (error: unknown) =>
  error instanceof HostError && (error.kind === 'rejected' || error.kind === 'account')

type Saving = {
  key: GroupKey
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

/** The list may be the last thing that a mirror waited for, so both are written down or neither. */
async function finish(
  engine: Engine,
  { mirrorId, host }: GroupKey,
  write: (db: Transaction) => Promise<unknown>,
): Promise<void> {
  await engine.database.transaction(async (db) => {
    if (!(await lockMirrorRow(db, mirrorId))) return
    await write(db)
    reached('list-kept', { host })
    await engine.newWork.deleteStaging(db, mirrorId, await refreshMirror(db, mirrorId))
  })
}
