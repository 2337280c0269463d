// Multipart uploads: how a large file is cut, and the calls around its parts.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  type ListPartsCommandOutput,
  NoSuchUpload,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { AppError } from '#server/errors.ts'
import { bucket, s3 } from './s3.ts'

const MiB = 1024 ** 2

/** Files up to this many bytes go up in one PUT. */
export const SINGLE_PUT_LIMIT = 64 * MiB
const SMALLEST_PART = 16 * MiB
/** Parts of an upload: S3's own limit. */
export const MOST_PARTS = 10_000

/** Bytes of each part but the last, so that no file needs more than 10,000; whole MiB. */
export const partSizeFor = (size: number): number => Math.max(SMALLEST_PART, Math.ceil(size / MOST_PARTS / MiB) * MiB)

export const partCountFor = (size: number, partSize: number): number => Math.ceil(size / partSize)

/** Exact bytes of one part, counted from 1. */
export const sizeOfPart = (partNumber: number, { size, partSize }: { size: number; partSize: number }): number =>
  Math.min(partSize, size - (partNumber - 1) * partSize)

export type UploadedPart = { partNumber: number; etag: string; size: number; arrivedAt: Date }

/** Opens a multipart upload and gives its id. */
export async function createMultipartUpload(key: string): Promise<string> {
  const { UploadId } = await s3().send(new CreateMultipartUploadCommand({ Bucket: bucket(), Key: key }))
  if (UploadId === undefined) throw new Error('Storage opened a multipart upload without an id.')
  return UploadId
}

/** The parts that storage holds, in order; an upload that storage does not know has none. */
export async function listParts(key: string, uploadId: string): Promise<UploadedPart[]> {
  const parts: UploadedPart[] = []
  try {
    // Not the SDK's paginator: it goes by the marker, which is there on a last page too, and would never end.
    for (let after: string | undefined, more = true; more; ) {
      const page: ListPartsCommandOutput = await s3().send(
        new ListPartsCommand({ Bucket: bucket(), Key: key, UploadId: uploadId, PartNumberMarker: after }),
      )
      for (const { PartNumber, ETag, Size, LastModified } of page.Parts ?? [])
        if (PartNumber !== undefined && ETag !== undefined && Size !== undefined)
          parts.push({ partNumber: PartNumber, etag: ETag, size: Size, arrivedAt: LastModified ?? new Date(0) })
      after = page.NextPartNumberMarker
      more = page.IsTruncated === true && after !== undefined
    }
  } catch (error) {
    if (error instanceof NoSuchUpload) return []
    throw error
  }
  return parts
}

type ListedPart = Pick<UploadedPart, 'partNumber' | 'etag'>

/**
 * Joins the parts. An upload that is gone may have been joined by an earlier call whose answer was lost: the HEAD that
 * follows decides.
 * @throws {AppError} CONFLICT when storage refuses the list of parts
 */
export async function completeMultipartUpload(key: string, uploadId: string, parts: ListedPart[]): Promise<void> {
  const Parts = parts
    .toSorted((one, other) => one.partNumber - other.partNumber)
    .map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag }))
  try {
    await s3().send(
      new CompleteMultipartUploadCommand({
        Bucket: bucket(),
        Key: key,
        UploadId: uploadId,
        MultipartUpload: { Parts },
      }),
    )
  } catch (error) {
    if (error instanceof NoSuchUpload) return
    if (error instanceof S3ServiceException && error.$fault === 'client')
      throw new AppError('CONFLICT', 'Storage does not hold the parts that were named.', { cause: error })
    throw error
  }
}

/** Gives a multipart upload up; also one that is gone already. */
export async function abortMultipartUpload(key: string, uploadId: string): Promise<void> {
  try {
    await s3().send(new AbortMultipartUploadCommand({ Bucket: bucket(), Key: key, UploadId: uploadId }))
  } catch (error) {
    if (!(error instanceof NoSuchUpload)) throw error
  }
}
