// Confirms that a file is in staging with exactly the declared bytes, and lets its transfers begin.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { AppError } from '#server/errors.ts'
import type { OwnerId } from '#server/ids.ts'
import { getFile, lockFile, markStaged, type OwnedFile } from '#server/queries/files.ts'
import { findUses } from '#server/queries/transfers.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { MOST_PARTS } from '#server/storage/multipart.ts'
import { headObject } from '#server/storage/objects.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { fileInput } from './file-input.ts'
import { joinParts } from './join-parts.ts'
import { assertUploading, uploadOver } from './upload-target.ts'
import { queueWork } from './work.ts'

const input = fileInput.extend({
  parts: z
    .array(z.object({ partNumber: z.int().min(1).max(MOST_PARTS), etag: z.string().min(1).max(256) }))
    .max(MOST_PARTS)
    .optional(),
})

/** Asking again gives the same answer, since the first may have been lost. */
export const completeUpload = sessionProcedure.input(input).mutation(async ({ ctx: { owner }, input }) => {
  const file = await getFile(database(), owner, input.fileId)
  const { id, size } = file
  if (isThere(file)) return { id, size }
  assertUploading(file)
  if (file.partSize !== null) await joinParts({ ...file, partSize: file.partSize }, input.parts)
  const etag = await findExactly(file)
  await stage(owner, file, etag)
  return { id, size }
})

/** @throws {AppError} CONFLICT when the upload was given up, or took too long */
function isThere({ status }: OwnedFile): boolean {
  if (status === 'aborted' || status === 'expired') throw new AppError('CONFLICT', uploadOver[status])
  return status !== 'uploading'
}

async function findExactly({ mirrorId, id, size }: OwnedFile): Promise<string> {
  const object = await headObject(stagingKey(mirrorId, id))
  if (!object) throw new AppError('CONFLICT', 'The file has not arrived yet.')
  if (object.size === size) return object.etag
  throw new AppError('CONFLICT', `The file has ${size} bytes, but ${object.size} have arrived.`)
}

async function stage(owner: OwnerId, { id, mirrorId }: OwnedFile, etag: string): Promise<void> {
  await database().transaction(async (tx) => {
    if (isThere(await lockFile(tx, owner, id))) return
    await markStaged(tx, owner, { id, etag })
    const { waiting } = await findUses(tx, owner, id)
    await queueWork(tx, owner, { id: mirrorId, files: waiting ? [id] : [] })
  })
}
