// The download of a copy that this server keeps: a redirect to a signed address at the storage, good for an hour.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { baseUrl } from '#server/base-url.ts'
import { fileIdSchema, mirrorIdSchema } from '#server/ids.ts'
import { findLocalCopy } from '#server/queries/public-mirror.ts'
import { localKey } from '#server/storage/keys.ts'
import { presignDownload } from '#server/storage/presign.ts'
import { notHere, PRIVATE_HEADERS, refuseVisitor } from './visitor-refusal.ts'

const params = z.object({ id: mirrorIdSchema, fileId: fileIdSchema })

/**
 * Leads to the file, for whoever may see its mirror; 404 where no copy is kept.
 * @param address the ids as they stand in the address
 */
export async function answerDownload(address: unknown, headers: Headers): Promise<Response> {
  const parsed = params.safeParse(address)
  if (!parsed.success) return notHere()
  const { id, fileId } = parsed.data
  const refusal = await refuseVisitor(id, headers)
  if (refusal) return refusal
  const copy = await findLocalCopy(database(), id, fileId)
  if (!copy) return notHere()
  const location = await presignDownload({ key: localKey(id, fileId), name: copy.name, baseUrl: baseUrl(headers) })
  return new Response(null, { status: 302, headers: { ...PRIVATE_HEADERS, location } })
}
