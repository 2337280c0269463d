// Signs the upload of a file anew, when the first address has run out.
import { database } from '#db/connection.ts'
import { getFile } from '#server/queries/files.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { fileInput } from './file-input.ts'
import { assertUploading, uploadTarget } from './upload-target.ts'

export const signUpload = sessionProcedure.input(fileInput).mutation(async ({ ctx: { owner, baseUrl }, input }) => {
  const file = await getFile(database(), owner, input.fileId)
  assertUploading(file)
  return uploadTarget(owner, file, baseUrl)
})
