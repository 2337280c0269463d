// Looking at single objects and deleting them.
import { DeleteObjectCommand, HeadObjectCommand, NotFound } from '@aws-sdk/client-s3'
import { bucket, s3 } from './s3.ts'

/** `size` in bytes; `etag` with its quotes, as conditions want it. */
export type ObjectFacts = { size: number; etag: string }

/** What storage says of an object, or null where there is none. */
export async function headObject(key: string, signal?: AbortSignal): Promise<ObjectFacts | null> {
  try {
    const { ContentLength, ETag } = await s3().send(new HeadObjectCommand({ Bucket: bucket(), Key: key }), {
      ...(signal && { abortSignal: signal }),
    })
    if (ContentLength === undefined || ETag === undefined) throw new Error('Storage told neither size nor ETag.')
    return { size: ContentLength, etag: ETag }
  } catch (error) {
    if (error instanceof NotFound) return null
    throw error
  }
}

/** Deletes an object; one that is gone already is fine. */
export async function deleteObject(key: string): Promise<void> {
  await s3().send(new DeleteObjectCommand({ Bucket: bucket(), Key: key }))
}
