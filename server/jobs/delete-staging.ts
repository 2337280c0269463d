// Deletes the staged object of a file that nobody will read again.
import { database } from '#db/connection.ts'
import type { FileId, MirrorId } from '#server/ids.ts'
import { reached } from '#server/mirroring/points.ts'
import { needsStaging } from '#server/queries/system/staging.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { deleteObject } from '#server/storage/objects.ts'

/** Looks at the file's row first: a retry may have begun to read the object again. */
export async function deleteStaging({ mirrorId, fileId }: { mirrorId: MirrorId; fileId: FileId }): Promise<void> {
  if (await needsStaging(database(), fileId)) return
  reached('staging-deleting', { fileId })
  await deleteObject(stagingKey(mirrorId, fileId))
  reached('staging-deleted', { fileId })
}
