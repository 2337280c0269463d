// Tidies up what nobody will come for: staging and uploads whose time is over, waits that are too long, mirrors whose deletion got lost, and old copies of `local`.
import { database } from '#db/connection.ts'
import { env } from '#server/env.ts'
import { findEntry, makesLists } from '#server/hosts/registry.ts'
import { log } from '#server/log.ts'
import { BUDGET_HOURS } from '#server/mirroring/retry-policy.ts'
import { listDueDeletions } from '#server/queries/system/ending.ts'
import {
  expireStaging,
  listExpiredCopies,
  listOverdueStaging,
  markCopyRemoved,
  type OverdueFile,
} from '#server/queries/system/expire.ts'
import { giveUp, listHopeless } from '#server/queries/system/give-up.ts'
import type { GroupKey } from '#server/queries/system/groups.ts'
import { localKey, stagingKey } from '#server/storage/keys.ts'
import { abortMultipartUpload, listParts } from '#server/storage/multipart.ts'
import { deleteObject } from '#server/storage/objects.ts'
import { endWhenDue } from './end-mirror.ts'
import { sendJobs, sendStagingDeletions } from './queue.ts'

const HOUR_MS = 3600_000

/** Looks once; what is left over is there at the next look. */
export async function sweep(signal: AbortSignal): Promise<void> {
  const hours = env().STAGING_RETENTION_HOURS
  for (const file of await listOverdueStaging(database(), hours)) {
    signal.throwIfAborted()
    await sweepFile(file, hours)
  }
  for (const key of await listHopeless(database(), BUDGET_HOURS)) {
    signal.throwIfAborted()
    await giveUpHost(key)
  }
  for (const id of await listDueDeletions(database())) {
    signal.throwIfAborted()
    await endWhenDue(id)
  }
  for (const { mirrorId, fileId } of await listExpiredCopies(database())) {
    signal.throwIfAborted()
    await deleteObject(localKey(mirrorId, fileId))
    await markCopyRemoved(database(), { mirrorId, fileId })
    log.info({ mirrorId, fileId }, 'a copy was deleted, since its time was over')
  }
}

async function giveUpHost(key: GroupKey): Promise<void> {
  const { host } = findEntry(key.host) ?? {}
  await giveUp(database(), key, {
    hours: BUDGET_HOURS,
    error: `${host?.name ?? key.host} has not worked for ${BUDGET_HOURS} hours, so it was given up.`,
    makesLists,
    then: async (tx, { released, listWanted }) => {
      await sendStagingDeletions(tx, key.mirrorId, released)
      if (listWanted) await sendJobs(tx, { name: 'make-list', jobs: [key] })
    },
  })
  log.info(key, 'files were given up that have waited for a host')
}

async function sweepFile(file: OverdueFile, hours: number): Promise<void> {
  const { id: fileId, mirrorId, uploadId } = file
  const key = stagingKey(mirrorId, fileId)
  if (uploadId !== null && (await isGrowing(key, { uploadId, hours }))) return
  const expired = await expireStaging(database(), { file, hours, makesLists }, async (tx, lists) => {
    await sendStagingDeletions(tx, mirrorId, [fileId])
    await sendJobs(tx, { name: 'make-list', jobs: lists.map((host) => ({ mirrorId, host })) })
  })
  if (!expired) return
  // After the row, so that a crash leaves an upload that no row knows, which is what `sweep-orphans` looks for.
  if (uploadId !== null) await abortMultipartUpload(key, uploadId)
  log.info({ mirrorId, fileId }, 'a file was let go of, since no host has taken it in time')
}

/** A large file over a slow line may take longer than that; while its parts come, it is not given up. */
async function isGrowing(key: string, { uploadId, hours }: { uploadId: string; hours: number }): Promise<boolean> {
  const parts = await listParts(key, uploadId)
  return parts.some(({ arrivedAt }) => Date.now() - arrivedAt.getTime() < hours * HOUR_MS)
}
