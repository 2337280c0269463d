// Signs the parts of a large file that are to be sent next.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { AppError } from '#server/errors.ts'
import { getFile } from '#server/queries/files.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { partCountFor, sizeOfPart } from '#server/storage/multipart.ts'
import { presignPart } from '#server/storage/presign.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { fileInput } from './file-input.ts'
import { assertUploading, uploadIdOf } from './upload-target.ts'

const MOST_AT_ONCE = 1000

const input = fileInput.extend({
  partNumbers: z
    .array(z.int().min(1, 'Parts are counted from 1.'))
    .min(1, 'No part was asked for.')
    .max(MOST_AT_ONCE, `At most ${MOST_AT_ONCE} parts are signed at once.`),
})

const badParts = (sentence: string) => new AppError('BAD_REQUEST', sentence, { fields: { partNumbers: [sentence] } })

export const signParts = sessionProcedure.input(input).mutation(async ({ ctx: { owner, baseUrl }, input }) => {
  const file = await getFile(database(), owner, input.fileId)
  const { size, partSize } = file
  if (partSize === null) throw badParts('This file goes up in one piece.')
  const partCount = partCountFor(size, partSize)
  if (input.partNumbers.some((partNumber) => partNumber > partCount))
    throw badParts(`This file has ${partCount} parts.`)
  assertUploading(file)
  const upload = { key: stagingKey(file.mirrorId, file.id), uploadId: await uploadIdOf(owner, file) }
  return Promise.all(
    input.partNumbers.map(async (partNumber) => {
      const part = { ...upload, partNumber, size: sizeOfPart(partNumber, { size, partSize }) }
      return { partNumber, ...(await presignPart(part, baseUrl)) }
    }),
  )
})
