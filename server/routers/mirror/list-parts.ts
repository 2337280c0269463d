// The parts of a large file that storage has, so that an upload goes on where it was.
import { database } from '#db/connection.ts'
import { getFile } from '#server/queries/files.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { listParts as listStoredParts } from '#server/storage/multipart.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { fileInput } from './file-input.ts'
import { assertUploading } from './upload-target.ts'

export const listParts = sessionProcedure.input(fileInput).query(async ({ ctx: { owner }, input }) => {
  const file = await getFile(database(), owner, input.fileId)
  assertUploading(file)
  return file.uploadId === null ? [] : listStoredParts(stagingKey(file.mirrorId, file.id), file.uploadId)
})
