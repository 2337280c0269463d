// What lies in the bucket: objects, and multipart uploads that were never finished.
import {
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3'
import { bucket, s3 } from './s3.ts'

export type ListedObject = { key: string; changedAt: Date }
export type ListedUpload = { key: string; uploadId: string; begunAt: Date }

type Where = { prefix?: string; signal: AbortSignal }

/** All objects, in pages of up to 1000; what comes or goes meanwhile may be on a page or not. */
export async function* listObjects({ prefix, signal }: Where): AsyncGenerator<ListedObject[]> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3() }, { Bucket: bucket(), Prefix: prefix })) {
    signal.throwIfAborted()
    const page = Contents.flatMap(({ Key: key, LastModified: changedAt }) =>
      key === undefined || changedAt === undefined ? [] : [{ key, changedAt }],
    )
    if (page.length > 0) yield page
  }
}

/** All multipart uploads that are open, in pages of up to 1000. */
export async function* listUploads({ prefix, signal }: Where): AsyncGenerator<ListedUpload[]> {
  for (let key: string | undefined, upload: string | undefined, more = true; more; ) {
    const answer: ListMultipartUploadsCommandOutput = await s3().send(
      new ListMultipartUploadsCommand({ Bucket: bucket(), Prefix: prefix, KeyMarker: key, UploadIdMarker: upload }),
      { abortSignal: signal },
    )
    const page = (answer.Uploads ?? []).flatMap(({ Key, UploadId: uploadId, Initiated: begunAt }) =>
      Key === undefined || uploadId === undefined || begunAt === undefined ? [] : [{ key: Key, uploadId, begunAt }],
    )
    if (page.length > 0) yield page
    key = answer.NextKeyMarker
    upload = answer.NextUploadIdMarker
    more = answer.IsTruncated === true && key !== undefined
  }
}

/**
 * Deletes up to 1000 objects; those that are gone already are fine.
 * @throws {Error} when storage refuses to delete one
 */
export async function deleteObjects(keys: readonly string[], abortSignal: AbortSignal): Promise<void> {
  if (keys.length === 0) return
  const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true }
  const command = new DeleteObjectsCommand({ Bucket: bucket(), Delete })
  const { Errors = [] } = await s3().send(command, { abortSignal })
  if (Errors[0]) throw new Error(`Storage did not delete ${Errors.length} objects: ${Errors[0].Code ?? 'no code'}.`)
}
