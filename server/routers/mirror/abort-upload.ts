// Gives up the upload of one file; the others of its mirror go on.
import { database } from '#db/connection.ts'
import { AppError } from '#server/errors.ts'
import { getFile, lockFile, markAborted } from '#server/queries/files.ts'
import { findUses } from '#server/queries/transfers.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { abortMultipartUpload } from '#server/storage/multipart.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { fileInput } from './file-input.ts'
import { queueWork } from './work.ts'

const tooLate = () =>
  new AppError('CONFLICT', 'This file is on its way to hosts already. Cancel the mirror to stop what has not arrived.')

export const abortUpload = sessionProcedure.input(fileInput).mutation(async ({ ctx: { owner }, input }) => {
  const { id, mirrorId, uploadId, status } = await getFile(database(), owner, input.fileId)
  // First, since its id is forgotten with the row; an upload that is gone or whole by now is nothing to abort.
  if (status === 'uploading' && uploadId !== null) await abortMultipartUpload(stagingKey(mirrorId, id), uploadId)
  await database().transaction(async (tx) => {
    const file = await lockFile(tx, owner, id)
    if (file.status === 'aborted') return
    const { begun } = await findUses(tx, owner, id)
    if (begun || (file.status !== 'uploading' && file.status !== 'staged')) throw tooLate()
    const ended = await markAborted(tx, owner, id)
    // Also of a file that seems to have nothing there yet: its bytes may have arrived and nobody said so.
    await queueWork(tx, owner, { id: mirrorId, ended, unwanted: [id] })
  })
  return { id }
})
