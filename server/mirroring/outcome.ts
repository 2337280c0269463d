// Writes down how an attempt ended, with what follows from it, in one transaction.
import type { Host } from '#server/hosts/host.ts'
import { log } from '#server/log.ts'
import { countAttempt, type Outcome } from '#server/metrics.ts'
import { mayStillBeTaken } from '#server/queries/system/copies.ts'
import type { Attempt, Consequences, End, StoredCopy } from '#server/queries/system/settle.ts'
import type { ClaimedTransfer, WorkFile } from '#server/queries/system/work.ts'
import type { Transaction } from '#db/connection.ts'
import type { Success } from './attempt.ts'
import type { Engine } from './engine.ts'
import { noteFailure, noteSuccess } from './host-signs.ts'
import { reached } from './points.ts'
import { decide } from './retry-policy.ts'
import type { Settlements } from './settlements.ts'

export type Settling = {
  settlements: Settlements
  attempt: Attempt
  transfer: ClaimedTransfer
  /** Undefined when the host was taken out of the configuration, or its account was removed. */
  host: Host | undefined
  file: WorkFile
  /** When it was claimed, by `performance.now()`. */
  from: number
  /** The process is about to end, which is no fault of the transfer's. */
  stopping: boolean
  /** Somebody else has the transfer by now, or nobody wants it any more. */
  lost: boolean
}

export type AttemptEnd = { success: Success } | { error: unknown; sentAll: boolean }

/** @throws what the database throws; the lease then runs out by itself */
export async function settleAttempt(engine: Engine, settling: Settling, end: AttemptEnd): Promise<void> {
  if ('success' in end) return settleSuccess(engine, settling, end.success)
  if (settling.lost) return letGo(settling)
  if (settling.stopping) return putBack(engine, settling, end.sentAll)
  return settleFailure(engine, settling, end.error)
}

/** What each line of the log tells of a transfer: ids, sizes and times, and no name that somebody gave a file. */
const factsOf = ({ attempt, transfer, file, from }: Settling) => ({
  mirrorId: attempt.mirrorId,
  fileId: attempt.fileId,
  transfer: transfer.id,
  host: attempt.host,
  attempt: transfer.attempt,
  bytes: file.size,
  ms: Math.round(performance.now() - from),
})

const count = ({ attempt, file, from }: Settling, outcome: Outcome) =>
  countAttempt({ host: attempt.host, outcome, bytes: file.size, ms: performance.now() - from })

function letGo(settling: Settling): void {
  count(settling, 'lost')
  log.info({ ...factsOf(settling), outcome: 'lost' }, 'a transfer was cancelled or taken over')
}

/** An end, with what the attempt failed with where it did. */
type Ended = { end: End; error?: unknown }

/** Puts the work that follows into the queue with the transaction. */
const followUp =
  (engine: Engine, { attempt: { mirrorId, host, fileId }, transfer, file }: Settling, { end, error }: Ended) =>
  async (db: Transaction, { released, listWanted }: Consequences) => {
    await engine.newWork.deleteStaging(db, mirrorId, released)
    if (listWanted) await engine.newWork.makeList(db, mirrorId, host)
    if (end.status === 'done') await noteSuccess(engine, db, { host, transfer })
    const pausedMs = error === undefined ? 0 : await noteFailure(engine, db, { host, transfer, error })
    const again = end.status === 'queued' ? [{ fileId, owner: file.owner }] : []
    const delayMs = end.status === 'queued' ? Math.max(end.delayMs, pausedMs) : 0
    await engine.newWork.mirrorFiles(db, again, { reason: host, delayMs })
    reached('settled-uncommitted', { host, fileId })
  }

/** Writes the end down and counts it. @returns whether this attempt still counted */
async function settle(engine: Engine, settling: Settling, ended: Ended): Promise<boolean> {
  const { settlements, attempt, host } = settling
  const { end } = ended
  const then = followUp(engine, settling, ended)
  const counted = await settlements.settle({ attempt, end, listsAfter: host?.group?.when === 'after', then })
  if (counted) count(settling, end.status === 'queued' ? 'again' : end.status)
  return counted
}

async function settleSuccess(engine: Engine, settling: Settling, { copy, digests }: Success): Promise<void> {
  const { file } = settling
  const counted = await settle(engine, settling, { end: { status: 'done', copy, digests, size: file.size } })
  if (!counted) await takeBack(engine, settling, copy)
  log.info({ ...factsOf(settling), outcome: 'done', verified: copy.verified, counted }, 'a transfer is done')
}

/** What came when its mirror had been deleted, or when another worker had taken over: nobody would ever be shown it. */
async function takeBack(
  engine: Engine,
  { attempt, transfer, host }: Settling,
  { id, url, extra }: StoredCopy,
): Promise<void> {
  // Where sending again gives the same copy, what the other worker brings is this one.
  const known = { hostFileId: id, canFind: host?.find !== undefined || host?.resendIsSafe === true }
  if (await mayStillBeTaken(engine.database, attempt.transferId, known)) return
  const copy = { id, url, ...(extra && { extra }) }
  await engine.database.transaction((db) => engine.newWork.removeCopy(db, transfer, copy))
}

/** The next instance goes on with it at once; what was sent whole may be there already. */
async function putBack(engine: Engine, settling: Settling, sentAll: boolean): Promise<void> {
  const { transfer } = settling
  const { unknownEnds } = transfer
  const inDoubt = transfer.inDoubt || sentAll
  const end = { status: 'queued' as const, error: null, delayMs: 0, inDoubt, unknownEnds, counts: false }
  await settle(engine, settling, { end })
  log.info({ ...factsOf(settling), outcome: 'again' }, 'a transfer went back to the queue, since the server stops')
}

async function settleFailure(engine: Engine, settling: Settling, error: unknown): Promise<void> {
  const { attempt, transfer, host } = settling
  const ability = {
    name: (host ?? engine.factsOf(attempt.host))?.name ?? attempt.host,
    resendIsSafe: host?.resendIsSafe ?? false,
    canFind: host?.find !== undefined,
  }
  const verdict = decide(error, transfer, ability)
  if (verdict.next === 'end') {
    const { inDoubt, sentence } = verdict
    const end = { status: 'failed' as const, error: sentence, inDoubt }
    if (!(await settle(engine, settling, { end, error }))) return letGo(settling)
    log.warn({ ...factsOf(settling), outcome: 'failed', err: error }, 'a transfer has failed')
    return
  }
  const { delayMs, inDoubt, unknownEnds, sentence, counts } = verdict
  const end = { status: 'queued' as const, error: sentence, delayMs, inDoubt, unknownEnds, counts }
  if (!(await settle(engine, settling, { end, error }))) return letGo(settling)
  log.info({ ...factsOf(settling), outcome: 'again', delayMs, err: error }, 'a transfer is tried again')
}
