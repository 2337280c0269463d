// What the end of an attempt tells of its host, written down in the transaction of that end: for everybody who has files for it.
import type { Transaction } from '#db/connection.ts'
import { HostError } from '#server/hosts/errors.ts'
import type { HostId, TransferId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { noteHostError } from '#server/queries/system/host-errors.ts'
import {
  countFailure,
  forgetFailures,
  listWaitingFiles,
  pauseHost,
  tellWaitingMirrors,
} from '#server/queries/system/host-health.ts'
import type { ClaimedTransfer } from '#server/queries/system/work.ts'
import { pauseAfter, signOf } from './circuit-breaker.ts'
import type { Engine } from './engine.ts'

/** How long after others the transfer that has failed is the probe again, in milliseconds: its file may be what is wrong. */
const TURN_MS = 5_000

type Ended = { host: HostId; transfer: ClaimedTransfer }

/** The host works: whoever waits for it goes on at once. */
export async function noteSuccess(engine: Engine, db: Transaction, { host, transfer }: Ended): Promise<void> {
  if (!transfer.isHostFailing || !(await forgetFailures(db, host))) return
  const files = await listWaitingFiles(db, { host, besides: transfer.id, afterMs: 0 })
  await engine.newWork.mirrorFiles(db, files, { reason: '', delayMs: 0 })
  await tellWaitingMirrors(db, host)
  log.info({ host, files: files.length }, 'a host works again')
}

/**
 * The attempt has failed; whether the host has is for the error to tell.
 * @returns for how many milliseconds the transfer need not come back, since its host is paused
 */
export async function noteFailure(
  engine: Engine,
  db: Transaction,
  { host, transfer, error }: Ended & { error: unknown },
): Promise<number> {
  const sign = signOf(error, transfer)
  if (sign === 'works') await noteSuccess(engine, db, { host, transfer })
  if (sign !== 'fails' || !(error instanceof HostError)) return 0
  const health = await countFailure(db, { host, transferId: transfer.id, sentence: error.message })
  await noteHostError(db, host, { kind: error.kind, sentence: error.message })
  const pause = pauseAfter(health, error.afterMs)
  if (!pause) return 0
  await pauseHost(db, host, pause)
  const isFollowed = await callNext(engine, db, { host, failed: transfer.id, delayMs: pause.ms })
  await tellWaitingMirrors(db, host)
  log.warn({ host, failures: health.failures, ms: pause.ms, err: error }, 'a host is paused')
  return isFollowed ? pause.ms + TURN_MS : pause.ms
}

/** Has somebody come when the pause is over; the others are woken when that went well. */
async function callNext(
  engine: Engine,
  db: Transaction,
  { host, failed, delayMs }: { host: HostId; failed: TransferId; delayMs: number },
): Promise<boolean> {
  const next = await listWaitingFiles(db, { host, besides: failed, afterMs: delayMs, most: 1 })
  await engine.newWork.mirrorFiles(db, next, { reason: `${host} after its pause`, delayMs })
  return next.length > 0
}
