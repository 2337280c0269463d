// The way to a copy that this server keeps: a signed address at the storage, good for an hour.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { baseUrl } from '#server/base-url.ts'
import { fileIdSchema, mirrorIdSchema } from '#server/ids.ts'
import { findLocalCopy } from '#server/queries/public-mirror.ts'
import { localKey } from '#server/storage/keys.ts'
import { presignDownload } from '#server/storage/presign.ts'

const params = z.object({ id: mirrorIdSchema, fileId: fileIdSchema })

/**
 * @param address the ids as they stand in the address
 * @returns where to download the file, or null where no copy is kept
 */
export async function localCopyUrl(address: unknown, headers: Headers): Promise<string | null> {
  const parsed = params.safeParse(address)
  if (!parsed.success) return null
  const { id, fileId } = parsed.data
  const copy = await findLocalCopy(database(), id, fileId)
  return copy && presignDownload({ key: localKey(id, fileId), name: copy.name, baseUrl: baseUrl(headers) })
}
