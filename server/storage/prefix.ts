// Deleting all that lies under one prefix: objects, and multipart uploads that were never finished.
import {
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3'
import { abortMultipartUpload } from './multipart.ts'
import { bucket, s3 } from './s3.ts'

/**
 * Deletes what is there; what comes while it runs may stay.
 * @throws {Error} when storage refuses to delete an object
 */
export async function deletePrefix(prefix: string, signal: AbortSignal): Promise<void> {
  await abortUploads(prefix, signal)
  await deleteObjects(prefix, signal)
}

async function deleteObjects(prefix: string, abortSignal: AbortSignal): Promise<void> {
  // A page is at most as long as the list that one deletion takes.
  for await (const page of paginateListObjectsV2({ client: s3() }, { Bucket: bucket(), Prefix: prefix })) {
    const Objects = (page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]))
    if (Objects.length === 0) continue
    const command = new DeleteObjectsCommand({ Bucket: bucket(), Delete: { Objects, Quiet: true } })
    const { Errors = [] } = await s3().send(command, { abortSignal })
    if (Errors[0]) throw new Error(`Storage did not delete ${Errors.length} objects: ${Errors[0].Code ?? 'no code'}.`)
  }
}

async function abortUploads(prefix: string, abortSignal: AbortSignal): Promise<void> {
  for (let key: string | undefined, upload: string | undefined, more = true; more; ) {
    const page: ListMultipartUploadsCommandOutput = await s3().send(
      new ListMultipartUploadsCommand({ Bucket: bucket(), Prefix: prefix, KeyMarker: key, UploadIdMarker: upload }),
      { abortSignal },
    )
    for (const { Key, UploadId } of page.Uploads ?? [])
      if (Key !== undefined && UploadId !== undefined) await abortMultipartUpload(Key, UploadId)
    key = page.NextKeyMarker
    upload = page.NextUploadIdMarker
    more = page.IsTruncated === true && key !== undefined
  }
}
