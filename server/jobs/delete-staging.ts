// Deletes the staged objects of files that nobody will read again.
import { database } from '#db/connection.ts'
import { reached } from '#server/mirroring/points.ts'
import { listNeededStaging } from '#server/queries/system/staging.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { deleteObjects } from '#server/storage/listing.ts'
import type { Jobs } from './queue.ts'

/** Looks at the files' rows first: a retry may have begun to read an object again. */
export async function deleteStaging({ mirrorId, fileIds }: Jobs['delete-staging'], signal: AbortSignal): Promise<void> {
  const needed = await listNeededStaging(database(), fileIds)
  const unneeded = fileIds.filter((fileId) => !needed.has(fileId))
  for (const fileId of unneeded) reached('staging-deleting', { fileId })
  await deleteObjects(
    unneeded.map((fileId) => stagingKey(mirrorId, fileId)),
    signal,
  )
  for (const fileId of unneeded) reached('staging-deleted', { fileId })
}
