// How far the upload of a mirror has come, for a browser that lost sight of it.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { type ListedUpload, listUploads } from '#server/queries/files.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { listParts } from '#server/storage/multipart.ts'
import { sessionProcedure } from '#server/trpc/init.ts'

/** Multipart uploads looked at together; storage is asked for each. */
const ASKED_AT_ONCE = 8

const input = z.object({ id: mirrorIdSchema })

export const uploads = sessionProcedure.input(input).query(async ({ ctx: { owner }, input: { id } }) => {
  const files = await listUploads(database(), owner, id)
  const seen: { fileId: string; status: ListedUpload['status']; arrived: number }[] = []
  for (let from = 0; from < files.length; from += ASKED_AT_ONCE) {
    const some = files.slice(from, from + ASKED_AT_ONCE).map(async (file) => ({
      fileId: file.id,
      status: file.status,
      arrived: await arrivedOf(file),
    }))
    seen.push(...(await Promise.all(some)))
  }
  return seen
})

/** Bytes that need not be sent again. */
async function arrivedOf({ id, mirrorId, status, size, uploadId }: ListedUpload): Promise<number> {
  if (status === 'staged' || status === 'released') return size
  if (status !== 'uploading' || uploadId === null) return 0
  const parts = await listParts(stagingKey(mirrorId, id), uploadId)
  return parts.reduce((sum, part) => sum + part.size, 0)
}
