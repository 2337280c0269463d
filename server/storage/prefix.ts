// Deleting all that lies under one prefix: objects, and multipart uploads that were never finished.
import { deleteObjects, listObjects, listUploads } from './listing.ts'
import { abortMultipartUpload } from './multipart.ts'

/**
 * Deletes what is there; what comes while it runs may stay.
 * @throws {Error} when storage refuses to delete an object
 */
export async function deletePrefix(prefix: string, signal: AbortSignal): Promise<void> {
  for await (const page of listUploads({ prefix, signal }))
    for (const { key, uploadId } of page) await abortMultipartUpload(key, uploadId)
  // A page is at most as long as the list that one deletion takes.
  for await (const page of listObjects({ prefix, signal }))
    await deleteObjects(
      page.map(({ key }) => key),
      signal,
    )
}
